package payout.inbox;

import payout.batch.LongList;
import payout.ledger.Lookback;
import payout.ledger.account.AccountHits;
import payout.ledger.page.HashEntry;

/**
 * The lines of a file that may repeat another payment, by their hashes: those whose hash repeats in
 * the file, and those for which the index has a batch of another file.
 *
 * <p>Hashes only raise a suspicion. It holds at most 500 000 of either kind, 8 bytes a line and 16
 * bytes a hit; what is beyond that is counted and not compared.
 */
final class RepeatSuspects {

  static final int SUSPECTS_MAX = 500_000;

  private static final long HASH_MASK = (1L << HashEntry.HASH_BITS) - 1;

  private final boolean all;
  private final int max;
  private final LongList suspects = new LongList();
  private final LongList repeated = new LongList();
  private final LongList payments = new LongList();
  private final LongList batches = new LongList();
  private long last = -1;
  private boolean lastIsSuspect;
  private long uncompared;

  /**
   * None yet.
   *
   * @param all whether every line is one, because there are batches that no index tells of
   */
  RepeatSuspects(boolean all) {
    this(all, SUSPECTS_MAX);
  }

  /** The same with another maximum. */
  RepeatSuspects(boolean all, int max) {
    this.all = all;
    this.max = max;
  }

  /** Adds the next slice of the sorted entries with what was found about them. */
  void slice(long[] entries, Lookback.Found found) {
    AccountHits hits = found.hits();
    int at = 0;
    for (long entry : entries) {
      long payment = HashEntry.hash(entry);
      while (at < hits.payments().size() && hits.payments().get(at) < payment) {
        at++;
      }
      boolean isHit = at < hits.payments().size() && hits.payments().get(at) == payment;
      boolean repeats = last >= 0 && HashEntry.hash(last) == payment;
      if (repeats && !lastIsSuspect) {
        suspect(last);
      }
      if (repeats) {
        repeated.addOnce(payment);
      }
      lastIsSuspect = repeats || isHit || all;
      if (lastIsSuspect) {
        suspect(entry);
      }
      last = entry;
    }
    keep(hits);
  }

  private void suspect(long entry) {
    if (suspects.size() < max) {
      suspects.addOnce(
          (long) HashEntry.place(entry) << HashEntry.HASH_BITS | HashEntry.hash(entry));
    } else {
      uncompared++;
    }
  }

  private void keep(AccountHits hits) {
    for (int i = 0; i < hits.payments().size(); i++) {
      if (payments.size() < max) {
        payments.add(hits.payments().get(i));
        batches.add(hits.batches().get(i));
      } else {
        uncompared++;
      }
    }
  }

  /** Ends the slices; the suspects are in the order of the batches from now on. */
  void end() {
    suspects.sort();
  }

  int size() {
    return suspects.size();
  }

  /** The place of the batch of a suspect. */
  int place(int at) {
    return (int) (suspects.get(at) >>> HashEntry.HASH_BITS);
  }

  /** The hash of a suspect. */
  long payment(int at) {
    return suspects.get(at) & HASH_MASK;
  }

  /** Whether the hash of a payment repeats in the file. */
  boolean repeatsInFile(long payment) {
    return repeated.holds(payment);
  }

  /** Passes on the batches of other files that may have a payment of this hash. */
  void batches(long payment, java.util.function.LongConsumer sink) {
    for (int i = payments.from(payment); i < payments.size() && payments.get(i) == payment; i++) {
      sink.accept(batches.get(i));
    }
  }

  /** How many lines or hits are not compared, because there are too many. */
  long uncompared() {
    return uncompared;
  }
}
