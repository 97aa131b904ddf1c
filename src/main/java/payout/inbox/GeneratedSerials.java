package payout.inbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import payout.batch.Money;

/**
 * Serial numbers for a layout that has none: 16 hexadecimal digits of the SHA-256 of all its rows
 * as they were parsed, and the number of the row in 7 digits.
 *
 * <p>They are made from the content of the rows and not from the file's bytes. So the same
 * spreadsheet saved in another charset, with other quotes or with {@code 1.5} for {@code 1.50} has
 * the same serials, and is not paid twice. An operator's permission to pay the same bytes again
 * leads to new ones.
 *
 * <p>The serials are known only after the last row, and a file is never held in memory as a whole.
 * So it is read once for its serials and then for its lines. Both times the bytes must be those
 * that arrived.
 */
final class GeneratedSerials {

  /** The length of each, in bytes. */
  static final int BYTES = 23;

  private static final int HASH_DIGITS = 16;
  private static final int ROW_DIGITS = 7;
  private static final int ROWS_A_CHUNK = 1000;

  private final String hash;

  private GeneratedSerials(String hash) {
    this.hash = hash;
  }

  /**
   * Reads a file for its serials.
   *
   * @param timesAgain how often an operator permitted these bytes to be paid again
   * @throws FileChangedException when the bytes are not those that arrived
   */
  static GeneratedSerials of(
      RowSource source, InboxFile file, IntakeRules rules, FaultMessages words, int timesAgain)
      throws IOException {
    MessageDigest rows = Fingerprint.newDigest();
    add(rows, Integer.toString(timesAgain));
    try (RowReader reader = source.read()) {
      addRows(reader, rules, words, rows);
      if (!reader.sha256().equals(file.fingerprint().sha256())) {
        throw new FileChangedException(file.name());
      }
    }
    return new GeneratedSerials(hex(rows).substring(0, HASH_DIGITS));
  }

  /** The serial number of a row. */
  String of(long row) {
    String number = Long.toString(row);
    return hash + "0".repeat(Math.max(0, ROW_DIGITS - number.length())) + number;
  }

  /** The faults of the rows are reported when the lines are read. */
  private static void addRows(
      RowReader reader, IntakeRules rules, FaultMessages words, MessageDigest rows) {
    Faults ignored = new Faults();
    Heading heading = Heading.read(reader, rules, words, ignored::add);
    RowFilter filter = new RowFilter(heading, ignored, words, LeftOut.none(), new Totals());
    RecordBinder binder = new RecordBinder();
    List<Row> chunk = reader.next(ROWS_A_CHUNK, end -> {});
    while (!chunk.isEmpty()) {
      for (RawLine line : binder.bind(filter.lines(chunk))) {
        add(rows, line.account());
        add(rows, line.name());
        add(rows, amount(line.amount()));
        add(rows, line.remark());
      }
      chunk = reader.next(ROWS_A_CHUNK, end -> {});
    }
  }

  private static String amount(String text) {
    return Money.isPlain(text) ? Money.parse(text).toString() : text;
  }

  /** With its length, so that two different lists of values never make the same text. */
  private static void add(MessageDigest digest, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
