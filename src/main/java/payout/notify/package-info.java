/**
 * The gateway's asynchronous notify: its form, its parts, and what it changes (document section 6).
 *
 * <p>The order in which a notify is believed: {@link payout.notify.NotifyForm} takes the bytes
 * apart and gives the text that the sign goes over; {@link payout.notify.NotifyHead} names the
 * payer and the batch; {@link payout.notify.NotifyIdentity} tells whether it was here before;
 * {@link payout.notify.Notification} holds its records, read in the batch's charset; {@link
 * payout.notify.Merge} says what they change.
 *
 * <p>Plain functions over bytes and values, so a delivery that is cut at any point can be walked
 * again with the same end. May use {@code payout.batch} and {@code payout.gateway}; uses no Camel,
 * no database, no file and no clock.
 */
package payout.notify;
