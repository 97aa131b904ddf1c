package payout.inbox;

import java.util.List;
import java.util.Locale;
import payout.batch.Characters;
import payout.batch.FileNames;

/**
 * Which names a payout file can have, in a folder of this machine or of a server.
 *
 * <p>The writers of an inbox choose the names in it, and Camel turns a backslash into a slash. A
 * name must never be more than the name of a file in that folder.
 */
public final class InboxName {

  /** The suffix of a done-file. */
  public static final String DONE = ".done";

  /** The folders beside an inbox in which files are kept that were taken in. */
  public static final List<String> KEPT = List.of(".waiting", ".done", ".rejected");

  /** A name has at most 255 bytes; a file whose name is cut here is refused for its name. */
  static final int HIDDEN_BYTES_MAX = 190;

  private static final List<String> HIDDEN = List.of(".", "~$");
  private static final List<String> UNFINISHED = List.of(".tmp", ".part", ".filepart", DONE);

  /** Java's replacement for bytes that are not UTF-8; a file cannot be opened by such a name. */
  private static final int UNREADABLE = 0xfffd;

  private InboxName() {}

  /**
   * Whether a file of this name is skipped without an alarm: hidden files, lock files of
   * spreadsheets, unfinished files and done-files. Case does not matter.
   */
  public static boolean isIgnored(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return HIDDEN.stream().anyMatch(name::startsWith)
        || UNFINISHED.stream().anyMatch(lower::endsWith);
  }

  /**
   * Whether a name can only be that of a file in its folder: no slash, no backslash, and no
   * character that {@linkplain Characters#hidesText(int) hides text} or is not text.
   */
  public static boolean isFileName(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.codePoints().noneMatch(InboxName::isForbidden);
  }

  /**
   * The name under which a file is claimed before it is opened: that of its payout file for a
   * done-file, as long as it is found in a hidden name.
   */
  public static String toClaim(String name) {
    String own = name.endsWith(DONE) ? name.substring(0, name.length() - DONE.length()) : name;
    return FileNames.cut(own, HIDDEN_BYTES_MAX);
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
