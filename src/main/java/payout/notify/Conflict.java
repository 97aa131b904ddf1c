package payout.notify;

import payout.batch.PayoutLine;
import payout.batch.StrictText;

/**
 * A record that contradicts what is known. It changes nothing; an operator has to check it.
 *
 * @param kind the contradiction
 * @param sentence for an operator: with serial and row, without account and name
 */
public record Conflict(Kind kind, String sentence) {

  /** How a record contradicts what is known. */
  public enum Kind {
    UNKNOWN_SERIAL("is not in the batch"),
    WRONG_LIST("has a flag that does not belong in its list"),
    OTHER_ACCOUNT("names an account other than the one that was sent"),
    OTHER_NAME("names a payee other than the one that was sent"),
    OTHER_AMOUNT("names an amount other than the one that was sent"),
    BATCH_REFUSED("has a result, but the gateway reported that it took nothing of the batch"),
    OTHER_STATE("has another result than before"),
    /** The gateway reports two of its payments for one line: it may have paid twice. */
    OTHER_GATEWAY_SERIAL("was paid under another gateway serial before");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private static final int SERIAL_SHOWN_MAX = 64;

  static Conflict at(PayoutLine line, Kind kind) {
    return new Conflict(
        kind,
        "Line "
            + line.row()
            + ", serial "
            + line.serial()
            + ": the record "
            + kind.words
            + "; the line stays as it was.");
  }

  /** The serial is the gateway's text here and may hold any character. */
  static Conflict unknown(String serial) {
    String shown = serial.substring(0, Math.min(serial.length(), SERIAL_SHOWN_MAX));
    return new Conflict(
        Kind.UNKNOWN_SERIAL,
        "Serial "
            + StrictText.withoutControls(shown)
            + ": the record "
            + Kind.UNKNOWN_SERIAL.words
            + "; nothing was changed.");
  }
}
