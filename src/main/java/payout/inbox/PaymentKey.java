package payout.inbox;

import payout.batch.PayoutLine;
import payout.ledger.account.AccountEntry;

/** An account, as the gateway knows it, and an amount in fen. */
record PaymentKey(String account, long fen) {

  static PaymentKey of(PayoutLine line) {
    return new PaymentKey(AccountEntry.same(line.account()), line.amount().fen());
  }

  /** Without the account, which must not be logged. */
  @Override
  public String toString() {
    return "a payment of " + fen + " fen";
  }
}
