package payout.ledger.page;

import java.util.Arrays;

/** Pairs of a hash and a batch, in the parts that a {@link PairForm} gives them. */
public final class Pairs {

  private long[] upper;
  private int[] lower;
  private int size;

  /** No pair yet, with room for so many; it grows as needed. */
  public Pairs(int room) {
    this.upper = new long[room];
    this.lower = new int[room];
  }

  /**
   * The pairs of a file.
   *
   * @param entries see {@link HashEntry}, in sorted order
   */
  public static Pairs of(PairForm form, long fileId, long... entries) {
    Pairs pairs = new Pairs(entries.length);
    for (long entry : entries) {
      pairs.add(form.upper(fileId, entry), form.lower(fileId, entry));
    }
    return pairs;
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** Adds a pair at the end. */
  public void add(long first, int second) {
    if (size == upper.length) {
      int more = Math.max(16, size * 2);
      upper = Arrays.copyOf(upper, more);
      lower = Arrays.copyOf(lower, more);
    }
    upper[size] = first;
    lower[size] = second;
    size++;
  }

  /** The pairs from..to. */
  public Pairs slice(int from, int to) {
    Pairs part = new Pairs(0);
    part.upper = Arrays.copyOfRange(upper, from, to);
    part.lower = Arrays.copyOfRange(lower, from, to);
    part.size = to - from;
    return part;
  }

  /** Sorts them, in place: a heap, because the parts are in two arrays. */
  public void sort() {
    for (int root = size / 2 - 1; root >= 0; root--) {
      sink(root, size);
    }
    for (int end = size - 1; end > 0; end--) {
      swap(0, end);
      sink(0, end);
    }
  }

  long upper(int at) {
    return upper[at];
  }

  int lower(int at) {
    return lower[at];
  }

  /** A value may come twice in one batch. */
  void addOnce(long first, int second) {
    if (size == 0 || upper[size - 1] != first || lower[size - 1] != second) {
      add(first, second);
    }
  }

  /** Whether a pair comes before one of others (below 0), after it (above 0) or is equal. */
  int compare(int at, Pairs others, int other) {
    return compare(upper[at], lower[at], others.upper[other], others.lower[other]);
  }

  private static int compare(long upper, int lower, long otherUpper, int otherLower) {
    int first = Long.compare(upper, otherUpper);
    return first != 0 ? first : Integer.compareUnsigned(lower, otherLower);
  }

  private void sink(int root, int end) {
    int at = root;
    for (int child = 2 * at + 1; child < end; child = 2 * at + 1) {
      int greater = child + 1 < end && compare(child, this, child + 1) < 0 ? child + 1 : child;
      if (compare(at, this, greater) >= 0) {
        return;
      }
      swap(at, greater);
      at = greater;
    }
  }

  private void swap(int one, int other) {
    long first = upper[one];
    upper[one] = upper[other];
    upper[other] = first;
    int second = lower[one];
    lower[one] = lower[other];
    lower[other] = second;
  }
}
