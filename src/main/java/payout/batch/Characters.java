package payout.batch;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which characters can be seen, for values that are paid and for text from outside that is shown.
 *
 * <p>A payee's name with an invisible character is a different name from the one that was checked.
 * A file's name with an escape sequence or a line end could forge a line of the log.
 */
public final class Characters {

  private static final char BRAILLE_BLANK = '\u2800';
  private static final char DELETE = '\u007f';

  private static final Pattern SHORTENED =
      Pattern.compile("[0-9]+(?:[.,][0-9]+[Ee][+-]?|[Ee][+-])[0-9]+");

  private Characters() {}

  /**
   * Whether a code point is invisible or changes how the text around it is shown: controls, line
   * and paragraph separators, zero-width characters, bidi controls, a byte order mark, soft
   * hyphens, variation selectors, tags, fillers, and half of a surrogate pair.
   *
   * <p>These are Unicode's categories Cc, Cf, Cs, Zl and Zp and all that has its property {@code
   * Default_Ignorable_Code_Point}. A blank that takes up space is none of them, see {@link
   * #isBlank(int)}.
   */
  public static boolean hidesText(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.NON_SPACING_MARK, Character.OTHER_LETTER, Character.UNASSIGNED ->
          isIgnorable(codePoint);
      default -> false;
    };
  }

  /** Whether a code point is shown as nothing but space: the blanks of every script. */
  public static boolean isBlank(int codePoint) {
    boolean isVisibleAscii = codePoint > ' ' && codePoint < DELETE;
    return !isVisibleAscii
        && (codePoint == ' '
            || codePoint == BRAILLE_BLANK
            || Character.isSpaceChar(codePoint)
            || Character.isWhitespace(codePoint));
  }

  /** Whether the text is empty or nothing but blanks. */
  public static boolean areBlank(String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (!isBlank(text.codePointAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the text starts or ends with a blank. */
  public static boolean haveBlankAtEnd(String text) {
    return !text.isEmpty()
        && (isBlank(text.codePointAt(0)) || isBlank(text.codePointBefore(text.length())));
  }

  /** Whether a spreadsheet could run this text as a formula. */
  public static boolean startLikeFormula(String text) {
    return !text.isEmpty() && startsFormula(text.charAt(0));
  }

  /** The ASCII characters and their full-width forms, which spreadsheets treat the same. */
  private static boolean startsFormula(char first) {
    return switch (first) {
      case '=', '+', '-', '@', '\uff1d', '\uff0b', '\uff0d', '\uff20', '\t', '\r' -> true;
      default -> false;
    };
  }

  /**
   * Whether the text is a long number as a spreadsheet shortens and saves it: {@code 2.02611E+11},
   * with the digits lost. It has a decimal point, or a sign after the E, as every spreadsheet
   * writes it. So {@code 12E5} and {@code ABC-1E+5}, which may well be numbers of an ERP, do not
   * count.
   */
  public static boolean areShortenedNumber(String text) {
    // Every serial number passes here, and hardly any has an E.
    boolean mayBe = text.indexOf('E') >= 0 || text.indexOf('e') >= 0;
    return mayBe && SHORTENED.matcher(text).matches();
  }

  /**
   * Text from outside as it may be shown in a log, on a terminal or in a report: each character
   * that {@linkplain #hidesText(int) hides text} is escaped like <code>&#92;u001b</code>, each half
   * of a surrogate pair separately.
   */
  public static String shown(String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (hidesText(text.codePointAt(i))) {
        return escaped(text, i);
      }
    }
    return text;
  }

  /** Like {@link #shown}, for a text of several lines that the program made. */
  public static String shownLines(String text) {
    return text.lines().map(Characters::shown).collect(Collectors.joining(System.lineSeparator()));
  }

  /** A code point for a message, such as {@code U+9FA6}. */
  public static String name(int codePoint) {
    return String.format(Locale.ROOT, "U+%04X", codePoint);
  }

  private static String escaped(String text, int first) {
    StringBuilder out = new StringBuilder(text.length() + 32).append(text, 0, first);
    text.substring(first).codePoints().forEach(each -> append(each, out));
    return out.toString();
  }

  private static void append(int codePoint, StringBuilder out) {
    if (!hidesText(codePoint)) {
      out.appendCodePoint(codePoint);
      return;
    }
    for (char unit : Character.toChars(codePoint)) {
      out.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
    }
  }

  /** Those code points of Default_Ignorable_Code_Point that are in none of the categories above. */
  private static boolean isIgnorable(int codePoint) {
    return switch (codePoint) {
      case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2065, 0x3164, 0xffa0 -> true;
      default ->
          isBetween(codePoint, 0x180b, 0x180f)
              || isBetween(codePoint, 0xfe00, 0xfe0f)
              || isBetween(codePoint, 0xfff0, 0xfff8)
              || isBetween(codePoint, 0xe0000, 0xe0fff);
    };
  }

  private static boolean isBetween(int codePoint, int first, int last) {
    return codePoint >= first && codePoint <= last;
  }
}
