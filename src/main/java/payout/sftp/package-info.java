/**
 * Folders on SFTP servers, as endpoints of Camel: polling, temporary names and the move to the
 * archive are Camel's; the calls to the server are made here.
 *
 * <p>The calls keep these rules: the server's key is always checked, the login stays out of every
 * endpoint, nothing is ever overwritten, sizes are read back, a name that the server gives never
 * becomes a path of this machine, and a file is complete when nothing about it changed for a while
 * by the clock of this machine.
 *
 * <p>May use {@code payout.config}, {@code payout.inbox} and {@code payout.outbox}, and Camel.
 */
package payout.sftp;
