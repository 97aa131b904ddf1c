/**
 * The files that go out: names, columns and rows of acks, rejects, results, retries and
 * corrections.
 *
 * <p>Every file is a stream of rows into an {@link payout.outbox.OutboxText}, so a file of a
 * million lines needs no more memory than one of ten, and the same rows give the same bytes however
 * often they are written.
 *
 * <p>Two kinds of values, never mixed up:
 *
 * <ul>
 *   <li>The payer's own (serial, account, name, remark) go out exactly as they came in. A letter
 *       that the file's charset has not is an {@link payout.outbox.UnencodableValueException},
 *       because a name that was altered is another name.
 *   <li>Foreign text (the gateway's codes and serials, words about them, a file's name) is made
 *       safe by {@link payout.outbox.ForeignText}: no result file may fail for ever over a letter
 *       in an error text, and none may run as a formula on a desk in accounting.
 * </ul>
 *
 * <p>May use {@code payout.batch} and {@code payout.ledger}; uses no Camel and no clock. It writes
 * into the streams that it is given and opens none.
 */
package payout.outbox;
