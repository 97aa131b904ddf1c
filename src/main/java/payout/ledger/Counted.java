package payout.ledger;

/** A number with the word for what is counted. */
final class Counted {

  private Counted() {}

  /** {@code 1 line}, {@code 2 lines}. */
  static String of(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
