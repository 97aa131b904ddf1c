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
      return "A port is in use by another program: " + root.getMessage();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
