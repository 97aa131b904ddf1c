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
    // The limit keeps empty records and fields at the end, where split would drop them.
    String[] records = detailData.split("\\|", -1);
    if (records.length > RECORDS_MAX) {
      throw new UnsoundRequestException(
          "detail_data holds " + records.length + " records, more than " + RECORDS_MAX + ".");
    }
    Money sum = Money.ZERO;
    for (int i = 0; i < records.length; i++) {
      sum = sum.plus(amountOf(records[i], i + 1));
    }
    require(
        batchNum.equals(Integer.toString(records.length)),
        "batch_num is not the number of records.");
    require(batchFee.equals(sum.toString()), "batch_fee is not the sum of the records.");
  }

  private static Money amountOf(String record, int place) {
    require(
        record.chars().noneMatch(Character::isISOControl),
        "Record " + place + " holds a control character.");
    String[] fields = record.split("\\^", -1);
    require(
        fields.length == FIELDS, "Record " + place + " has " + fields.length + " fields, not 5.");
    for (int i = 0; i < AMOUNT; i++) {
      require(!fields[i].isEmpty(), "Record " + place + " lacks its field " + (i + 1) + ".");
    }
    require(Money.isPlain(fields[AMOUNT]), "Record " + place + " has no amount in its field 4.");
    Money amount = Money.parse(fields[AMOUNT]);
    // Recorded of the gateway: one amount of zero made it fail the sound records beside it.
    require(!amount.isZero(), "Record " + place + " has an amount of zero.");
    return amount;
  }

  private static void require(boolean sound, String fault) {
    if (!sound) {
      throw new UnsoundRequestException(fault);
    }
  }
}
