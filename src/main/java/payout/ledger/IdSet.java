package payout.ledger;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** A set of ids that are mostly close together: a bit for each. */
final class IdSet {

  private static final int PAGE_BITS = 16;

  private final Map<Long, BitSet> pages = new HashMap<>();

  void add(long id) {
    pages.computeIfAbsent(id >> PAGE_BITS, none -> new BitSet()).set(place(id));
  }

  boolean holds(long id) {
    BitSet page = pages.get(id >> PAGE_BITS);
    return page != null && page.get(place(id));
  }

  private static int place(long id) {
    return (int) (id & ((1L << PAGE_BITS) - 1));
  }
}
