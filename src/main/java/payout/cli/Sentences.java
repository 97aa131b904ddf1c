package payout.cli;

import java.net.BindException;

/** Makes of an exception a sentence for the person who started the program. */
final class Sentences {

  private Sentences() {}

  static String of(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null && !(root instanceof RefusedToStartException)) {
      root = root.getCause();
    }
    if (root instanceof BindException) {
      return "Another program took the port of payout.notify.port or camel.management.port during the"
          + " start ("
          + root.getMessage()
          + "). Start again; the sentence then names the port.";
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
