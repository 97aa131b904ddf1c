package payout.outbox;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import payout.batch.RejectedLine;
import payout.ledger.FileRecord;
import payout.ledger.PublicationLedger;
import payout.ledger.PublicationLedger.RejectedChunk;

/**
 * The lines that were left out of a file, in the order of the file, one chunk at a time.
 *
 * <p>The ledger has them as two streams: what reading found, and what the comparison of serials
 * found after it.
 */
final class RejectedLines {

  /** The first chunk of the second stream, as intake counts. */
  private static final int SECOND_STREAM = 1_000_000;

  private final Stream byReading;
  private final Stream bySerial;

  RejectedLines(PublicationLedger ledger, FileRecord file) {
    byReading = new Stream(ledger, file, -1, SECOND_STREAM);
    bySerial = new Stream(ledger, file, SECOND_STREAM - 1, Integer.MAX_VALUE);
  }

  /** Writes the lines before this row that are not written yet. */
  void writeBefore(long row, ResultRows out) throws IOException {
    Stream next = next();
    while (next.row() < row) {
      out.add(next.take());
      next = next();
    }
  }

  private Stream next() {
    return byReading.row() <= bySerial.row() ? byReading : bySerial;
  }

  /** One of the two streams. */
  private static final class Stream {

    private final PublicationLedger ledger;
    private final FileRecord file;
    private final int end;
    private final Deque<RejectedLine> lines = new ArrayDeque<>();
    private int chunk;
    private boolean ended;

    Stream(PublicationLedger ledger, FileRecord file, int before, int end) {
      this.ledger = ledger;
      this.file = file;
      this.chunk = before;
      this.end = end;
    }

    long row() {
      if (lines.isEmpty() && !ended) {
        read();
      }
      return lines.isEmpty() ? Long.MAX_VALUE : lines.peek().row();
    }

    RejectedLine take() {
      return lines.remove();
    }

    private void read() {
      Optional<RejectedChunk> next = ledger.rejectedAfter(file, chunk);
      if (next.isPresent() && next.get().chunk() < end) {
        chunk = next.get().chunk();
        lines.addAll(next.get().lines());
      } else {
        ended = true;
      }
    }
  }
}
