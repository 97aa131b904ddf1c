package payout.cli;

import payout.config.Settings;
import payout.ledger.Act;
import payout.ledger.Ledger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code payout resend BATCH_NO}. */
@Command(
    name = "resend",
    description = "Sends an unknown batch again now, under its number and with its lines.",
    mixinStandardHelpOptions = true)
final class ResendCommand extends ActCommand.Reasoned {

  @Parameters(paramLabel = "BATCH_NO", description = "the batch's number")
  private String batchNo;

  @Override
  String act(Ledger ledger, Settings settings, Act act) {
    return acts(ledger, settings).resend(batchNo, act);
  }
}
