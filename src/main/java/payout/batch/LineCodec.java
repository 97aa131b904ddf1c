package payout.batch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The lines of a batch, their results, rejected lines, and faults, as one compact value each.
 *
 * <p>A value is readable text: a first row with the version of the rows, then a row a line, fields
 * separated by tabs. It needs no escape, because intake refuses a value that holds a control
 * character. A row a line in the ledger would cost three to ten times as much as this.
 *
 * <p>Adding a column makes a new version; older versions stay readable. Values that an early
 * program wrote lack the first row; they have version 1.
 */
public final class LineCodec {

  /** The first row of a value. No other row begins with this character. */
  private static final String VERSION = "v1";

  /** How many bytes the first row has. */
  public static final int VERSION_BYTES = VERSION.length() + 1;

  private static final int BYTES_A_LINE = 72;

  private LineCodec() {}

  /** The lines, in order, as UTF-8. */
  public static byte[] encodeLines(List<PayoutLine> lines) {
    RowText out = rows(lines.size());
    for (PayoutLine line : lines) {
      out.add(Long.toString(line.row()), RowText.FIELD);
      out.add(line.serial(), RowText.FIELD);
      out.add(line.account(), RowText.FIELD);
      out.add(line.name(), RowText.FIELD);
      out.add(line.amount().toString(), RowText.FIELD);
      out.add(line.remark(), RowText.ROW);
    }
    return out.bytes();
  }

  /** The reverse of {@link #encodeLines}. */
  public static List<PayoutLine> decodeLines(byte[] bytes) {
    Rows rows = new Rows(bytes);
    List<PayoutLine> lines = new ArrayList<>();
    while (rows.hasNext()) {
      lines.add(
          new PayoutLine(
              Long.parseLong(rows.field()),
              rows.field(),
              rows.field(),
              rows.field(),
              Money.parse(rows.field()),
              rows.last()));
    }
    return lines;
  }

  /** The results, in the order of the lines, as UTF-8. */
  public static byte[] encodeResults(List<LineResult> results) {
    RowText out = rows(results.size());
    for (LineResult result : results) {
      out.add(result.state().name(), RowText.FIELD);
      out.add(result.code(), RowText.FIELD);
      out.add(result.gatewaySerial(), RowText.FIELD);
      out.add(result.finishedAt(), RowText.ROW);
    }
    return out.bytes();
  }

  /** The reverse of {@link #encodeResults}. */
  public static List<LineResult> decodeResults(byte[] bytes) {
    Rows rows = new Rows(bytes);
    List<LineResult> results = new ArrayList<>();
    while (rows.hasNext()) {
      results.add(
          new LineResult(LineState.valueOf(rows.field()), rows.field(), rows.field(), rows.last()));
    }
    return results;
  }

  /** Lines that were left out, in order, as UTF-8. */
  public static byte[] encodeRejected(List<RejectedLine> lines) {
    RowText out = rows(lines.size());
    for (RejectedLine line : lines) {
      out.add(Long.toString(line.row()), RowText.FIELD);
      out.add(line.serial(), RowText.FIELD);
      out.add(line.account(), RowText.FIELD);
      out.add(line.name(), RowText.FIELD);
      out.add(line.amount(), RowText.FIELD);
      out.add(line.remark(), RowText.FIELD);
      out.add(line.code(), RowText.FIELD);
      out.add(line.reason(), RowText.ROW);
    }
    return out.bytes();
  }

  /** The reverse of {@link #encodeRejected}. */
  public static List<RejectedLine> decodeRejected(byte[] bytes) {
    Rows rows = new Rows(bytes);
    List<RejectedLine> lines = new ArrayList<>();
    while (rows.hasNext()) {
      lines.add(
          new RejectedLine(
              Long.parseLong(rows.field()),
              rows.field(),
              rows.field(),
              rows.field(),
              rows.field(),
              rows.field(),
              rows.field(),
              rows.last()));
    }
    return lines;
  }

  /** Faults, in order, as UTF-8. */
  public static byte[] encodeFaults(List<Fault> faults) {
    RowText out = rows(faults.size());
    for (Fault fault : faults) {
      out.add(Long.toString(fault.row()), RowText.FIELD);
      out.add(fault.column(), RowText.FIELD);
      out.add(fault.code(), RowText.FIELD);
      out.add(fault.reason(), RowText.ROW);
    }
    return out.bytes();
  }

  /** The reverse of {@link #encodeFaults}. */
  public static List<Fault> decodeFaults(byte[] bytes) {
    Rows rows = new Rows(bytes);
    List<Fault> faults = new ArrayList<>();
    while (rows.hasNext()) {
      faults.add(new Fault(Long.parseLong(rows.field()), rows.field(), rows.field(), rows.last()));
    }
    return faults;
  }

  /**
   * The same lines as an early program wrote them, without a version, for comparing bytes.
   *
   * @param encoded what {@link #encodeLines} returned
   */
  public static byte[] withoutVersion(byte[] encoded) {
    return Arrays.copyOfRange(encoded, start(encoded), encoded.length);
  }

  /**
   * Where the rows of a value begin.
   *
   * @throws IllegalStateException when this program does not know their version
   */
  static int start(byte[] value) {
    if (value.length == 0 || value[0] != VERSION.charAt(0)) {
      return 0;
    }
    String version = new Rows(value, 0).last();
    if (!version.equals(VERSION)) {
      throw new IllegalStateException(
          "The ledger holds rows of version " + version + ", which this program does not know.");
    }
    return VERSION_BYTES;
  }

  private static RowText rows(int lines) {
    RowText rows = new RowText(VERSION_BYTES + lines * BYTES_A_LINE);
    rows.add(VERSION, RowText.ROW);
    return rows;
  }

  /** A cursor over rows of fields. In UTF-8 no byte of another character looks like a separator. */
  private static final class Rows {

    private final byte[] bytes;
    private int at;

    Rows(byte[] bytes) {
      this(bytes, start(bytes));
    }

    Rows(byte[] bytes, int at) {
      this.bytes = bytes;
      this.at = at;
    }

    boolean hasNext() {
      return at < bytes.length;
    }

    String field() {
      return upTo(RowText.FIELD);
    }

    String last() {
      return upTo(RowText.ROW);
    }

    private String upTo(char end) {
      int next = at;
      while (next < bytes.length && bytes[next] != end) {
        next++;
      }
      if (next == bytes.length) {
        throw new IllegalStateException("A row of the ledger is cut short.");
      }
      String value = next == at ? "" : new String(bytes, at, next - at, StandardCharsets.UTF_8);
      at = next + 1;
      return value;
    }
  }
}
