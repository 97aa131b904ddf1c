package payout.route;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an inbox cannot do outside of its route: look into its folder. Camel would log a stack trace
 * at each look; this calls a person once a minute. Of a file that is decided upon and cannot be
 * moved {@link ReceiveFile} speaks, which knows more about it.
 */
public final class InboxTrouble implements ExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(InboxTrouble.class);

  private final Alarm alarm;

  /** Raises this alarm. */
  public InboxTrouble(Alarm alarm) {
    this.alarm = alarm;
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
    if (exchange == null || exchange.getProperty(ReceiveFile.ARCHIVE) == null) {
      alarm.raise(
          AlarmKind.INBOX,
          "An inbox cannot be looked into: "
              + (thrown == null ? message : thrown.getMessage())
              + " It tries again by itself; no file is taken twice.");
    }
    LOG.debug("An inbox is in trouble: {}", message, thrown);
  }
}
