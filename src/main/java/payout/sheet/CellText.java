package payout.sheet;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a cell as a workbook writes it. */
final class CellText {

  /** How a workbook writes a character that XML lacks. */
  private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");

  private static final int HEXADECIMAL = 16;

  private CellText() {}

  /**
   * The text of the element at which it stands: its own, or that of its runs of one format each,
   * one after the other. The reading of a name, which is written above it, is none of it.
   */
  static String runs(Xml xml) throws IOException {
    StringBuilder text = new StringBuilder();
    int element = xml.depth();
    for (String child = xml.child(element); child != null; child = xml.child(element)) {
      if (child.equals("t")) {
        text.append(xml.text());
      } else if (child.equals("r")) {
        run(xml, text);
      }
      if (text.length() > Xml.TEXT_MAX) {
        throw UnusableWorkbookException.broken("long", Xml.TEXT_MAX);
      }
    }
    return unescaped(text.toString());
  }

  private static void run(Xml xml, StringBuilder text) throws IOException {
    int run = xml.depth();
    for (String child = xml.child(run); child != null; child = xml.child(run)) {
      if (child.equals("t")) {
        text.append(xml.text());
      }
    }
  }

  /**
   * With the characters that were written as their numbers. Half of a character is a fault: no
   * charset writes it, and a question mark would take its place.
   */
  static String unescaped(String text) throws IOException {
    if (!text.contains("_x")) {
      return text;
    }
    String whole =
        ESCAPED
            .matcher(text)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        Character.toString((char) Integer.parseInt(found.group(1), HEXADECIMAL))));
    if (whole.codePoints().anyMatch(CellText::isHalf)) {
      throw UnusableWorkbookException.broken("structure");
    }
    return whole;
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  /** The same text so that a workbook can hold it, and nothing in it is read as an escape. */
  static String escaped(String text) {
    return text.contains("_x") ? ESCAPED.matcher(text).replaceAll("_x005F$0") : text;
  }
}
