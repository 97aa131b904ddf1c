package payout.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import payout.batch.Checkpoint;
import payout.batch.PayoutLine;
import payout.ledger.StagedBatch;

/**
 * Encodes the batches of a file and stages them in the ledger, a few a commit, beside the thread
 * that reads and checks.
 *
 * <p>It holds a few batches and nothing that a crash could lose: the file is still in the inbox,
 * and the ledger discards the staged part. A failure shows at a later batch or at the end, always
 * before the file can be decided.
 */
final class Stager implements AutoCloseable {

  private static final int BYTES_A_COMMIT = 1024 * 1024;
  private static final int BATCHES_AHEAD = 4;

  private final Consumer<List<StagedBatch>> ledger;
  private final SideThread<Boolean> thread = new SideThread<>("payout-intake-stage");

  /** Used by the side thread alone, until its last task has ended. */
  private final List<StagedBatch> waiting = new ArrayList<>();

  private int waitingBytes;

  /**
   * A stager without batches.
   *
   * @param ledger takes some batches in one commit
   */
  Stager(Consumer<List<StagedBatch>> ledger) {
    this.ledger = ledger;
  }

  /** Stages a batch, now or soon; waits while too many are pending. */
  void add(int place, List<PayoutLine> lines) {
    while (thread.given() >= BATCHES_AHEAD) {
      take();
    }
    thread.give(() -> keep(StagedBatch.of(place, lines)));
  }

  /**
   * Waits until all batches are in the ledger but for the last few.
   *
   * @return those, less than a commit of them, which go into the next commit of the file
   */
  List<StagedBatch> finish() {
    while (thread.given() > 0) {
      take();
    }
    return List.copyOf(waiting);
  }

  /** The checkpoint is passed by the thread of the route, in the order of the commits. */
  private void take() {
    if (thread.take()) {
      Checkpoint.BATCHES_STAGED.pass();
    }
  }

  private boolean keep(StagedBatch batch) {
    waiting.add(batch);
    waitingBytes += batch.data().length;
    return waitingBytes >= BYTES_A_COMMIT && flush();
  }

  private boolean flush() {
    ledger.accept(List.copyOf(waiting));
    waiting.clear();
    waitingBytes = 0;
    return true;
  }

  /** After this nothing more is staged. */
  @Override
  public void close() {
    thread.close();
  }
}
