package payout.sheet;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a workbook, row by row and sheet by sheet, in constant memory.
 *
 * <p>Texts are cells of text, so that nothing in them is ever calculated. The same calls make the
 * same bytes: nothing in it tells when it was written.
 */
public final class WorkbookWriter implements Closeable {

  /** How many rows a sheet takes at most. */
  public static final int ROWS_MAX = CellName.ROWS_MAX;

  /** A double keeps any number of so many digits. */
  private static final int DIGITS_MAX = 15;

  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
  private static final String HEAD =
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
  private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  private static final String OFFICE =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  private static final String PACKAGE =
      "http://schemas.openxmlformats.org/package/2006/relationships";
  private static final String TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

  private final ZipOutputStream zip;
  private final Writer out;
  private final int sheets;
  private int sheet;
  private long row;

  /**
   * Starts a workbook.
   *
   * @param stream where it goes; it stays open
   * @param names the names of its sheets, in order
   */
  public WorkbookWriter(OutputStream stream, List<String> names) throws IOException {
    zip = new ZipOutputStream(stream);
    out = new OutputStreamWriter(zip, StandardCharsets.UTF_8);
    sheets = names.size();
    part("[Content_Types].xml", types());
    part("_rels/.rels", relations(relation(1, "officeDocument", "xl/workbook.xml")));
    part("xl/workbook.xml", workbook(names));
    StringBuilder relations = new StringBuilder(relation(sheets + 1, "styles", "styles.xml"));
    for (int i = 1; i <= sheets; i++) {
      relations.append(relation(i, "worksheet", "worksheets/sheet" + i + ".xml"));
    }
    part("xl/_rels/workbook.xml.rels", relations(relations.toString()));
    part("xl/styles.xml", styles());
  }

  private String types() {
    StringBuilder types = new StringBuilder(HEAD);
    types.append("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">");
    types.append(
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package");
    types.append(
        ".relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>");
    types.append(type("/xl/workbook.xml", "sheet.main"));
    types.append(type("/xl/styles.xml", "styles"));
    for (int i = 1; i <= sheets; i++) {
      types.append(type("/xl/worksheets/sheet" + i + ".xml", "worksheet"));
    }
    return types.append("</Types>").toString();
  }

  private static String type(String part, String type) {
    return "<Override PartName=\"" + part + "\" ContentType=\"" + TYPE + type + "+xml\"/>";
  }

  private static String relations(String all) {
    return HEAD + "<Relationships xmlns=\"" + PACKAGE + "\">" + all + "</Relationships>";
  }

  private static String relation(int id, String type, String target) {
    String end = "\" Type=\"" + OFFICE + "/" + type + "\" Target=\"" + target + "\"/>";
    return "<Relationship Id=\"rId" + id + end;
  }

  private static String workbook(List<String> names) {
    StringBuilder text = new StringBuilder(HEAD);
    text.append("<workbook xmlns=\"").append(MAIN).append("\" xmlns:r=\"").append(OFFICE);
    text.append("\"><sheets>");
    for (int i = 1; i <= names.size(); i++) {
      text.append("<sheet name=\"").append(escaped(names.get(i - 1)));
      text.append("\" sheetId=\"" + i + "\" r:id=\"rId" + i + "\"/>");
    }
    return text.append("</sheets></workbook>").toString();
  }

  /** The formats, by their numbers: none, text, an amount. */
  private static String styles() {
    return HEAD
        + "<styleSheet xmlns=\""
        + MAIN
        + "\"><fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
        + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
        + "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
        + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        + "<cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"3\"><xf xfId=\"0\"/>"
        + "<xf numFmtId=\"49\" xfId=\"0\" applyNumberFormat=\"1\"/>"
        + "<xf numFmtId=\"4\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>";
  }

  private void part(String name, String text) throws IOException {
    begin(name);
    out.write(text);
    end();
  }

  private void begin(String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
  }

  private void end() throws IOException {
    out.flush();
    zip.closeEntry();
  }

  /** Begins the next sheet, in which the first row stays in sight. */
  public void nextSheet() throws IOException {
    endSheet();
    sheet++;
    row = 0;
    begin("xl/worksheets/sheet" + sheet + ".xml");
    out.write(
        HEAD + "<worksheet xmlns=\"" + MAIN + "\"><sheetViews><sheetView workbookViewId=\"0\"");
    out.write(
        "><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>");
    out.write("</sheetView></sheetViews><sheetFormatPr defaultColWidth=\"18\"");
    out.write(" defaultRowHeight=\"15\"/><sheetData>");
  }

  private void endSheet() throws IOException {
    if (sheet > 0) {
      out.write("</sheetData></worksheet>");
      end();
    }
  }

  /** How many rows the sheet has. */
  public long rows() {
    return row;
  }

  /**
   * Writes a row.
   *
   * @param amount the place of the value that is written as a number, from 0, if it has at most 15
   *     digits; below 0 for none
   */
  public void row(int amount, String... values) throws IOException {
    row++;
    out.write("<row r=\"" + row + "\">");
    for (int i = 0; i < values.length; i++) {
      String name = "<c r=\"" + new CellName(i, row);
      if (i == amount && isNumber(values[i])) {
        out.write(name + "\" s=\"2\"><v>" + values[i] + "</v></c>");
      } else if (!values[i].isEmpty()) {
        out.write(name + "\" s=\"1\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
        out.write(escaped(CellText.escaped(values[i])));
        out.write("</t></is></c>");
      }
    }
    out.write("</row>");
  }

  private static boolean isNumber(String value) {
    return value.matches("[0-9]+(\\.[0-9]+)?") && value.replace(".", "").length() <= DIGITS_MAX;
  }

  /** What XML cannot hold becomes U+FFFD. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints().forEach(each -> escape(each, escaped));
    return escaped.toString();
  }

  private static void escape(int character, StringBuilder into) {
    switch (character) {
      case '&' -> into.append("&amp;");
      case '<' -> into.append("&lt;");
      case '>' -> into.append("&gt;");
      case '"' -> into.append("&quot;");
      default -> {
        boolean isText =
            character >= ' ' && !isSurrogate(character) && character < 0xfffe
                || character == '\n'
                || character == '\t'
                || character > 0xffff;
        into.appendCodePoint(isText ? character : 0xfffd);
      }
    }
  }

  private static boolean isSurrogate(int character) {
    return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
  }

  /** Ends the workbook; all its sheets must have been begun. */
  @Override
  public void close() throws IOException {
    if (sheet != sheets) {
      throw new IllegalStateException("The workbook has " + sheets + " sheets, not " + sheet + ".");
    }
    endSheet();
    sheet = 0;
    zip.finish();
  }
}
