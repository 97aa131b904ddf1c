package payout.cli;

import payout.config.Settings;
import payout.ledger.Act;
import payout.ledger.Ledger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code payout again SHA256 --reason WHY}. */
@Command(
    name = "again",
    description = "Lets the bytes of a settled file in once more, under new numbers.",
    mixinStandardHelpOptions = true)
final class AgainCommand extends ActCommand.WithReason {

  @Parameters(paramLabel = "SHA256", description = "the SHA-256 of the file, all 64 digits")
  private String sha256;

  @Override
  String act(Ledger ledger, Settings settings, Act act) {
    return ledger.acts().again(sha256, act);
  }
}
