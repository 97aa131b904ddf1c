package payout.route;

import java.util.regex.Pattern;
import payout.batch.Characters;

/**
 * An exception as one line for an operator: its class and message, and those of its root cause.
 *
 * <p>The line is limited in length and holds no control character and no account number, because a
 * message may quote a line of a payout file.
 */
final class Causes {

  private static final int CHARACTERS_MAX = 400;
  private static final String OWN = "payout.";

  /** An e-mail address, except a login in the address of a server. */
  private static final Pattern EMAIL =
      Pattern.compile("(?<![\\w/.+-])[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+");

  private static final Pattern MOBILE =
      Pattern.compile("(?<![0-9A-Za-z])1[0-9]{10}(?![0-9A-Za-z])");

  private Causes() {}

  /** One line without a full stop at its end, unless the message has one. */
  static String of(Throwable thrown) {
    Throwable reported = reported(thrown);
    Throwable root = root(reported);
    String line = named(reported);
    if (root != reported && !line.contains(message(root))) {
      line += (line.endsWith(".") ? " " : ". ") + "Cause: " + named(root);
    }
    return shown(line);
  }

  /** The outermost exception of this program, otherwise the root cause; wrappers add nothing. */
  private static Throwable reported(Throwable thrown) {
    Throwable reported = thrown;
    while (reported.getCause() != null && !reported.getClass().getName().startsWith(OWN)) {
      reported = reported.getCause();
    }
    return reported;
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String named(Throwable thrown) {
    String message = message(thrown);
    String type = thrown.getClass().getSimpleName();
    return message.isEmpty() ? type : type + ": " + message;
  }

  private static String message(Throwable thrown) {
    return thrown.getMessage() == null ? "" : thrown.getMessage();
  }

  /** A text of unknown origin as it may be logged: masked, escaped and shortened. */
  static String shown(String text) {
    String masked = MOBILE.matcher(EMAIL.matcher(text).replaceAll("***")).replaceAll("***");
    String bounded =
        masked.length() <= CHARACTERS_MAX ? masked : masked.substring(0, CHARACTERS_MAX) + "…";
    return Characters.shown(bounded);
  }
}
