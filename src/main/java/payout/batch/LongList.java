package payout.batch;

import java.util.Arrays;

/** Whole numbers in the order in which they were added, 8 bytes each. */
public final class LongList {

  private static final int ROOM_MIN = 16;

  private long[] values = {};
  private int size;

  /** Adds a number at the end. */
  public void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.max(ROOM_MIN, size * 2));
    }
    values[size++] = value;
  }

  /** Adds a number unless it is the last one already. */
  public void addOnce(long value) {
    if (size == 0 || values[size - 1] != value) {
      add(value);
    }
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** The number at a place, from 0. */
  public long get(int at) {
    return values[at];
  }

  /** Sorts them, the least first. */
  public void sort() {
    Arrays.sort(values, 0, size);
  }

  /** Whether a number is among them, which are sorted. */
  public boolean holds(long value) {
    return Arrays.binarySearch(values, 0, size, value) >= 0;
  }

  /** The first place whose number is not less than this, where they are sorted. */
  public int from(long value) {
    int from = 0;
    int to = size;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (values[middle] < value) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** All of them. */
  public long[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
