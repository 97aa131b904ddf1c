package payout.ledger.page;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The part of an index from one bound up to another: sorted pairs, 12 bytes each. */
public final class IndexPage {

  /** Eight kibibytes: one row of a database, few rows a file, little to write for a small one. */
  public static final int PAIRS_MAX = 680;

  /** What is left free where a page is cut, so that it is not cut again by the next file. */
  private static final int PAIRS_OF_A_CUT = PAIRS_MAX * 3 / 4;

  private static final int PAIR_BYTES = 12;

  private final PairForm form;
  private final long low;
  private final boolean stored;
  private final Pairs pairs;

  private IndexPage(PairForm form, long low, boolean stored, Pairs pairs) {
    this.form = form;
    this.low = low;
    this.stored = stored;
    this.pairs = pairs;
  }

  /** The page of a new ledger. */
  static IndexPage first(PairForm form) {
    return new IndexPage(form, 0, false, new Pairs(0));
  }

  /** A page as the ledger holds it. */
  public static IndexPage stored(PairForm form, long low, byte[] data) {
    ByteBuffer bytes = ByteBuffer.wrap(data);
    Pairs pairs = new Pairs(data.length / PAIR_BYTES);
    while (bytes.remaining() >= PAIR_BYTES) {
      pairs.add(bytes.getLong(), bytes.getInt());
    }
    return new IndexPage(form, low, true, pairs);
  }

  /** As the ledger holds it. */
  byte[] data() {
    ByteBuffer bytes = ByteBuffer.allocate(pairs.size() * PAIR_BYTES);
    for (int i = 0; i < pairs.size(); i++) {
      bytes.putLong(pairs.upper(i)).putInt(pairs.lower(i));
    }
    return bytes.array();
  }

  /** The lower bound of its pairs. */
  public long low() {
    return low;
  }

  /** Whether the ledger has a row for it. */
  boolean isStored() {
    return stored;
  }

  /** How many pairs it holds. */
  public int size() {
    return pairs.size();
  }

  /** The first part of a pair. */
  public long upper(int at) {
    return pairs.upper(at);
  }

  /** The hash of a pair. */
  public long hash(int at) {
    return form.hash(pairs.upper(at), pairs.lower(at));
  }

  /** The batch of a pair. */
  public long batchId(int at) {
    return form.batchId(pairs.upper(at), pairs.lower(at));
  }

  /** The first pair whose first part is not lower than this; the size when there is none. */
  public int from(long upper) {
    int from = 0;
    int to = pairs.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (pairs.upper(middle) < upper) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** This page with the pairs from..to added, each once; several pages when it gets too long. */
  List<IndexPage> with(Pairs more, int from, int to) {
    Pairs merged = new Pairs(pairs.size() + to - from);
    int at = 0;
    for (int i = from; i < to; i++) {
      while (at < pairs.size() && pairs.compare(at, more, i) < 0) {
        merged.add(pairs.upper(at), pairs.lower(at));
        at++;
      }
      if (at == pairs.size() || pairs.compare(at, more, i) > 0) {
        merged.addOnce(more.upper(i), more.lower(i));
      }
    }
    for (; at < pairs.size(); at++) {
      merged.add(pairs.upper(at), pairs.lower(at));
    }
    return merged.size() <= PAIRS_MAX ? List.of(of(low, merged)) : cut(merged);
  }

  /** This page without the pairs from..to. */
  IndexPage without(Pairs less, int from, int to) {
    Pairs kept = new Pairs(pairs.size());
    int i = from;
    for (int at = 0; at < pairs.size(); at++) {
      while (i < to && pairs.compare(at, less, i) > 0) {
        i++;
      }
      if (i == to || pairs.compare(at, less, i) < 0) {
        kept.add(pairs.upper(at), pairs.lower(at));
      }
    }
    return of(low, kept);
  }

  private IndexPage of(long bound, Pairs content) {
    return new IndexPage(form, bound, false, content);
  }

  /**
   * Pages of about the same length. The pairs with one bound stay in one page, and only such a page
   * is longer than {@link #PAIRS_MAX}.
   */
  private List<IndexPage> cut(Pairs all) {
    List<IndexPage> pages = new ArrayList<>();
    int from = 0;
    while (from < all.size()) {
      int to = endOfPage(all, from);
      pages.add(of(pages.isEmpty() ? low : bound(all, from), all.slice(from, to)));
      from = to;
    }
    return pages;
  }

  private int endOfPage(Pairs all, int from) {
    int left = all.size() - from;
    int pagesLeft = (left + PAIRS_OF_A_CUT - 1) / PAIRS_OF_A_CUT;
    int middle = from + (left + pagesLeft - 1) / pagesLeft;
    int before = middle;
    while (before > from && before < all.size() && bound(all, before) == bound(all, before - 1)) {
      before--;
    }
    int after = middle;
    while (after < all.size() && bound(all, after) == bound(all, after - 1)) {
      after++;
    }
    boolean fits = after - from <= PAIRS_MAX;
    return fits || before == from ? after : before;
  }

  private long bound(Pairs of, int at) {
    return form.bound(of.upper(at));
  }
}
