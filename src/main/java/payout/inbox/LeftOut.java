package payout.inbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import payout.batch.Fault;
import payout.batch.LineCodec;
import payout.batch.PayoutLine;
import payout.batch.RejectedLine;
import payout.ledger.FileRecord;
import payout.ledger.IntakeStore;

/**
 * Keeps the lines that are left out of a file whose valid lines are paid, so that the result file
 * can list them. Where an invalid line refuses the whole file it keeps nothing.
 *
 * <p>Two streams, each in the order of the file: the lines found while reading, and from chunk
 * {@link #SECOND_STREAM} on the lines found by the comparison of serials afterwards.
 */
final class LeftOut {

  /** The first chunk number of the second stream. */
  static final int SECOND_STREAM = 1_000_000;

  private static final int LINES_A_CHUNK = 1000;

  private final FileRecord file;
  private final IntakeStore store;
  private final boolean keeps;
  private final List<RejectedLine> waiting = new ArrayList<>();
  private int chunk;
  private long count;

  LeftOut(FileRecord file, IntakeStore store, boolean keeps) {
    this.file = file;
    this.store = store;
    this.keeps = keeps;
  }

  /** Keeps nothing. */
  static LeftOut none() {
    return new LeftOut(null, null, false);
  }

  /** Leaves out a line with faults; its faulty values are not kept. */
  void add(RawLine line, List<Fault> faults, Layout layout) {
    if (!keeps) {
      return;
    }
    String serial = layout.has(Layout.Trait.GENERATED_SERIALS) ? "" : line.serial();
    String[] values = {serial, line.account(), line.name(), line.amount(), line.remark()};
    for (Fault fault : faults) {
      int column = layout.columns().indexOf(fault.column());
      if (column >= 0) {
        values[column] = "";
      }
    }
    Fault first = faults.get(0);
    add(
        new RejectedLine(
            line.row(),
            values[0],
            values[1],
            values[2],
            values[3],
            values[4],
            first.code(),
            first.reason()));
  }

  /** Leaves out a row that could not be split into values. */
  void add(Fault fault) {
    add(new RejectedLine(fault.row(), "", "", "", "", "", fault.code(), fault.reason()));
  }

  /** Leaves out a line that is valid except for its serial. */
  void add(PayoutLine line, Fault fault) {
    add(
        new RejectedLine(
            line.row(),
            line.serial(),
            line.account(),
            line.name(),
            line.amount().toString(),
            line.remark(),
            fault.code(),
            fault.reason()));
  }

  /**
   * Reports that all rows up to here were seen, so that the pending lines can be sorted and kept.
   */
  void endOfChunk() {
    if (waiting.size() >= LINES_A_CHUNK) {
      flush();
    }
  }

  /** Keeps the pending lines and starts the second stream. */
  void startSecondStream() {
    flush();
    chunk = SECOND_STREAM;
  }

  void flush() {
    if (!waiting.isEmpty()) {
      waiting.sort(Comparator.comparingLong(RejectedLine::row));
      store.stageRejected(file, chunk++, LineCodec.encodeRejected(waiting));
      waiting.clear();
    }
  }

  long count() {
    return count;
  }

  private void add(RejectedLine line) {
    if (keeps) {
      waiting.add(line);
      count++;
    }
  }
}
