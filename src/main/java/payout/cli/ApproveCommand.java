package payout.cli;

import payout.config.Settings;
import payout.ledger.Act;
import payout.ledger.Ledger;
import payout.route.AcceptSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code payout approve FILE --sha256 SHA256}. */
@Command(
    name = "approve",
    description = "Lets a file go on that waits for approval or for the limit of the day.",
    mixinStandardHelpOptions = true)
final class ApproveCommand extends ActCommand.Reasoned {

  @Parameters(
      paramLabel = "FILE",
      description = "the file's name, or its SHA-256 from the start on, 8 digits or more")
  private String file;

  @Option(
      names = "--sha256",
      paramLabel = "SHA256",
      description =
          "the bytes that are approved, all 64 digits; left out to let a file pass the limit of the"
              + " day")
  private String sha256;

  @Override
  String act(Ledger ledger, Settings settings, Act act) {
    return ledger
        .waiting(AcceptSettings.rules(settings), settings.outbox().language())
        .approve(file, sha256, withUser(act));
  }
}
