/**
 * The output files: names, columns and rows of acks, rejects, results, retries and corrections, and
 * how a written file gets its name in the outbox.
 *
 * <p>Every file is a stream of rows into an {@link payout.outbox.OutboxText}, so a file of a
 * million lines needs no more memory than a file of ten, and the same rows always give the same
 * bytes.
 *
 * <p>There are two kinds of values:
 *
 * <ul>
 *   <li>The payer's values (serial, account, name, remark) are written exactly as they came in. A
 *       character that the file's charset lacks is an {@link
 *       payout.outbox.UnencodableValueException}, because an altered name is a different name.
 *   <li>Foreign text (the gateway's codes and serials, words about them, a file's name) is made
 *       safe by {@link payout.outbox.OutboxText#foreign}: a character in an error text must not
 *       make a result file fail forever, and no text may run as a formula in the accountant's
 *       spreadsheet.
 * </ul>
 *
 * <p>May use {@code payout.batch} and {@code payout.ledger}; uses no Camel and no clock. Content is
 * written into streams that the caller opened.
 */
package payout.outbox;
