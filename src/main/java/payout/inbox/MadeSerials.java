package payout.inbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import payout.batch.Money;

/**
 * Serial numbers for a layout that has none: 16 hexadecimal digits of the SHA-256 of all its rows
 * as they were parsed, and the number of the row in 7 digits.
 *
 * <p>They are made of what the rows say and not of the file's bytes. So the same spreadsheet saved
 * in another charset, with other quotes or with {@code 1.5} for {@code 1.50} is known again by its
 * serials, and is not paid twice. A person's word that the same bytes are to be paid once more
 * makes new ones.
 *
 * <p>A file has its serials only after its last row, and must be held in no memory: it is read once
 * for them before it is read for its lines. Both readings must meet the bytes that arrived.
 */
final class MadeSerials {

  /** How long each of them is. */
  static final int BYTES = 23;

  private static final int HASH_DIGITS = 16;
  private static final int ROW_DIGITS = 7;
  private static final int ROWS_A_CHUNK = 1000;

  private final String hash;

  private MadeSerials(String hash) {
    this.hash = hash;
  }

  /**
   * Reads a file for its serials.
   *
   * @param timesAgain how often a person let these bytes in once more
   * @throws FileChangedException when the bytes are not those that arrived
   */
  static MadeSerials of(InboxFile file, IntakeRules rules, FaultWords words, int timesAgain)
      throws IOException {
    MessageDigest bytes = Fingerprint.newDigest();
    MessageDigest rows = Fingerprint.newDigest();
    add(rows, Integer.toString(timesAgain));
    try (RowReader reader =
        new RowReader(
            new DigestInputStream(file.open().stream(), bytes), file.fingerprint().charset())) {
      addRows(reader, rules, words, rows);
      reader.drain();
    }
    if (!hex(bytes).equals(file.fingerprint().sha256())) {
      throw new FileChangedException(file.name());
    }
    return new MadeSerials(hex(rows).substring(0, HASH_DIGITS));
  }

  /** The serial number of a row. */
  String of(long row) {
    String number = Long.toString(row);
    return hash + "0".repeat(Math.max(0, ROW_DIGITS - number.length())) + number;
  }

  /** What is wrong with the rows is told by the other reading. */
  private static void addRows(
      RowReader reader, IntakeRules rules, FaultWords words, MessageDigest rows) {
    Faults unheard = new Faults();
    Heading heading = Heading.read(reader, rules, words, unheard::add);
    RowFilter filter = new RowFilter(heading, unheard, words, LeftOut.none(), new Totals());
    RecordBinder binder = new RecordBinder(heading.layout());
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

  /** With its length, so that no two lists of values are one text. */
  private static void add(MessageDigest digest, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
