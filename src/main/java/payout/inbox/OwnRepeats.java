package payout.inbox;

import java.util.HashMap;
import java.util.Map;
import payout.batch.BatchId;
import payout.batch.PayoutLine;

/**
 * Lines of one file that have the same account and amount, and how many lines repeat any payment.
 *
 * <p>Both of two such lines repeat each other. It holds at most 100 000 of them; what is beyond
 * that is counted and not compared.
 */
final class OwnRepeats {

  private static final int KEYS_MAX = 100_000;

  private final Warnings warnings;
  private final Map<PaymentKey, First> firsts = new HashMap<>();
  private long repeated;
  private long same;
  private long uncompared;

  OwnRepeats(Warnings warnings) {
    this.warnings = warnings;
  }

  /**
   * Compares a line with those before it, in the order of the file.
   *
   * @param mayRepeat whether its hash repeats in the file
   * @param attempt the batch of an earlier, failed attempt; 0 for none
   * @param isRepeated whether it repeats a payment of another file
   * @param isSame whether that one has its name and remark, too
   */
  void add(PayoutLine line, boolean mayRepeat, long attempt, boolean isRepeated, boolean isSame) {
    First first = mayRepeat ? firsts.get(PaymentKey.of(line)) : null;
    boolean pairs = first != null && !first.isOfSameAttempt(attempt);
    boolean pairIsSame = pairs && first.isSameAs(line);
    count(isRepeated || pairs, isSame || pairIsSame);
    if (pairs) {
      warn(line, first.line, pairIsSame || first.line.name().equals(line.name()));
      first.repeats(line, pairIsSame);
    } else if (mayRepeat && first == null) {
      keep(line, new First(line, attempt, isRepeated, isSame));
    }
  }

  private void keep(PayoutLine line, First first) {
    if (firsts.size() < KEYS_MAX) {
      firsts.put(PaymentKey.of(line), first);
    } else {
      uncompared++;
    }
  }

  private void count(boolean isRepeated, boolean isSame) {
    repeated += isRepeated ? 1 : 0;
    same += isSame ? 1 : 0;
  }

  private void warn(PayoutLine line, PayoutLine other, boolean hasSameName) {
    WarningCode code = WarningCode.REPEATS_LINE;
    String sentence =
        warnings.sentence(code.name(), line.serial(), other.row(), other.serial())
            + (hasSameName ? "" : warnings.sentence("repeats.other-name"));
    warnings.addText(line.row(), code, sentence);
  }

  /** How many lines repeat another payment. */
  long repeated() {
    return repeated;
  }

  /** How many of them have its name and remark, too. */
  long same() {
    return same;
  }

  /** How many lines were not compared. */
  long uncompared() {
    return uncompared;
  }

  /** The first line of an account and amount. */
  private final class First {

    private final PayoutLine line;
    private final long attempt;
    private boolean isCounted;
    private boolean isSame;
    private boolean isTold;

    First(PayoutLine line, long attempt, boolean isCounted, boolean isSame) {
      this.line = line;
      this.attempt = attempt;
      this.isCounted = isCounted;
      this.isSame = isSame;
    }

    /** Both came in one file before, and were compared with each other there. */
    boolean isOfSameAttempt(long other) {
      return attempt != 0 && other != 0 && BatchId.fileOf(attempt) == BatchId.fileOf(other);
    }

    boolean isSameAs(PayoutLine other) {
      return line.name().equals(other.name()) && line.remark().equals(other.remark());
    }

    /** It repeats the first one behind it; of several that is told once. */
    void repeats(PayoutLine other, boolean pairIsSame) {
      count(!isCounted, !isSame && pairIsSame);
      isCounted = true;
      isSame |= pairIsSame;
      if (!isTold) {
        warn(line, other, line.name().equals(other.name()));
        isTold = true;
      }
    }
  }
}
