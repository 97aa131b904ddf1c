package payout.notify;

import payout.batch.LineResult;
import payout.batch.LineState;
import payout.batch.Money;
import payout.batch.StrictText;

/**
 * One record of success_details or fail_details (document section 6.2), its fields as they came.
 *
 * @param serial the merchant's serial number of the payment
 * @param account the payee's account
 * @param name the payee's name
 * @param amount the amount, as a number: {@code 178} and {@code 178.00} are the same
 * @param flag paid or not
 * @param reason why it failed; for a paid line {@code null} or empty
 * @param gatewaySerial the gateway's own serial number; kept, not checked
 * @param finishedAt {@code yyyyMMddHHmmss} in China; kept, not checked
 */
public record DetailRecord(
    String serial,
    String account,
    String name,
    Money amount,
    Flag flag,
    String reason,
    String gatewaySerial,
    String finishedAt) {

  /**
   * The result that this record gives an open line.
   *
   * <p>For a paid line the document's {@code null} is no code and becomes empty, like the empty
   * reason that is usual in practice; {@link #reason} and the raw notify keep the original. The
   * {@code null} of a failed line is kept, because it is all that is known.
   */
  public LineResult result() {
    boolean nothing = flag == Flag.S && reason.equals("null");
    return new LineResult(
        flag.state(),
        nothing ? "" : StrictText.withoutControls(reason),
        StrictText.withoutControls(gatewaySerial),
        StrictText.withoutControls(finishedAt));
  }

  /** Without account and name, which must not be logged. */
  @Override
  public String toString() {
    return "serial " + serial + ", " + amount + ", " + flag + " " + reason;
  }

  /**
   * The fifth field of a record, and the list that it belongs to (document section 6.2). The {@code
   * $} of the printed document is a damaged {@code S}.
   */
  public enum Flag {
    /** Paid: a record of success_details. */
    S("success_details", LineState.PAID),
    /** Not paid: a record of fail_details. */
    F("fail_details", LineState.FAILED);

    private final String list;
    private final LineState state;

    Flag(String list, LineState state) {
      this.list = list;
      this.state = state;
    }

    /** The parameter whose records carry this flag. */
    String list() {
      return list;
    }

    /** The state that a record with this flag gives an open line. */
    public LineState state() {
      return state;
    }
  }
}
