package payout.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The memory for taking notifies apart. A whole body waits here until there is enough of it, the
 * smallest first, so that no large body of a stranger stands in the way of a true notify.
 */
final class WorkMemory {

  /** What taking a body apart holds at its worst, in sizes of the body: copies, values, a text. */
  private static final int WORK_FACTOR = 8;

  private final long bytesMax;
  private final List<Work> waiting = new ArrayList<>();
  private long bytes;
  private int running;

  /**
   * Memory that nothing uses yet.
   *
   * @param bytesMax how much all works together may hold, bytes
   */
  WorkMemory(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Work on a body; it starts now or later, or never when it is {@linkplain #end ended} before. */
  static final class Work {

    private final long bytes;
    private final Runnable start;
    private boolean isRunning;

    private Work(int length, Runnable start) {
      this.bytes = (long) length * WORK_FACTOR;
      this.start = start;
    }
  }

  /** Starts it as soon as there is memory, possibly before this returns. */
  Work work(int length, Runnable start) {
    Work work = new Work(length, start);
    synchronized (this) {
      waiting.add(work);
    }
    startWhatFits();
    return work;
  }

  /** It is over, or will not be needed; a second call does nothing. */
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

  /** The first may hold more than there is, or it would wait for ever. */
  private boolean fits(Work work) {
    return running == 0 || bytes + work.bytes <= bytesMax;
  }
}
