package payout.batch;

import java.util.regex.Pattern;

/**
 * A batch number: 11 to 32 letters or digits, case-sensitive, never used twice by a merchant
 * (document section 4.2, {@code batch_no}).
 *
 * <p>It is made only from the file's bytes, the batch's place in the file and the round. So even if
 * the ledger is lost, the same file gets the same numbers, and the gateway refuses what it already
 * took.
 *
 * @param value the number as the gateway knows it
 */
public record BatchNo(String value) {

  /** The largest place that fits into the number. */
  public static final int PLACE_MAX = 9_999_999;

  /** The largest round that fits into the number. */
  public static final int ROUND_MAX = 999;

  private static final Pattern VALID = Pattern.compile("[0-9A-Za-z]{11,32}");
  private static final int HASH_DIGITS = 22;

  public BatchNo {
    if (!isValid(value)) {
      throw new IllegalArgumentException("A batch number is 11 to 32 letters or digits.");
    }
  }

  /** Whether the gateway would accept this batch number. */
  public static boolean isValid(String value) {
    return VALID.matcher(value).matches();
  }

  /**
   * The number of one batch: the first 22 digits of the file's SHA-256, so that a reader sees which
   * file it belongs to, the round in 3 digits and the place in 7.
   *
   * @param sha256 the SHA-256 of the file's bytes, 64 hexadecimal digits
   * @param round 1 for the first payment of these bytes, one more each time they are paid again on
   *     purpose; 1 to {@link #ROUND_MAX}
   * @param place the batch's place in the file, from 1 to {@link #PLACE_MAX}
   * @throws IllegalArgumentException when a number is out of its range
   */
  public static BatchNo of(String sha256, int round, int place) {
    if (round < 1 || round > ROUND_MAX || place < 1 || place > PLACE_MAX) {
      throw new IllegalArgumentException(
          "A batch number has room for round 1 to "
              + ROUND_MAX
              + " and place 1 to "
              + PLACE_MAX
              + ", but round was "
              + round
              + " and place "
              + place
              + ".");
    }
    return new BatchNo(prefix(sha256, round) + digits(place, 7));
  }

  /** The part before the place, which all batches of one file in one round share. */
  public static String prefix(String sha256, int round) {
    return sha256.substring(0, HASH_DIGITS) + digits(round, 3);
  }

  private static String digits(int number, int width) {
    String text = Integer.toString(number);
    return "0".repeat(width - text.length()) + text;
  }

  @Override
  public String toString() {
    return value;
  }
}
