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
    Money sum = Money.ZERO;
    int records = 0;
    Record record = new Record(detailData);
    do {
      records++;
      if (records > RECORDS_MAX) {
        long all = 1 + detailData.chars().filter(letter -> letter == '|').count();
        throw new UnsoundRequestException(
            "detail_data holds " + all + " records, more than " + RECORDS_MAX + ".");
      }
      record.read(records);
      sum = sum.plus(record.amount(records));
    } while (record.isFollowed());
    if (!batchNum.equals(Integer.toString(records))) {
      throw new UnsoundRequestException("batch_num is not the number of records.");
    }
    if (!batchFee.equals(sum.toString())) {
      throw new UnsoundRequestException("batch_fee is not the sum of the records.");
    }
  }

  private static UnsoundRequestException unsound(int place, String fault) {
    return new UnsoundRequestException("Record " + place + fault);
  }

  /** The record under the cursor: where its fields end in the text. One pass, nothing copied. */
  private static final class Record {

    private final String text;
    private final int[] ends = new int[FIELDS];
    private int start;
    private int end = -1;

    Record(String text) {
      this.text = text;
    }

    /** Goes to the next record; it must be five fields without a control character. */
    void read(int place) {
      start = end + 1;
      int fields = 0;
      int at = start;
      for (; at < text.length() && text.charAt(at) != '|'; at++) {
        char letter = text.charAt(at);
        if (Character.isISOControl(letter)) {
          throw unsound(place, " holds a control character.");
        }
        if (letter == '^') {
          note(fields++, at);
        }
      }
      note(fields++, at);
      end = at;
      if (fields != FIELDS) {
        throw unsound(place, " has " + fields + " fields, not 5.");
      }
    }

    private void note(int field, int at) {
      if (field < FIELDS) {
        ends[field] = at;
      }
    }

    boolean isFollowed() {
      return end < text.length();
    }

    Money amount(int place) {
      int from = start;
      for (int field = 0; field < AMOUNT; field++) {
        if (ends[field] == from) {
          throw unsound(place, " lacks its field " + (field + 1) + ".");
        }
        from = ends[field] + 1;
      }
      String digits = text.substring(from, ends[AMOUNT]);
      if (!Money.isPlain(digits)) {
        throw unsound(place, " has no amount in its field 4.");
      }
      Money amount = Money.parse(digits);
      // Recorded of the gateway: one amount of zero made it fail the sound records beside it.
      if (amount.isZero()) {
        throw unsound(place, " has an amount of zero.");
      }
      return amount;
    }
  }
}
