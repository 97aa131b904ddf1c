package payout.gateway;

import java.nio.charset.StandardCharsets;
import payout.batch.Money;
import payout.batch.RequestCharset;

/**
 * Checks again, in the very bytes that are about to be signed, what was checked when the batch was
 * cut: that {@code detail_data} is text in the request's charset, that it has {@code batch_num}
 * records, and that they add up to {@code batch_fee} (document section 4.2). Only these bytes move
 * money, so they are read here as the gateway will read them.
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
   * @param detailData in the charset
   * @throws InvalidRequestException when they do not, with the first record at fault
   */
  static void check(byte[] detailData, RequestCharset charset, String batchNum, String batchFee) {
    Money sum = Money.ZERO;
    int records = 0;
    Record record = new Record(detailData, new CharacterWidth(detailData, charset));
    do {
      records++;
      if (records > RECORDS_MAX) {
        throw new InvalidRequestException(
            "detail_data holds more than " + RECORDS_MAX + " records.");
      }
      record.read(records);
      sum = sum.plus(record.amount(records));
    } while (record.isFollowed());
    if (!batchNum.equals(Integer.toString(records))) {
      throw new InvalidRequestException("batch_num is not the number of records.");
    }
    if (!batchFee.equals(sum.toString())) {
      throw new InvalidRequestException("batch_fee is not the sum of the records.");
    }
  }

  private static InvalidRequestException invalid(int place, String fault) {
    return new InvalidRequestException("Record " + place + fault);
  }

  /** The record under the cursor: where its fields end in the text. One pass, nothing copied. */
  private static final class Record {

    private final byte[] text;
    private final CharacterWidth widths;
    private final int[] ends = new int[FIELDS];
    private int start;
    private int end = -1;

    Record(byte[] text, CharacterWidth widths) {
      this.text = text;
      this.widths = widths;
    }

    /** Reads the next record, which must be five fields without a control character. */
    void read(int place) {
      start = end + 1;
      int fields = 0;
      int at = start;
      while (at < text.length && text[at] != '|') {
        if (CharacterWidth.isPlain(text[at])) {
          at++;
          continue;
        }
        if (text[at] == '^') {
          end(fields++, at);
        }
        int width = widths.width(at);
        if (width <= 0) {
          throw invalid(
              place,
              width == CharacterWidth.CONTROL
                  ? " holds a control character."
                  : " holds bytes that are not text in " + widths.charset() + ".");
        }
        at += width;
      }
      end(fields++, at);
      end = at;
      if (fields != FIELDS) {
        throw invalid(place, " has " + fields + " fields, not 5.");
      }
    }

    private void end(int field, int at) {
      if (field < FIELDS) {
        ends[field] = at;
      }
    }

    boolean isFollowed() {
      return end < text.length;
    }

    Money amount(int place) {
      int from = start;
      for (int field = 0; field < AMOUNT; field++) {
        if (ends[field] == from) {
          throw invalid(place, " lacks its field " + (field + 1) + ".");
        }
        from = ends[field] + 1;
      }
      // One character for each byte: a byte that is no ASCII digit is no digit here either.
      String digits = new String(text, from, ends[AMOUNT] - from, StandardCharsets.ISO_8859_1);
      if (!Money.isPlain(digits)) {
        throw invalid(place, " has no amount in its field 4.");
      }
      Money amount = Money.parse(digits);
      // Observed: one amount of zero made the gateway fail the valid records of the batch.
      if (amount.isZero()) {
        throw invalid(place, " has an amount of zero.");
      }
      return amount;
    }
  }
}
