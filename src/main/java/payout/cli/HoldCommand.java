package payout.cli;

import payout.config.Settings;
import payout.ledger.Act;
import payout.ledger.Ledger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code payout hold BATCH_NO}. */
@Command(
    name = "hold",
    description = "Stops a batch that waits or is unknown.",
    mixinStandardHelpOptions = true)
final class HoldCommand extends ActCommand.Reasoned {

  @Parameters(paramLabel = "BATCH_NO", description = "the batch's number")
  private String batchNo;

  @Override
  String act(Ledger ledger, Settings settings, Act act) {
    return ledger.acts().hold(batchNo, act);
  }
}
