package payout.ledger.serial;

import payout.ledger.page.HashEntry;

/**
 * A serial number's hash of 39 bits and the place of its batch, packed into one long, see {@link
 * HashEntry}.
 *
 * <p>A hash is only a hint: two serials with one hash are compared before anything is refused. With
 * 100 million serials in the ledger a file of a million meets about two hundred chance hits.
 */
public final class SerialEntry {

  private SerialEntry() {}

  /** The entry of one line. */
  public static long of(String serial, int place) {
    return HashEntry.of(hash(serial), place);
  }

  /** The first entry that a hash could have. */
  static long of(long hash) {
    return HashEntry.of(hash, 0);
  }

  /** The hash of an entry, from 0 to 2^39 - 1. */
  public static long hash(long entry) {
    return HashEntry.hash(entry);
  }

  /** The place of an entry's batch. */
  public static int place(long entry) {
    return HashEntry.place(entry);
  }

  /** The hash of a serial number, from 0 to 2^39 - 1. */
  public static long hash(String serial) {
    return HashEntry.hashOf(serial);
  }
}
