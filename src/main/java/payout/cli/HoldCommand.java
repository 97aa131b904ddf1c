package payout.cli;

import payout.config.Settings;
import payout.ledger.Act;
import payout.ledger.Ledger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code payout hold BATCH_NO|FILE}. */
@Command(
    name = "hold",
    description = "Stops a batch that is READY or UNKNOWN, or all such batches of a file.",
    mixinStandardHelpOptions = true)
final class HoldCommand extends ActCommand.Reasoned {

  @Parameters(
      paramLabel = "BATCH_NO|FILE",
      description = "the batch's number; or the file's name or SHA-256, 8 digits or more")
  private String what;

  @Override
  String act(Ledger ledger, Settings settings, Act act) {
    return acts(ledger, settings).hold(what, act);
  }
}
