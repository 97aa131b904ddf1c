package payout.inbox;

import java.math.BigDecimal;
import java.math.BigInteger;
import payout.batch.Money;

/** Adds up every line of a file, refused ones too, to compare the sum with the file's own total. */
final class Totals {

  private BigInteger fen = BigInteger.ZERO;
  private long pending;
  private long unreadableRow;

  void add(RawLine line) {
    if (!Money.isPlain(line.amount())) {
      addUnreadable(line.row());
      return;
    }
    long next = Money.parse(line.amount()).fen();
    if (pending > Long.MAX_VALUE - next) {
      fen = fen.add(BigInteger.valueOf(pending));
      pending = 0;
    }
    pending += next;
  }

  /** A row whose amount is not known. */
  void addUnreadable(long row) {
    unreadableRow = unreadableRow == 0 ? row : unreadableRow;
  }

  /** The first row whose amount could not be read, so that the sum is unknown; 0 for none. */
  long unreadableRow() {
    return unreadableRow;
  }

  boolean is(Money amount) {
    return sum().equals(BigInteger.valueOf(amount.fen()));
  }

  /** The sum in yuan, with two decimals, however large. */
  @Override
  public String toString() {
    return new BigDecimal(sum(), 2).toPlainString();
  }

  private BigInteger sum() {
    return fen.add(BigInteger.valueOf(pending));
  }
}
