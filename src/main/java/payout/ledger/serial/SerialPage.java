package payout.ledger.serial;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import payout.batch.BatchId;

/**
 * The part of the index of serials from one hash up to another: pairs of a hash and a batch, in
 * order, 12 bytes each. 39 bits of hash and 56 of the batch's id make a long and an int.
 *
 * <p>Pairs with one hash are in one page, however many they are.
 */
final class SerialPage {

  /** Eight kibibytes: one row of a database, few rows a file, little to write for a small one. */
  static final int PAIRS_MAX = 680;

  /** What is left free where a page is cut, so that it is not cut again by the next file. */
  private static final int PAIRS_OF_A_CUT = PAIRS_MAX * 3 / 4;

  private static final int PAIR_BYTES = 12;
  private static final int BATCH_BITS = 56;
  private static final int UPPER_BATCH_BITS = BATCH_BITS - Integer.SIZE;
  private static final long UPPER_BATCH_MASK = (1L << UPPER_BATCH_BITS) - 1;
  private static final long INT_MASK = 0xffffffffL;

  private final long low;
  private final boolean stored;
  private final int size;

  /** The pairs: hash and upper bits of the batch's id, and its lower bits. */
  private final long[] upper;

  private final int[] lower;

  private SerialPage(long low, boolean stored, int size, long[] upper, int[] lower) {
    this.low = low;
    this.stored = stored;
    this.size = size;
    this.upper = upper;
    this.lower = lower;
  }

  /** The page of a new ledger. */
  static SerialPage first() {
    return new SerialPage(0, false, 0, new long[0], new int[0]);
  }

  /** A page as the ledger holds it. */
  static SerialPage stored(long low, byte[] data) {
    ByteBuffer bytes = ByteBuffer.wrap(data);
    int size = data.length / PAIR_BYTES;
    long[] upper = new long[size];
    int[] lower = new int[size];
    for (int i = 0; i < size; i++) {
      upper[i] = bytes.getLong();
      lower[i] = bytes.getInt();
    }
    return new SerialPage(low, true, size, upper, lower);
  }

  /** As the ledger holds it. */
  byte[] data() {
    ByteBuffer bytes = ByteBuffer.allocate(size * PAIR_BYTES);
    for (int i = 0; i < size; i++) {
      bytes.putLong(upper[i]).putInt(lower[i]);
    }
    return bytes.array();
  }

  /** The lower bound of its hashes. */
  long low() {
    return low;
  }

  /** Whether the ledger has a row for it. */
  boolean isStored() {
    return stored;
  }

  int size() {
    return size;
  }

  long hash(int at) {
    return upper[at] >>> UPPER_BATCH_BITS;
  }

  long batchId(int at) {
    return (upper[at] & UPPER_BATCH_MASK) << Integer.SIZE | lower[at] & INT_MASK;
  }

  /** The first pair from here on whose hash is not lower; the size when there is none. */
  int next(int from, long hash) {
    int at = from;
    while (at < size && hash(at) < hash) {
      at++;
    }
    return at;
  }

  /**
   * This page with a file's entries from..to added, each once; several pages when it gets too long.
   */
  List<SerialPage> with(long fileId, long[] entries, int from, int to) {
    Pairs merged = new Pairs(size + to - from);
    int at = 0;
    for (int i = from; i < to; i++) {
      while (at < size && compare(at, fileId, entries[i]) < 0) {
        merged.add(upper[at], lower[at]);
        at++;
      }
      if (at == size || compare(at, fileId, entries[i]) > 0) {
        long batchId = batchId(fileId, entries[i]);
        merged.addOnce(upper(entries[i], batchId), (int) batchId);
      }
    }
    for (; at < size; at++) {
      merged.add(upper[at], lower[at]);
    }
    return merged.size <= PAIRS_MAX ? List.of(merged.page(low, 0, merged.size)) : cut(merged);
  }

  /** This page without a file's entries from..to. */
  SerialPage without(long fileId, long[] entries, int from, int to) {
    Pairs kept = new Pairs(size);
    int i = from;
    for (int at = 0; at < size; at++) {
      while (i < to && compare(at, fileId, entries[i]) > 0) {
        i++;
      }
      if (i == to || compare(at, fileId, entries[i]) < 0) {
        kept.add(upper[at], lower[at]);
      }
    }
    return kept.page(low, 0, kept.size);
  }

  /**
   * Whether a pair comes before an entry of a file (below 0), after it (above 0) or is that entry.
   */
  private int compare(int at, long fileId, long entry) {
    long batchId = batchId(fileId, entry);
    int first = Long.compare(upper[at], upper(entry, batchId));
    return first != 0 ? first : Integer.compareUnsigned(lower[at], (int) batchId);
  }

  private static long batchId(long fileId, long entry) {
    return BatchId.of(fileId, SerialEntry.place(entry));
  }

  private static long upper(long entry, long batchId) {
    return SerialEntry.hash(entry) << UPPER_BATCH_BITS | batchId >>> Integer.SIZE;
  }

  /** Pages of about the same length; the pairs of one hash stay in one page. */
  private List<SerialPage> cut(Pairs pairs) {
    int count = (pairs.size + PAIRS_OF_A_CUT - 1) / PAIRS_OF_A_CUT;
    List<SerialPage> pages = new ArrayList<>(count);
    int from = 0;
    for (int i = 1; i <= count; i++) {
      int to = Math.max(from, (int) ((long) pairs.size * i / count));
      while (to > from && to < pairs.size && pairs.hash(to) == pairs.hash(to - 1)) {
        to++;
      }
      if (to > from) {
        pages.add(pairs.page(pages.isEmpty() ? low : pairs.hash(from), from, to));
      }
      from = to;
    }
    return pages;
  }

  /** Pairs that are being collected. */
  private static final class Pairs {

    private final long[] upper;
    private final int[] lower;
    private int size;

    Pairs(int most) {
      this.upper = new long[most];
      this.lower = new int[most];
    }

    void add(long first, int second) {
      upper[size] = first;
      lower[size] = second;
      size++;
    }

    /** An entry of the file may come twice: one serial twice in one batch. */
    void addOnce(long first, int second) {
      if (size == 0 || upper[size - 1] != first || lower[size - 1] != second) {
        add(first, second);
      }
    }

    long hash(int at) {
      return upper[at] >>> UPPER_BATCH_BITS;
    }

    SerialPage page(long low, int from, int to) {
      return new SerialPage(
          low,
          false,
          to - from,
          Arrays.copyOfRange(upper, from, to),
          Arrays.copyOfRange(lower, from, to));
    }
  }
}
