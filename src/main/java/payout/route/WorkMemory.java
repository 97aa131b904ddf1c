package payout.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The memory for processing notifies. A complete body waits here until there is enough memory, the
 * smallest first, so that no large body of a stranger delays a true notify.
 */
final class WorkMemory {

  /** The most that processing a body holds, in sizes of the body: copies, values, a text. */
  private static final int WORK_FACTOR = 8;

  private final long bytesMax;
  private final List<Work> waiting = new ArrayList<>();
  private long bytes;
  private int running;

  /**
   * Unused memory.
   *
   * @param bytesMax how much all work together may hold, bytes
   */
  WorkMemory(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Work on a body; it starts now or later, or never if it is {@linkplain #end ended} before. */
  static final class Work {

    private final long bytes;
    private final Runnable start;
    private boolean isRunning;

    private Work(int length, Runnable start) {
      this.bytes = (long) length * WORK_FACTOR;
      this.start = start;
    }
  }

  /** Starts as soon as there is memory, possibly before this returns. */
  Work work(int length, Runnable start) {
    Work work = new Work(length, start);
    synchronized (this) {
      waiting.add(work);
    }
    startWhatFits();
    return work;
  }

  /** It is done, or not needed any more; a second call does nothing. */
  void end(Work work) {
    synchronized (this) {
      waiting.remove(work);
      if (!work.isRunning) {
        return;
      }
      work.isRunning = false;
      bytes -= work.bytes;
      running--;
    }
    startWhatFits();
  }

  private void startWhatFits() {
    List<Work> fitting = new ArrayList<>();
    synchronized (this) {
      waiting.sort(Comparator.comparingLong(work -> work.bytes));
      while (!waiting.isEmpty() && fits(waiting.get(0))) {
        Work next = waiting.remove(0);
        next.isRunning = true;
        bytes += next.bytes;
        running++;
        fitting.add(next);
      }
    }
    fitting.forEach(work -> work.start.run());
  }

  /** The first may hold more than the limit; otherwise it would wait forever. */
  private boolean fits(Work work) {
    return running == 0 || bytes + work.bytes <= bytesMax;
  }
}
