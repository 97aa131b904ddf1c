package payout.inbox;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import payout.batch.Fault;

/** The faults of a file: all are counted, the first 1000 in the file's order are kept. */
public final class Faults {

  /** How many faults are reported. */
  public static final int KEPT_MAX = 1000;

  private static final Comparator<Found> IN_ORDER =
      Comparator.comparing(Found::fault).thenComparingLong(Found::number);

  private final PriorityQueue<Found> kept = new PriorityQueue<>(IN_ORDER.reversed());
  private long total;
  private boolean wholeFile;

  void add(Fault fault) {
    total++;
    wholeFile |= !RejectCode.valueOf(fault.code()).concernsOneLine();
    kept.add(new Found(fault, total));
    if (kept.size() > KEPT_MAX) {
      kept.poll();
    }
  }

  /** Adds a fault that refuses the file, even if its code alone would only leave out a line. */
  void addOfWholeFile(Fault fault) {
    add(fault);
    wholeFile = true;
  }

  void addAll(List<Fault> faults) {
    faults.forEach(this::add);
  }

  boolean isEmpty() {
    return total == 0;
  }

  /** Whether one of them refuses the file regardless of the settings. */
  boolean concernWholeFile() {
    return wholeFile;
  }

  /** All faults, kept or not. */
  public long total() {
    return total;
  }

  /** Counts so many more faults of a kind, too many to be kept. */
  void more(long count) {
    total += count;
  }

  /** The first faults, in the order of the rows, and in a row as they were found. */
  public List<Fault> first() {
    return kept.stream().sorted(IN_ORDER).map(Found::fault).toList();
  }

  /** A fault and when it was found. */
  private record Found(Fault fault, long number) {}
}
