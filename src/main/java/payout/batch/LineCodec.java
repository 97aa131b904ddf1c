package payout.batch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a batch, their results, and what was left out, as one compact value each.
 *
 * <p>A text a person can read: a row a line, fields parted by tabs. It needs no escape, because a
 * value that holds a control character is refused at intake. A row a line in the ledger would cost
 * three to ten times as much as this.
 */
public final class LineCodec {

  static final char FIELD = '\t';
  static final char ROW = '\n';
  private static final int BYTES_A_LINE = 72;

  private LineCodec() {}

  /** The lines, in order, as UTF-8. */
  public static byte[] encodeLines(List<PayoutLine> lines) {
    RowText out = new RowText(lines.size() * BYTES_A_LINE);
    for (PayoutLine line : lines) {
      out.add(Long.toString(line.row()), FIELD);
      out.add(line.serial(), FIELD);
      out.add(line.account(), FIELD);
      out.add(line.name(), FIELD);
      out.add(line.amount().toString(), FIELD);
      out.add(line.remark(), ROW);
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
    RowText out = new RowText(results.size() * BYTES_A_LINE);
    for (LineResult result : results) {
      out.add(result.state().name(), FIELD);
      out.add(result.code(), FIELD);
      out.add(result.gatewaySerial(), FIELD);
      out.add(result.finishedAt(), ROW);
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
    RowText out = new RowText(lines.size() * BYTES_A_LINE);
    for (RejectedLine line : lines) {
      out.add(Long.toString(line.row()), FIELD);
      out.add(line.serial(), FIELD);
      out.add(line.account(), FIELD);
      out.add(line.name(), FIELD);
      out.add(line.amount(), FIELD);
      out.add(line.remark(), FIELD);
      out.add(line.code(), FIELD);
      out.add(line.reason(), ROW);
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
    RowText out = new RowText(faults.size() * BYTES_A_LINE);
    for (Fault fault : faults) {
      out.add(Long.toString(fault.row()), FIELD);
      out.add(fault.column(), FIELD);
      out.add(fault.code(), FIELD);
      out.add(fault.reason(), ROW);
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

  /** A cursor over rows of fields. In UTF-8 no byte of another letter looks like a border. */
  private static final class Rows {

    private final byte[] bytes;
    private int at;

    Rows(byte[] bytes) {
      this.bytes = bytes;
    }

    boolean hasNext() {
      return at < bytes.length;
    }

    String field() {
      return upTo(FIELD);
    }

    String last() {
      return upTo(ROW);
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
