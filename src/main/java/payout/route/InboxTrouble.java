package payout.route;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an inbox cannot do outside of its route: look into its folder, or move a file that is
 * decided upon. Camel would log a stack trace at each look; this calls a person once a minute.
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
    alarm.raise(
        "inbox",
        "An inbox cannot be looked into, or a file in it cannot be moved to its archive: "
            + (thrown == null ? message : thrown.getMessage())
            + " It tries again by itself; no file is taken twice.");
    LOG.debug("An inbox is in trouble: {}", message, thrown);
  }
}
