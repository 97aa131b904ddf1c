package payout.console;

import payout.batch.LineResult;
import payout.batch.PayoutLine;
import payout.ledger.Payment;
import payout.status.Masks;

/**
 * A payment as a page shows it.
 *
 * @param payment the payment, with its full account and name: only {@link #account()} and {@link
 *     #name()} are shown
 * @param isRevealed whether somebody asked for both in full
 */
public record PaymentRow(Payment payment, boolean isRevealed) {

  /** The payee's account, masked unless it was asked for. */
  public String account() {
    return isRevealed ? line().account() : Masks.account(line().account());
  }

  /** The payee's name, in the same way. */
  public String name() {
    return isRevealed ? line().name() : Masks.name(line().name());
  }

  /** The address of its page. */
  public String link() {
    return Links.payment(batchNo(), line().serial());
  }

  /** The number of its batch. */
  public String batchNo() {
    return payment.origin().batch().batchNo();
  }

  /** What was to be paid. Account and name are in it. */
  public PayoutLine line() {
    return payment.line();
  }

  /** What is known of it. */
  public LineResult result() {
    return payment.result();
  }

  /** No account and no name. */
  @Override
  public String toString() {
    return batchNo() + "/" + line().serial();
  }
}
