package payout.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.config.Settings;
import payout.ledger.Ledger;
import payout.ledger.LedgerAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code payout check FILE…}: what a real run would say, without sending anything. */
@Command(
    name = "check",
    description = {
      "Checks payout files without sending anything.",
      "Exit code 0: all would be taken; 1: one would be refused; 2: misused."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class CheckCommand implements Callable<Integer> {

  private static final int REJECTED = 1;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "the files to be checked")
  private List<Path> files;

  @Override
  public Integer call() throws Exception {
    for (Path file : files) {
      if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
        throw new RefusedToStartException("There is no readable file " + file + ".");
      }
    }
    Settings settings = Surroundings.settings().forCheck();
    LedgerAddress address = Launch.address(settings);
    ChinaClock clock = Surroundings.clock();
    try (Ledger real = address.exists() ? Ledger.beside(address, clock) : null) {
      return check(new DryRun(settings, real == null ? null : real.status(), clock));
    }
  }

  private int check(DryRun dryRun) throws Exception {
    boolean clean = true;
    try (dryRun;
        OutputStream out = new FileOutputStream(FileDescriptor.out)) {
      for (Path file : files) {
        clean &= dryRun.check(file, out) == FileState.ACCEPTED;
      }
    }
    return clean ? 0 : REJECTED;
  }
}
