package payout.inbox;

import java.util.List;
import java.util.Locale;

/**
 * Which names a payout file can have, in a folder of this machine or of a server.
 *
 * <p>Whoever may write an inbox chooses the names in it. A name is never more than the name of a
 * file in that folder, and it is shown in logs and acknowledgements without changing them.
 */
public final class InboxName {

  /** What a done-file has behind the name of its file. */
  public static final String DONE = ".done";

  private static final List<String> HIDDEN = List.of(".", "~$");
  private static final List<String> UNFINISHED = List.of(".tmp", ".part", ".filepart", DONE);

  /** Letters that take no place on a screen although Unicode does not list them as formats. */
  private static final String INVISIBLE = "\u034f\u115f\u1160\u3164\uffa0";

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
   * Whether a name is that of a file in its folder and nothing else: no slash, no backslash, no
   * control character, nothing invisible or that changes the direction of writing.
   */
  public static boolean isFileName(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.codePoints().allMatch(InboxName::isHarmless);
  }

  /** The name with every character escaped that could change how it looks. */
  public static String shown(String name) {
    StringBuilder shown = new StringBuilder();
    name.codePoints()
        .forEach(
            each -> {
              if (each == '/' || each == '\\' || isHarmless(each)) {
                shown.appendCodePoint(each);
              } else {
                shown.append(String.format(Locale.ROOT, "<U+%04X>", each));
              }
            });
    return shown.toString();
  }

  private static boolean isHarmless(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default ->
          character != '/'
              && character != '\\'
              && character != UNREADABLE
              && INVISIBLE.indexOf(character) < 0;
    };
  }
}
