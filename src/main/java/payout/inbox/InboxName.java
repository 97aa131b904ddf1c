package payout.inbox;

import java.util.List;
import java.util.Locale;
import payout.batch.Characters;

/**
 * Which names a payout file can have, in a folder of this machine or of a server.
 *
 * <p>Whoever may write an inbox chooses the names in it; Camel makes a slash of a backslash. A name
 * must never be more than the name of a file in that folder.
 */
public final class InboxName {

  /** What a done-file has behind the name of its file. */
  public static final String DONE = ".done";

  /** The folders beside an inbox in which files are kept that were taken in. */
  public static final List<String> KEPT = List.of(".waiting", ".done", ".rejected");

  private static final List<String> HIDDEN = List.of(".", "~$");
  private static final List<String> UNFINISHED = List.of(".tmp", ".part", ".filepart", DONE);

  /** What Java makes of bytes that are no UTF-8: the file cannot be named by such a text. */
  private static final int UNREADABLE = 0xfffd;

  private InboxName() {}

  /**
   * Whether a file of this name is left alone in silence: hidden files, the lock files of
   * spreadsheets, files that are not written to the end, and done-files. Case does not matter.
   */
  public static boolean isIgnored(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return HIDDEN.stream().anyMatch(name::startsWith)
        || UNFINISHED.stream().anyMatch(lower::endsWith);
  }

  /**
   * Whether a name is that of a file in its folder and nothing else: no slash, no backslash, and
   * nothing that {@linkplain Characters#hidesText(int) hides text} or cannot be read as text.
   */
  public static boolean isFileName(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.codePoints().noneMatch(InboxName::isForbidden);
  }

  /** The name as it may be shown, see {@link Characters#shown}. */
  public static String shown(String name) {
    return Characters.shown(name);
  }

  private static boolean isForbidden(int character) {
    return character == '/'
        || character == '\\'
        || character == UNREADABLE
        || Characters.hidesText(character);
  }
}
