package payout.cli;

import payout.config.Settings;
import payout.ledger.Act;
import payout.ledger.Ledger;
import picocli.CommandLine.Command;

/** {@code payout resume}. */
@Command(
    name = "resume",
    description = "Goes on sending for this payer after the gateway refused the whole account.",
    mixinStandardHelpOptions = true)
final class ResumeCommand extends ActCommand.Reasoned {

  @Override
  String act(Ledger ledger, Settings settings, Act act) {
    return acts(ledger, settings).resume(settings.payer().partner(), act);
  }
}
