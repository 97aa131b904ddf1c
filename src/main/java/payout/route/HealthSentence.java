package payout.route;

import org.apache.camel.health.HealthCheck;

/**
 * What a check that is down says to people: what is wrong, where, and what to do. Our own checks
 * say all of it; Camel's say the cause alone, or nothing.
 */
final class HealthSentence {

  private static final String CONSUMER = "consumer:";
  private static final String ROUTE = "route:";

  private HealthSentence() {}

  /** One or more sentences; empty for a check that is not down and has nothing to say. */
  static String of(HealthCheck.Result result) {
    String why = HealthAnswer.message(result);
    return result.getState() == HealthCheck.State.DOWN ? of(result.getCheck().getId(), why) : why;
  }

  private static String of(String check, String why) {
    if (check.startsWith(CONSUMER)) {
      return "Nothing is taken through "
          + check.substring(CONSUMER.length())
          + because(why)
          + " What is there waits, and is tried again automatically. Look at the folder or the"
          + " server, and at who may read it.";
    }
    if (check.startsWith(ROUTE)) {
      return "The route "
          + check.substring(ROUTE.length())
          + " does not run"
          + because(why)
          + " Start the process again; if that does not help, look at its file in routes/.";
    }
    return why.isEmpty()
        ? "The check " + check + " is down and gives no reason. Look at the log of this process."
        : ended(why);
  }

  private static String because(String why) {
    return why.isEmpty() ? "." : ": " + ended(why);
  }

  /** With a full stop. */
  static String ended(String why) {
    return why.matches("(?s).*[.!?…]") ? why : why + ".";
  }
}
