package payout.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import payout.config.Settings;
import payout.ledger.Ledger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code payout status}: the state of files, batches and payments, also during a {@code run}. */
@Command(
    name = "status",
    description =
        "Prints the state of files, batches and payments; changes nothing. For a batch: its open"
            + " lines and its history.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class StatusCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Option(names = "--sandbox", description = "use the sandbox's ledger")
  private boolean sandbox;

  @Option(names = "--open", description = "only files and batches that are not final")
  private boolean open;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE|BATCH_NO|SERIAL",
      description = "a file's name or SHA-256, a batch number or a serial number")
  private String what;

  @Override
  public Integer call() {
    Settings settings = LedgerAccess.settings(sandbox);
    try (Ledger ledger = LedgerAccess.open(settings)) {
      StatusReport report = StatusReport.of(ledger.status(), what, open, StatusReport.FILES_MAX);
      if (settings.statements().folder() != null) {
        report.missing(ledger.statementList().missingDays());
      }
      PrintWriter out = spec.commandLine().getOut();
      out.println(json ? StatusJson.of(report) : StatusText.of(report));
      out.flush();
      return report.isEmpty() && what != null ? 1 : 0;
    }
  }
}
