package payout.ledger;

import java.util.List;
import payout.batch.Payer;

/**
 * What a batch is pinned to, as SQL over its file: who pays, at which gateway, in which charset.
 * The extend_param is not part of it: it goes out as it was when the file came.
 */
final class Pin {

  /** A condition on {@code payout_file f}, with {@link #of} for its arguments. */
  static final String SAME =
      "f.partner = ? AND f.email = ? AND f.account_name = ? AND f.buyer_account_name = ?"
          + " AND f.gateway = ? AND f.charset = ?";

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
