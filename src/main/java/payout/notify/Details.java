package payout.notify;

import java.util.ArrayList;
import java.util.List;
import payout.batch.Money;

/**
 * Reads the value of success_details or fail_details (document section 6.2): records separated by
 * {@code |}, each of eight fields separated by {@code ^}.
 *
 * <p>This form has no escapes, so it is split literally. A malformed value is refused completely,
 * and nothing in it is repaired.
 */
public final class Details {

  private static final char RECORD = '|';
  private static final char FIELD = '^';
  private static final int FIELDS = 8;
  private static final int DECIMALS = 2;

  private Details() {}

  /**
   * The records, in order. A {@code |} after the last one is optional; an empty value has no
   * records.
   *
   * @throws MalformedDetailsException for a record that does not have exactly eight fields, an
   *     unreadable amount, or a flag that is neither S nor F
   */
  public static List<DetailRecord> parse(String value) {
    int end = value.endsWith("|") ? value.length() - 1 : value.length();
    if (end == 0) {
      return List.of();
    }
    List<DetailRecord> records = new ArrayList<>();
    int start = 0;
    while (start <= end) {
      int next = value.indexOf(RECORD, start);
      int stop = next < 0 ? end : next;
      records.add(record(value, start, stop, records.size() + 1));
      start = stop + 1;
    }
    return records;
  }

  private static DetailRecord record(String value, int start, int end, int place) {
    String[] fields = fields(value, start, end, place);
    return new DetailRecord(
        fields[0],
        fields[1],
        fields[2],
        amount(fields[3], place),
        flag(fields[4], place),
        fields[5],
        fields[6],
        fields[7]);
  }

  private static String[] fields(String value, int start, int end, int place) {
    String[] fields = new String[FIELDS];
    int from = start;
    for (int i = 0; i < FIELDS - 1; i++) {
      int separator = value.indexOf(FIELD, from);
      if (separator < 0 || separator >= end) {
        throw notEight(place);
      }
      fields[i] = value.substring(from, separator);
      from = separator + 1;
    }
    fields[FIELDS - 1] = value.substring(from, end);
    if (fields[FIELDS - 1].indexOf(FIELD) >= 0) {
      throw notEight(place);
    }
    return fields;
  }

  private static MalformedDetailsException notEight(int place) {
    return new MalformedDetailsException(
        "Record " + place + " of the notify does not have exactly " + FIELDS + " fields.");
  }

  private static Money amount(String text, int place) {
    String plain = withTwoDecimals(text);
    if (!Money.isPlain(plain)) {
      throw new MalformedDetailsException(
          "Record " + place + " of the notify has an amount that cannot be read.");
    }
    return Money.parse(plain);
  }

  /** Without zeros after the second decimal: {@code 178.0000} is the same number as {@code 178}. */
  private static String withTwoDecimals(String text) {
    int point = text.indexOf('.');
    int end = text.length();
    while (point >= 0 && end > point + 1 + DECIMALS && text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, end);
  }

  private static DetailRecord.Flag flag(String text, int place) {
    return switch (text) {
      case "S" -> DetailRecord.Flag.S;
      case "F" -> DetailRecord.Flag.F;
      default ->
          throw new MalformedDetailsException(
              "Record " + place + " of the notify is flagged neither S nor F.");
    };
  }
}
