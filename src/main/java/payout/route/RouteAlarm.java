package payout.route;

import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last step of a route that ended with an exception nobody expected. */
public final class RouteAlarm {

  private static final Logger LOG = LoggerFactory.getLogger(RouteAlarm.class);

  private final Alarm alarm;

  /** Raises this alarm. */
  public RouteAlarm(Alarm alarm) {
    this.alarm = alarm;
  }

  /** Says what went wrong and where; the stack trace goes to the debug log. */
  public void raise(Exchange exchange) {
    Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    alarm.raise(
        AlarmKind.ROUTE,
        "The route "
            + exchange.getFromRouteId()
            + " could not go on: "
            + sentence(thrown)
            + " It tries again by itself.");
    LOG.debug("The route {} could not go on.", exchange.getFromRouteId(), thrown);
  }

  /** The outermost sentence of our own, or what the innermost cause says. */
  static String sentence(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null && !isSentence(root)) {
      root = root.getCause();
    }
    String type = root.getClass().getSimpleName();
    if (root.getMessage() == null) {
      return type + ".";
    }
    return isSentence(root) ? root.getMessage() : type + ": " + root.getMessage() + ".";
  }

  private static boolean isSentence(Throwable thrown) {
    return thrown.getMessage() != null && thrown.getMessage().endsWith(".");
  }
}
