package payout.route;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises an alarm for what fails outside a route: polling a folder, and moving or deleting a file
 * that is kept beside an inbox. Camel would log a stack trace at each poll. A decided payout file
 * that cannot be moved is reported by {@link ReceiveFile}, which knows more about it.
 */
public final class InboxTrouble implements ExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(InboxTrouble.class);

  private final Alarm alarm;
  private final AlarmKind kind;
  private final String what;

  private InboxTrouble(Alarm alarm, AlarmKind kind, String what) {
    this.alarm = alarm;
    this.kind = kind;
    this.what = what;
  }

  /** For inboxes and the folder of approval files. */
  static InboxTrouble ofInboxes(Alarm alarm) {
    return new InboxTrouble(alarm, AlarmKind.INBOX, "An inbox cannot be polled: ");
  }

  /** For the folders that are kept beside inboxes. */
  static InboxTrouble ofArchives(Alarm alarm) {
    return new InboxTrouble(
        alarm, AlarmKind.ARCHIVE, "Files kept beside an inbox cannot be moved or deleted: ");
  }

  @Override
  public void handleException(Throwable thrown) {
    handleException("", null, thrown);
  }

  @Override
  public void handleException(String message, Throwable thrown) {
    handleException(message, null, thrown);
  }

  @Override
  public void handleException(String message, Exchange exchange, Throwable thrown) {
    if (exchange == null
        || kind == AlarmKind.ARCHIVE
        || exchange.getProperty(InboxArchive.ARCHIVE) == null) {
      alarm.raise(
          kind,
          what
              + (thrown == null ? message : thrown.getMessage())
              + " It is retried automatically; no file is taken twice.");
    }
    LOG.debug("A poll, a move or a deletion failed: {}", message, thrown);
  }
}
