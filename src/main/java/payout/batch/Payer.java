package payout.batch;

/**
 * Who pays, and through which gateway: what a batch is made for and pinned to. A batch made for one
 * payer is never sent for another (document section 4.2).
 *
 * @param partner the merchant's partner number, 16 digits from 2088
 * @param email the payer's account
 * @param accountName the payer's account name
 * @param buyerAccountName replaces {@code email} when it is not empty
 * @param extendParam {@code name^value|…}, at most 200 characters; may be empty
 * @param gateway the gateway's address
 * @param charset the {@code _input_charset} of the request
 */
public record Payer(
    String partner,
    String email,
    String accountName,
    String buyerAccountName,
    String extendParam,
    String gateway,
    RequestCharset charset) {

  /** The same payer at another gateway, in another charset. */
  public Payer at(String otherGateway, RequestCharset otherCharset) {
    return new Payer(
        partner, email, accountName, buyerAccountName, extendParam, otherGateway, otherCharset);
  }

  /** Without account and name, which must not be logged. */
  @Override
  public String toString() {
    return "partner " + partner + " at " + gateway + " in " + charset;
  }
}
