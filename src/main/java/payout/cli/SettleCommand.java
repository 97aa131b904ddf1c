package payout.cli;

import payout.batch.LineState;
import payout.batch.Money;
import payout.config.Settings;
import payout.ledger.Act;
import payout.ledger.Ledger;
import payout.ledger.Settlement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code payout settle BATCH_NO --line SERIAL --as paid|failed --reason WHY}, or {@code --all
 * --lines N --amount S} in place of {@code --line}.
 */
@Command(
    name = "settle",
    description = {
      "Gives a line, or all open lines, a result by hand, on the gateway's word.",
      "What may have been sent is called failed 26 hours after its last post (--early: at once),",
      "and where files need approval only when an approver gives the same command as well."
    },
    mixinStandardHelpOptions = true)
final class SettleCommand extends ActCommand.WithReason {

  /** A script must not take a result that another person has to confirm for one that counts. */
  private static final int ONLY_PROPOSED = 3;

  /** What a person may say of a line. */
  enum As {
    PAID,
    FAILED
  }

  @Parameters(paramLabel = "BATCH_NO", description = "the batch's number")
  private String batchNo;

  @Option(names = "--line", paramLabel = "SERIAL", description = "the line's serial number")
  private String serial;

  @Option(names = "--all", description = "every open line; with --lines and --amount")
  private boolean all;

  @Option(
      names = "--lines",
      paramLabel = "N",
      description = "how many lines are open; refused when that changed")
  private Long lines;

  @Option(
      names = "--amount",
      paramLabel = "S",
      converter = AmountConverter.class,
      description = "their sum in yuan; refused when that changed")
  private Money amount;

  @Option(names = "--as", required = true, description = "${COMPLETION-CANDIDATES}")
  private As as;

  @Option(
      names = "--correct",
      description = "change a result that is final already; goes out as a correction file")
  private boolean correct;

  @Option(
      names = "--early",
      description = "call failed at once what the gateway may still pay; recorded")
  private boolean early;

  private int exitCode;

  @Override
  void checkOptions() {
    if (all == (serial != null)) {
      throw misused("Name one line with --line, or say --all.");
    }
    if (serial != null && serial.isEmpty()) {
      throw misused("--line is empty: it needs a serial number.");
    }
    if (all && (lines == null || amount == null)) {
      throw misused("--all needs --lines and --amount: what is open, as status BATCH_NO shows it.");
    }
    if (!all && (lines != null || amount != null)) {
      throw misused("--lines and --amount go with --all.");
    }
    if (all && correct) {
      throw misused("--correct changes the one line that --line names.");
    }
    if (early && as != As.FAILED) {
      throw misused("--early goes with --as failed.");
    }
  }

  @Override
  String act(Ledger ledger, Settings settings, Act act) {
    Settlement.Result settled = acts(ledger, settings).settle(settlement(), withUser(act));
    exitCode = settled.isDone() ? 0 : ONLY_PROPOSED;
    return settled.sentence();
  }

  @Override
  int exitCode() {
    return exitCode;
  }

  private Settlement settlement() {
    LineState state = LineState.valueOf(as.name());
    Settlement settlement =
        all
            ? Settlement.all(batchNo, state, lines, amount)
            : Settlement.line(batchNo, serial, state);
    settlement = correct ? settlement.correcting() : settlement;
    return early ? settlement.evenEarly() : settlement;
  }
}
