/**
 * The gateway's asynchronous notify: its form, its parts, and what it changes (document section 6).
 *
 * <p>In the order of processing: {@link payout.notify.NotifyForm} parses the bytes and returns the
 * text that the sign covers; {@link payout.notify.NotifyHead} names the payer and the batch; {@link
 * payout.notify.NotifyIdentity} recognizes a repeated delivery; {@link payout.notify.Notification}
 * holds the records, decoded in the batch's charset; {@link payout.notify.Merge} merges them into
 * the results.
 *
 * <p>All are plain functions over bytes and values, so a delivery that fails at any point can be
 * processed again with the same result. May use {@code payout.batch} and {@code payout.gateway};
 * uses no Camel, no database, no file and no clock.
 */
package payout.notify;
