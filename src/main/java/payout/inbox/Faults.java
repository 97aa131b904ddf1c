package payout.inbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import payout.batch.Fault;

/** The faults of a file: all are counted, the first 1000 in the file's order are kept. */
public final class Faults {

  /** How many faults are reported. */
  public static final int KEPT_MAX = 1000;

  private final PriorityQueue<Fault> kept =
      new PriorityQueue<>(Comparator.<Fault>naturalOrder().reversed());
  private long total;
  private boolean wholeFile;

  void add(Fault fault) {
    total++;
    wholeFile |= !RejectCode.valueOf(fault.code()).concernsOneLine();
    kept.add(fault);
    if (kept.size() > KEPT_MAX) {
      kept.poll();
    }
  }

  void addAll(List<Fault> faults) {
    faults.forEach(this::add);
  }

  boolean isEmpty() {
    return total == 0;
  }

  /** Whether one of them refuses the file whatever the settings say. */
  boolean concernWholeFile() {
    return wholeFile;
  }

  /** All faults, kept or not. */
  public long total() {
    return total;
  }

  /** The first faults, in the order of the rows. */
  public List<Fault> first() {
    List<Fault> sorted = new ArrayList<>(kept);
    Collections.sort(sorted);
    return sorted;
  }
}
