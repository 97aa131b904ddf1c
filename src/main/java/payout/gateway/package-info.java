/**
 * The protocol of the gateway: requests, signatures, and the meaning of answers.
 *
 * <p>Bytes go out of {@link payout.gateway.PayoutRequest}, bytes come back into {@link
 * payout.gateway.AnswerReader}, and {@link payout.gateway.OutcomeRule} decides what that means for
 * the batch: taken, refused or unknown, never only "failed". No class here opens a connection, a
 * file or the ledger, or reads the clock. Section numbers in the comments are those of the
 * gateway's document, {@code batch_trans_notify_no_pwd} 1.3.
 *
 * <p>It may use {@code payout.batch} and no other package, and no Camel. Of libraries it uses
 * Bouncy Castle (to read keys), Jackson's XML module on Woodstox (the answer), FastCSV (the table
 * of codes) and, only to know their names, two exceptions of Apache HttpClient.
 */
package payout.gateway;
