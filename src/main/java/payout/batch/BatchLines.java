package payout.batch;

import java.util.Arrays;
import java.util.List;

/**
 * The lines of a batch as the ledger keeps them, with the recorded count and sum.
 *
 * <p>The sender needs them as one text, so they are not made into objects: that took a third of the
 * time of a batch, not counting its signature.
 */
public final class BatchLines {

  private final byte[] stored;
  private final int count;
  private final Money total;

  /**
   * Lines as {@link LineCodec} wrote them.
   *
   * @param stored the value of the ledger; not copied
   * @param count the recorded number of lines; not counted here
   * @param total the recorded sum; not computed here
   */
  public BatchLines(byte[] stored, int count, Money total) {
    this.stored = stored;
    this.count = count;
    this.total = total;
  }

  /** The recorded number of lines. */
  public int count() {
    return count;
  }

  /** The recorded sum. */
  public Money total() {
    return total;
  }

  /** The lines one by one. */
  public List<PayoutLine> toList() {
    return LineCodec.decodeLines(stored);
  }

  /**
   * The five fields of each line as the gateway's document orders them, without the row, in UTF-8.
   * Nothing is checked here: the sender checks the whole text.
   *
   * @param field what separates two fields
   * @param record what separates two lines
   * @throws IllegalStateException when the last line is cut short
   */
  public byte[] records(char field, char record) {
    byte[] records = new byte[stored.length];
    int length = 0;
    for (int at = behindRow(LineCodec.start(stored)); at < stored.length; at++) {
      byte each = stored[at];
      if (each == RowText.FIELD) {
        records[length++] = (byte) field;
      } else if (each == RowText.ROW) {
        records[length++] = (byte) record;
        at = behindRow(at + 1) - 1;
      } else {
        records[length++] = each;
      }
    }
    if (length > 0 && stored[stored.length - 1] != RowText.ROW) {
      throw new IllegalStateException("A row of the ledger is cut short.");
    }
    return Arrays.copyOf(records, Math.max(length - 1, 0));
  }

  /** The position after the row number that begins here and its tab. */
  private int behindRow(int at) {
    int end = at;
    while (end < stored.length && stored[end] != RowText.FIELD) {
      end++;
    }
    return end + 1;
  }

  /** Without the lines, whose accounts and names must not be logged. */
  @Override
  public String toString() {
    return count + " lines, " + total;
  }
}
