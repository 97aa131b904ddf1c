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

  private static final char FIELD = '\t';
  private static final char ROW = '\n';
  private static final int BYTES_A_LINE = 72;

  private LineCodec() {}

  /** The lines, in order, as UTF-8. */
  public static byte[] encodeLines(List<PayoutLine> lines) {
    StringBuilder out = new StringBuilder(lines.size() * BYTES_A_LINE);
    for (PayoutLine line : lines) {
      out.append(line.row()).append(FIELD);
      append(out, line.serial()).append(FIELD);
      append(out, line.account()).append(FIELD);
      append(out, line.name()).append(FIELD);
      out.append(line.amount()).append(FIELD);
      append(out, line.remark()).append(ROW);
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
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
    StringBuilder out = new StringBuilder(results.size() * BYTES_A_LINE);
    for (LineResult result : results) {
      out.append(result.state()).append(FIELD);
      append(out, result.code()).append(FIELD);
      append(out, result.gatewaySerial()).append(FIELD);
      append(out, result.finishedAt()).append(ROW);
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
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
    StringBuilder out = new StringBuilder(lines.size() * BYTES_A_LINE);
    for (RejectedLine line : lines) {
      out.append(line.row()).append(FIELD);
      append(out, line.serial()).append(FIELD);
      append(out, line.account()).append(FIELD);
      append(out, line.name()).append(FIELD);
      append(out, line.amount()).append(FIELD);
      append(out, line.remark()).append(FIELD);
      append(out, line.code()).append(FIELD);
      append(out, line.reason()).append(ROW);
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
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
    StringBuilder out = new StringBuilder(faults.size() * BYTES_A_LINE);
    for (Fault fault : faults) {
      out.append(fault.row()).append(FIELD);
      append(out, fault.column()).append(FIELD);
      append(out, fault.code()).append(FIELD);
      append(out, fault.reason()).append(ROW);
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
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

  private static StringBuilder append(StringBuilder out, String value) {
    if (value.indexOf(FIELD) >= 0 || value.indexOf(ROW) >= 0) {
      throw new IllegalArgumentException(
          "A value with a tab or a line end cannot be kept in the ledger.");
    }
    return out.append(value);
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
