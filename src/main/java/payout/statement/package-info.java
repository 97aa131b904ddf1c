/**
 * The account's statement as the gateway's merchant page hands it out: reading it, and comparing it
 * with payments.
 *
 * <p>{@link payout.statement.StatementReader} makes a {@link payout.statement.Statement} of bytes
 * that nobody vouches for; {@link payout.statement.RowSort} sets aside what is no payout; {@link
 * payout.statement.Matcher} gives each payment and each row a verdict. A statement can prove that a
 * payment was made. It never proves that one was not.
 *
 * <p>All are plain functions over bytes and values. May use {@code payout.batch}; uses no Camel, no
 * database and no clock.
 */
package payout.statement;
