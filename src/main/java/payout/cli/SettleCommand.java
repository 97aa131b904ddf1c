package payout.cli;

import payout.batch.LineState;
import payout.config.Settings;
import payout.ledger.Act;
import payout.ledger.Ledger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code payout settle BATCH_NO --line SERIAL --as paid|failed --reason WHY}. */
@Command(
    name = "settle",
    description = "Gives a line its result by hand, on the gateway's word.",
    mixinStandardHelpOptions = true)
final class SettleCommand extends ActCommand.WithReason {

  /** What a person may say of a line. */
  enum As {
    PAID,
    FAILED
  }

  @Parameters(paramLabel = "BATCH_NO", description = "the batch's number")
  private String batchNo;

  @Option(
      names = "--line",
      required = true,
      paramLabel = "SERIAL",
      description = "the line's serial number")
  private String serial;

  @Option(names = "--as", required = true, description = "${COMPLETION-CANDIDATES}")
  private As as;

  @Option(
      names = "--correct",
      description = "change a result that is final already; goes out as a correction file")
  private boolean correct;

  @Override
  String act(Ledger ledger, Settings settings, Act act) {
    return ledger.acts().settle(batchNo, serial, LineState.valueOf(as.name()), correct, act);
  }
}
