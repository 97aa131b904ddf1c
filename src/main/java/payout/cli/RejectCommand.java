package payout.cli;

import payout.config.Settings;
import payout.ledger.Act;
import payout.ledger.Ledger;
import payout.route.AcceptSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code payout reject FILE --reason WHY}. */
@Command(
    name = "reject",
    description = "Refuses a file that waits; nothing of it is ever sent.",
    mixinStandardHelpOptions = true)
final class RejectCommand extends ActCommand.WithReason {

  @Parameters(
      paramLabel = "FILE",
      description = "the file's name, or its SHA-256 from the start on, 8 digits or more")
  private String file;

  @Override
  String act(Ledger ledger, Settings settings, Act act) {
    return ledger
        .waiting(AcceptSettings.rules(settings), settings.outbox().language())
        .reject(file, act);
  }
}
