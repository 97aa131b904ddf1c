package payout.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import payout.batch.Money;
import payout.batch.PayoutLine;
import payout.ledger.StagedBatch;

/**
 * Aggregates sound lines, in the order of the file, into batches of at most 1000 (document section
 * 4.2, {@code batch_num}) and hands them to the ledger a few at a time.
 *
 * <p>It never holds more than one batch of lines and a few encoded batches, and nothing that a
 * crash could lose: the file is still in the inbox, and the ledger forgets what was staged of it.
 */
final class Cutter {

  private static final int BYTES_A_COMMIT = 1024 * 1024;

  private final int linesMax;
  private final Consumer<List<StagedBatch>> sink;
  private final List<StagedBatch> waiting = new ArrayList<>();
  private List<PayoutLine> current = new ArrayList<>();
  private int waitingBytes;
  private int place = 1;
  private long lines;
  private Money amount = Money.ZERO;

  Cutter(int linesMax, Consumer<List<StagedBatch>> sink) {
    this.linesMax = linesMax;
    this.sink = sink;
  }

  /** Adds a line and tells the place of its batch. */
  int add(PayoutLine line) {
    int its = place;
    current.add(line);
    lines++;
    amount = amount.plus(line.amount());
    if (current.size() == linesMax) {
      cut();
    }
    return its;
  }

  /** Hands over what is left. */
  void finish() {
    if (!current.isEmpty()) {
      cut();
    }
    flush();
  }

  long lines() {
    return lines;
  }

  Money amount() {
    return amount;
  }

  int batches() {
    return place - 1;
  }

  private void cut() {
    StagedBatch batch = StagedBatch.of(place, current);
    waiting.add(batch);
    waitingBytes += batch.data().length;
    current = new ArrayList<>(linesMax);
    place++;
    if (waitingBytes >= BYTES_A_COMMIT) {
      flush();
    }
  }

  private void flush() {
    if (!waiting.isEmpty()) {
      sink.accept(List.copyOf(waiting));
      waiting.clear();
      waitingBytes = 0;
    }
  }
}
