package payout.ledger;

/**
 * What is said about the lines of a valid file.
 *
 * @param total how many warnings there are
 * @param repeats how many of its lines repeat another payment
 * @param data the warnings to be reported, as one compact value
 * @param isHeld whether so many repeat that a person has to approve the file
 */
public record Warned(long total, long repeats, byte[] data, boolean isHeld) {

  /** Nothing is said. */
  public static final Warned NONE = new Warned(0, 0, new byte[0], false);
}
