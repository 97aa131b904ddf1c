package payout.cli;

import payout.config.Settings;
import payout.ledger.Act;
import payout.ledger.Ledger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code payout release BATCH_NO|FILE}. */
@Command(
    name = "release",
    description = {
      "Lets a held batch go back to where it came from.",
      "Of a file: every batch that a person held; not what an answer of the gateway stopped."
    },
    mixinStandardHelpOptions = true)
final class ReleaseCommand extends ActCommand.Reasoned {

  @Parameters(
      paramLabel = "BATCH_NO|FILE",
      description = "the batch's number; or the file's name or SHA-256, 8 digits or more")
  private String what;

  @Option(
      names = "--ours",
      description =
          "the gateway has this batch from us: wait for its results, send nothing; of one batch")
  private boolean ours;

  @Override
  String act(Ledger ledger, Settings settings, Act act) {
    return ours
        ? acts(ledger, settings).isOurs(what, act)
        : acts(ledger, settings).release(what, act);
  }
}
