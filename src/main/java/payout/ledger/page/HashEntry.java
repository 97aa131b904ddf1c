package payout.ledger.page;

import java.nio.charset.StandardCharsets;

/**
 * The hash of a value, 39 bits, and the place of its batch in the file, packed into one long, so
 * that the values of a file are sorted as plain numbers, none below 0.
 *
 * <p>A hash is only a hint: the values themselves are compared before anything follows from it.
 */
public final class HashEntry {

  /** How many bits a hash has. */
  public static final int HASH_BITS = 39;

  static final int PLACE_BITS = 24;

  private static final int HASH_SHIFT = Long.SIZE - HASH_BITS;
  private static final long PLACE_MASK = (1L << PLACE_BITS) - 1;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private HashEntry() {}

  /**
   * The entry of a value.
   *
   * @param hash from 0 to 2^39 - 1
   * @param place the place of its batch in the file
   */
  public static long of(long hash, int place) {
    return hash << PLACE_BITS | place;
  }

  /** The hash of an entry, from 0 to 2^39 - 1. */
  public static long hash(long entry) {
    return entry >>> PLACE_BITS;
  }

  /** The place of an entry's batch. */
  public static int place(long entry) {
    return (int) (entry & PLACE_MASK);
  }

  /** FNV-1a over the UTF-8 bytes, stirred so that the upper 39 bits depend on all of them. */
  public static long hashOf(String value) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        return hashOf(value.getBytes(StandardCharsets.UTF_8), false);
      }
      hash = (hash ^ c) * FNV_PRIME; // in ASCII the character is its byte
    }
    return stirred(hash);
  }

  /** The same with the capitals of ASCII as small letters. */
  public static long hashIgnoringCase(String value) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        return hashOf(value.getBytes(StandardCharsets.UTF_8), true);
      }
      hash = (hash ^ small(c)) * FNV_PRIME;
    }
    return stirred(hash);
  }

  private static long hashOf(byte[] bytes, boolean ignoringCase) {
    long hash = FNV_OFFSET;
    for (byte each : bytes) {
      int value = each & 0xff;
      hash = (hash ^ (ignoringCase ? small(value) : value)) * FNV_PRIME;
    }
    return stirred(hash);
  }

  /** A capital letter of ASCII as a small one; the formula changes with no version of Unicode. */
  public static int small(int character) {
    return character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character;
  }

  private static long stirred(long hash) {
    long upper = (hash ^ (hash >>> 32)) * 0x9e3779b97f4a7c15L;
    return (upper ^ (upper >>> 29)) >>> HASH_SHIFT;
  }
}
