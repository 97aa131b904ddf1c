package payout.gateway;

import payout.batch.Money;

/**
 * Checks once more, from the very text that is about to be signed, what was checked when the batch
 * was cut: that {@code detail_data} has as many records as {@code batch_num} says and that they add
 * up to {@code batch_fee} (document section 4.2). Money leaves on the strength of this text and
 * nothing else, so it is read here as the gateway will read it, not as we meant it.
 */
final class RequestTotals {

  /** The most records in a batch. */
  static final int RECORDS_MAX = 1000;

  private static final int FIELDS = 5;
  private static final int AMOUNT = 3;

  private RequestTotals() {}

  /**
   * Passes when the three agree.
   *
   * @throws UnsoundRequestException when they do not, with the first record at fault
   */
  static void check(String detailData, String batchNum, String batchFee) {
    int records = 1 + count(detailData, '|');
    if (records > RECORDS_MAX) {
      throw new UnsoundRequestException(
          "detail_data holds " + records + " records, more than " + RECORDS_MAX + ".");
    }
    Money sum = Money.ZERO;
    int start = 0;
    for (int place = 1; place <= records; place++) {
      int border = detailData.indexOf('|', start);
      int end = border < 0 ? detailData.length() : border;
      sum = sum.plus(amountOf(detailData.substring(start, end), place));
      start = end + 1;
    }
    if (!batchNum.equals(Integer.toString(records))) {
      throw new UnsoundRequestException("batch_num is not the number of records.");
    }
    if (!batchFee.equals(sum.toString())) {
      throw new UnsoundRequestException("batch_fee is not the sum of the records.");
    }
  }

  private static Money amountOf(String record, int place) {
    requireNoControls(record, place);
    int fields = 1 + count(record, '^');
    if (fields != FIELDS) {
      throw unsound(place, " has " + fields + " fields, not 5.");
    }
    int from = 0;
    for (int field = 1; field <= AMOUNT; field++) {
      int border = record.indexOf('^', from);
      if (border == from) {
        throw unsound(place, " lacks its field " + field + ".");
      }
      from = border + 1;
    }
    String text = record.substring(from, record.indexOf('^', from));
    if (!Money.isPlain(text)) {
      throw unsound(place, " has no amount in its field 4.");
    }
    Money amount = Money.parse(text);
    // Recorded of the gateway: one amount of zero made it fail the sound records beside it.
    if (amount.isZero()) {
      throw unsound(place, " has an amount of zero.");
    }
    return amount;
  }

  private static void requireNoControls(String record, int place) {
    for (int i = 0; i < record.length(); i++) {
      if (Character.isISOControl(record.charAt(i))) {
        throw unsound(place, " holds a control character.");
      }
    }
  }

  private static int count(String text, char wanted) {
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == wanted) {
        count++;
      }
    }
    return count;
  }

  private static UnsoundRequestException unsound(int place, String fault) {
    return new UnsoundRequestException("Record " + place + fault);
  }
}
