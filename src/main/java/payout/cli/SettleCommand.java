package payout.cli;

import java.math.BigDecimal;
import payout.batch.LineState;
import payout.batch.Money;
import payout.config.Settings;
import payout.ledger.Act;
import payout.ledger.Ledger;
import payout.ledger.Settlement;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code payout settle BATCH_NO --line SERIAL --as paid|failed --reason WHY}, or {@code --all
 * --lines N --amount S} in place of {@code --line}.
 */
@Command(
    name = "settle",
    description = {
      "Records the result of a line, or of all open lines, as the gateway reported it.",
      "A batch that may have been sent can be marked as failed 26 hours after its last post"
          + " (--early: now),",
      "and, where files need approval, only when an approver gives the same command as well."
    },
    mixinStandardHelpOptions = true)
final class SettleCommand extends ActCommand.WithReason {

  /** A script must not mistake a proposal, which a second person has to confirm, for a result. */
  private static final int ONLY_PROPOSED = 3;

  /** What an operator may record for a line. */
  enum As {
    PAID,
    FAILED
  }

  @Parameters(paramLabel = "BATCH_NO", description = "the batch number")
  private String batchNo;

  @Option(names = "--line", paramLabel = "SERIAL", description = "the line's serial number")
  private String serial;

  @Option(names = "--all", description = "every open line; with --lines and --amount")
  private boolean all;

  @Option(
      names = "--lines",
      paramLabel = "N",
      description = "the number of open lines; refused when it changed")
  private Long lines;

  @Option(
      names = "--amount",
      paramLabel = "S",
      converter = AmountConverter.class,
      description = "their sum in yuan; refused when it changed")
  private Money amount;

  @Option(names = "--as", required = true, description = "${COMPLETION-CANDIDATES}")
  private As as;

  @Option(
      names = "--correct",
      description = "change a result that is already final; a correction file is written")
  private boolean correct;

  @Option(
      names = "--early",
      description = "mark as failed now what the gateway may still pay; this is recorded")
  private boolean early;

  private int exitCode;

  @Override
  void checkOptions() {
    if (all == (serial != null)) {
      throw misused("Name one line with --line, or use --all.");
    }
    if (serial != null && serial.isEmpty()) {
      throw misused("--line is empty: it needs a serial number.");
    }
    if (all && (lines == null || amount == null)) {
      throw misused(
          "--all needs --lines and --amount: the open lines and their sum, as status"
              + " BATCH_NO shows them.");
    }
    if (!all && (lines != null || amount != null)) {
      throw misused("--lines and --amount can only be used with --all.");
    }
    if (all && correct) {
      throw misused("--correct can only be used with --line.");
    }
    if (early && as != As.FAILED) {
      throw misused("--early can only be used with --as failed.");
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

  /** Reads an amount as a number: {@code 178}, {@code 178.5} and {@code 178.500} are amounts. */
  static final class AmountConverter implements ITypeConverter<Money> {

    @Override
    public Money convert(String text) {
      if (!text.matches("[0-9]{1,15}(\\.[0-9]{1,15})?")) {
        throw new TypeConversionException(
            "'" + text + "' is not an amount: write digits and a point, such as 1234.50");
      }
      BigDecimal fen = new BigDecimal(text).movePointRight(2).stripTrailingZeros();
      if (fen.scale() > 0) {
        throw new TypeConversionException("'" + text + "' has more than two decimals");
      }
      return new Money(fen.longValueExact());
    }
  }
}
