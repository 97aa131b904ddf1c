package payout.sheet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import payout.sheet.Cell.Bend;

/** What the formats of a workbook make of numbers. */
final class Styles {

  private static final int FORMATS_MAX = 100_000;

  /** Text that is shown as it stands, colours and countries, and the space of a character. */
  private static final Pattern LITERAL =
      Pattern.compile("\"[^\"]*\"|\\\\.|_.|\\*.|\\[(?![hmsHMS]+])[^\\]]*]|(?i:general)");

  private static final Pattern DATE = Pattern.compile("[ymdhsYMDHS]|[aA]{3}|[eE](?![+-])");
  private static final Pattern SCALED = Pattern.compile("[0#?.],+(?![0#?,])");

  private final List<Bend> bends = new ArrayList<>();

  private Styles() {}

  /** Those of a workbook that has no part for them. */
  static Styles none() {
    return new Styles();
  }

  /** Those of a part. */
  static Styles read(Xml xml) throws IOException {
    Map<Integer, String> codes = new HashMap<>();
    List<Integer> formats = new ArrayList<>();
    for (String child = xml.section(); child != null; child = xml.section()) {
      if (child.equals("numFmts")) {
        readCodes(xml, codes);
      } else if (child.equals("cellXfs")) {
        readFormats(xml, formats);
      }
    }
    Styles styles = new Styles();
    for (int format : formats) {
      styles.bends.add(bend(format, codes.get(format)));
    }
    return styles;
  }

  private static void readCodes(Xml xml, Map<Integer, String> codes) throws IOException {
    for (String child = xml.child(2); child != null; child = xml.child(2)) {
      String code = xml.attribute("formatCode");
      if (child.equals("numFmt") && code != null) {
        codes.put(number(xml.attribute("numFmtId")), code);
        requireFew(codes.size());
      }
    }
  }

  private static void readFormats(Xml xml, List<Integer> formats) throws IOException {
    for (String child = xml.child(2); child != null; child = xml.child(2)) {
      if (child.equals("xf")) {
        String format = xml.attribute("numFmtId");
        formats.add(format == null ? 0 : number(format));
        requireFew(formats.size());
      }
    }
  }

  private static void requireFew(int count) throws IOException {
    if (count > FORMATS_MAX) {
      throw UnusableWorkbookException.broken("structure");
    }
  }

  private static int number(String text) throws IOException {
    if (text == null || !text.matches("[0-9]{1,9}")) {
      throw UnusableWorkbookException.broken("structure");
    }
    return Integer.parseInt(text);
  }

  /** What the style of this number, from 0, makes of a number; null stands for the first. */
  Bend bend(String style) throws IOException {
    int number = style == null ? 0 : number(style);
    if (bends.isEmpty() && number == 0) {
      return Bend.NONE;
    }
    if (number >= bends.size()) {
      throw UnusableWorkbookException.broken("structure");
    }
    return bends.get(number);
  }

  /** What a format makes of a number; without a code it is one that every program knows. */
  static Bend bend(int format, String code) {
    if (code == null) {
      return known(format);
    }
    String bare = LITERAL.matcher(code).replaceAll("");
    if (DATE.matcher(bare).find()) {
      return Bend.DATE;
    }
    boolean showsAnother = bare.contains("%") || SCALED.matcher(bare).find();
    boolean hides = !code.isBlank() && code.matches("[;\\s]*");
    return showsAnother || hides ? Bend.FORMAT : Bend.NONE;
  }

  private static Bend known(int format) {
    boolean date =
        format >= 14 && format <= 22
            || format >= 27 && format <= 36
            || format >= 45 && format <= 47
            || format >= 50 && format <= 58
            || format >= 71 && format <= 81;
    boolean percent = format == 9 || format == 10 || format == 67 || format == 68;
    return date ? Bend.DATE : percent ? Bend.FORMAT : Bend.NONE;
  }
}
