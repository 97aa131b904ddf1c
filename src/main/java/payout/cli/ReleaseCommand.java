package payout.cli;

import payout.config.Settings;
import payout.ledger.Act;
import payout.ledger.Ledger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code payout release BATCH_NO}. */
@Command(
    name = "release",
    description = "Lets a held batch go back to where it came from.",
    mixinStandardHelpOptions = true)
final class ReleaseCommand extends ActCommand.Reasoned {

  @Parameters(paramLabel = "BATCH_NO", description = "the batch's number")
  private String batchNo;

  @Option(
      names = "--ours",
      description = "the gateway has this batch from us: wait for its results, send nothing")
  private boolean ours;

  @Override
  String act(Ledger ledger, Settings settings, Act act) {
    return ours ? ledger.acts().isOurs(batchNo, act) : ledger.acts().release(batchNo, act);
  }
}
