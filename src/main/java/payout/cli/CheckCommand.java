package payout.cli;

import java.io.PrintWriter;
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
import payout.ledger.StatusLedger;
import payout.route.DryRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code payout check FILE…}: what a real run would report, without sending anything. */
@Command(
    name = "check",
    description = {
      "Checks payout files without sending anything.",
      "Exit code 0: all would be accepted or wait; 1: at least one would be refused; 2: wrong"
          + " usage."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class CheckCommand implements Callable<Integer> {

  private static final int REJECTED = 1;

  @Spec private CommandSpec spec;

  @Option(names = "--sandbox", description = "use the sandbox's ledger and settings")
  private boolean sandbox;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "the files to check")
  private List<Path> files;

  @Override
  public Integer call() throws Exception {
    for (Path file : files) {
      if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
        throw new RefusedToStartException(
            "There is no readable file " + Characters.shown(file.toString()) + ".");
      }
    }
    Settings settings = LedgerAccess.settings(sandbox);
    try (Ledger real = LedgerAccess.find(settings).orElse(null)) {
      if (real == null) {
        warnOfMissingLedger(settings);
      }
      return check(settings, real == null ? null : real.status(), ProcessEnvironment.clock());
    }
  }

  /** Otherwise a file that was accepted before would silently be reported as new. */
  private void warnOfMissingLedger(Settings settings) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        "payout: There is no ledger at "
            + Launch.address(settings)
            + " yet, so no file or serial number counts as used."
            + LedgerAccess.hint(settings));
    err.flush();
  }

  private int check(Settings settings, StatusLedger real, ChinaClock clock) throws Exception {
    boolean clean = true;
    for (Path file : files) {
      Path scratch = Files.createTempDirectory("payout-check-");
      try (OpenFile open = OpenFile.open(file.toRealPath(), ReadWatch.NONE);
          DryRun dryRun = new DryRun(settings, real, clock, OutboxCharset.UTF_8, scratch)) {
        DryRun.Result result = dryRun.check(open, "check", file.getFileName().toString(), 1);
        print(result.reports());
        FileState state = result.file().state();
        clean &= state == FileState.ACCEPTED || state.isWaiting();
      }
    }
    return clean ? 0 : REJECTED;
  }

  private void print(List<DryRun.Report> reports) {
    PrintWriter out = spec.commandLine().getOut();
    for (DryRun.Report report : reports) {
      out.print("== " + Characters.shown(report.name()) + "\n");
      out.print(new String(report.content(), StandardCharsets.UTF_8));
    }
    out.flush();
  }
}
