package payout.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import payout.batch.Characters;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.batch.OutboxCharset;
import payout.config.Settings;
import payout.inbox.OpenFile;
import payout.inbox.ReadWatch;
import payout.ledger.Ledger;
import payout.ledger.LedgerAddress;
import payout.ledger.StatusLedger;
import payout.route.DryRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code payout check FILE…}: what a real run would say, without sending anything. */
@Command(
    name = "check",
    description = {
      "Checks payout files without sending anything.",
      "Exit code 0: all would be taken, or wait; 1: one would be refused; 2: misused."
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
        throw new RefusedToStartException(
            "There is no readable file " + Characters.shown(file.toString()) + ".");
      }
    }
    Settings settings = Surroundings.settings().forCheck();
    LedgerAddress address = Launch.address(settings);
    ChinaClock clock = Surroundings.clock();
    try (Ledger real = address.exists() ? Ledger.beside(address, clock) : null) {
      return check(settings, real == null ? null : real.status(), clock);
    }
  }

  private int check(Settings settings, StatusLedger real, ChinaClock clock) throws Exception {
    boolean clean = true;
    try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
      for (Path file : files) {
        Path scratch = Files.createTempDirectory("payout-check-");
        try (OpenFile open = OpenFile.open(file.toRealPath(), ReadWatch.NONE);
            DryRun dryRun = new DryRun(settings, real, clock, OutboxCharset.UTF_8, scratch)) {
          DryRun.Result result = dryRun.check(open, "check", file.getFileName().toString(), 1);
          print(result.reports(), out);
          FileState state = result.file().state();
          clean &= state == FileState.ACCEPTED || state.isWaiting();
        }
      }
    }
    return clean ? 0 : REJECTED;
  }

  private static void print(List<DryRun.Report> reports, OutputStream out) throws IOException {
    for (DryRun.Report report : reports) {
      out.write(("== " + Characters.shown(report.name()) + "\n").getBytes(StandardCharsets.UTF_8));
      out.write(report.content());
    }
    out.flush();
  }
}
