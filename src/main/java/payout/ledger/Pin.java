package payout.ledger;

import java.util.List;
import payout.batch.Payer;

/**
 * What a batch is pinned to, as SQL over a batch {@code b} and its file {@code f}: who pays, and
 * once a post of it may have arrived, or the gateway said that it has the number, also at which
 * gateway and in which charset. Before that it goes to the gateway of today, in the charset of
 * today. The extend_param is not part of it: it goes out as it was when the file came.
 */
final class Pin {

  /** Whether a batch may go out under the settings whose payer {@link #of} turns to arguments. */
  static final String SAME =
      "f.partner = ? AND f.email = ? AND f.account_name = ? AND f.buyer_account_name = ?"
          + " AND (b.maybe_sent = 0 AND b.pinned = 0"
          + " OR COALESCE(b.gateway, f.gateway) = ? AND COALESCE(b.charset, f.charset) = ?)";

  private Pin() {}

  static List<Object> of(Payer payer) {
    return List.of(
        payer.partner(),
        payer.email(),
        payer.accountName(),
        payer.buyerAccountName(),
        payer.gateway(),
        payer.charset().toString());
  }
}
