package payout.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A workbook, part by part, so that a test can write what no spreadsheet program would. */
public final class WorkbookBytes {

  /** The part of the first sheet. */
  public static final String SHEET = "xl/worksheets/sheet1.xml";

  private static final String NS =
      " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
  private static final String OFFICE =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  private static final String MAIN_TYPE =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

  private final Map<String, byte[]> parts = new LinkedHashMap<>();
  private final StringBuilder sheets = new StringBuilder();
  private final StringBuilder relations = new StringBuilder();
  private int count;

  /** A workbook whose first sheet has these rows, in XML. */
  public static WorkbookBytes ofRows(String rows) {
    return ofSheet("<sheetData>" + rows + "</sheetData>");
  }

  /** A workbook whose first sheet has this content, in XML. */
  public static WorkbookBytes ofSheet(String content) {
    return new WorkbookBytes().sheet("Sheet1", "visible", content);
  }

  /** A row of texts, written into its cells; an empty text is no cell. */
  public static String row(int number, String... texts) {
    StringBuilder row = new StringBuilder("<row r=\"" + number + "\">");
    for (int i = 0; i < texts.length; i++) {
      if (!texts[i].isEmpty()) {
        row.append(text((char) ('A' + i) + "" + number, texts[i]));
      }
    }
    return row + "</row>";
  }

  /** A cell of text. */
  public static String text(String cell, String text) {
    return "<c r=\""
        + cell
        + "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"
        + text.replace("&", "&amp;").replace("<", "&lt;")
        + "</t></is></c>";
  }

  /** A cell of a number, as it is stored, of a style. */
  public static String number(String cell, String stored, int style) {
    return "<c r=\"" + cell + "\" s=\"" + style + "\"><v>" + stored + "</v></c>";
  }

  /** Adds a sheet behind the others. */
  public WorkbookBytes sheet(String name, String state, String content) {
    count++;
    sheets.append("<sheet name=\"" + name + "\" sheetId=\"" + count + "\" state=\"" + state);
    sheets.append("\" r:id=\"rId" + count + "\"/>");
    relation(OFFICE + "/worksheet", "worksheets/sheet" + count + ".xml", count);
    return part(
        "xl/worksheets/sheet" + count + ".xml", "<worksheet" + NS + ">" + content + "</worksheet>");
  }

  /** Adds formats: style 0 is none, 1 the first of these codes, and so on. */
  public WorkbookBytes formats(String... codes) {
    StringBuilder all = new StringBuilder("<numFmts>");
    StringBuilder uses = new StringBuilder("<cellXfs><xf numFmtId=\"0\"/>");
    for (int i = 0; i < codes.length; i++) {
      String code = codes[i].replace("&", "&amp;").replace("\"", "&quot;");
      all.append("<numFmt numFmtId=\"" + (176 + i) + "\" formatCode=\"" + code + "\"/>");
      uses.append("<xf numFmtId=\"" + (176 + i) + "\"/>");
    }
    relation(OFFICE + "/styles", "styles.xml", 900);
    return part(
        "xl/styles.xml",
        "<styleSheet" + NS + ">" + all + "</numFmts>" + uses + "</cellXfs></styleSheet>");
  }

  /** Adds shared texts, each the content of its element. */
  public WorkbookBytes strings(String... contents) {
    StringBuilder all = new StringBuilder();
    for (String content : contents) {
      all.append("<si>" + content + "</si>");
    }
    relation(OFFICE + "/sharedStrings", "sharedStrings.xml", 901);
    return part("xl/sharedStrings.xml", "<sst" + NS + ">" + all + "</sst>");
  }

  /** Adds a relation of the workbook. */
  public WorkbookBytes relation(String type, String target, int id) {
    relations.append("<Relationship Id=\"rId" + id + "\" Type=\"" + type);
    relations.append("\" Target=\"" + target + "\"/>");
    return this;
  }

  /** Adds or replaces a part. */
  public WorkbookBytes part(String name, String text) {
    parts.put(name, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Adds or replaces a part. */
  public WorkbookBytes part(String name, byte[] bytes) {
    parts.put(name, bytes);
    return this;
  }

  /** The parts by their names, in the order of the archive. */
  public Map<String, byte[]> parts() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put("[Content_Types].xml", utf8(types(MAIN_TYPE)));
    all.put(
        "_rels/.rels",
        utf8(
            relations(
                "<Relationship Id=\"r\" Type=\""
                    + OFFICE
                    + "/officeDocument\" Target=\"xl/workbook.xml\"/>")));
    all.put(
        "xl/workbook.xml",
        utf8(
            "<workbook"
                + NS
                + " xmlns:r=\""
                + OFFICE
                + "\"><sheets>"
                + sheets
                + "</sheets></workbook>"));
    all.put("xl/_rels/workbook.xml.rels", utf8(relations(relations.toString())));
    all.putAll(parts);
    return all;
  }

  /** A list of content types in which the workbook has this one. */
  public static String types(String workbook) {
    return "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
        + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        + "<Override PartName=\"/xl/workbook.xml\" ContentType=\""
        + workbook
        + "\"/></Types>";
  }

  private static String relations(String all) {
    return "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        + all
        + "</Relationships>";
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Writes a workbook in the plain layout with so many lines, whose texts are all shared and whose
   * amounts are numbers.
   */
  public static void writeMany(OutputStream stream, int lines, IntFunction<String[]> line)
      throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(stream)) {
      Writer out = new OutputStreamWriter(zip, StandardCharsets.UTF_8);
      WorkbookBytes small =
          ofRows("").strings("<t>serial_no</t>").part(SHEET, "").part("xl/sharedStrings.xml", "");
      for (Map.Entry<String, byte[]> part : small.parts().entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        switch (part.getKey()) {
          case SHEET -> writeRows(out, lines, line);
          case "xl/sharedStrings.xml" -> writeStrings(out, lines, line);
          default -> zip.write(part.getValue());
        }
        out.flush();
        zip.closeEntry();
      }
    }
  }

  private static final String[] HEADING = {
    "serial_no", "payee_account", "payee_name", "amount", "remark"
  };

  private static void writeRows(Writer out, int lines, IntFunction<String[]> line)
      throws IOException {
    out.write("<worksheet" + NS + "><sheetData>");
    int next = 0;
    for (int row = 1; row <= lines + 1; row++) {
      out.write("<row r=\"" + row + "\">");
      for (int column = 0; column < HEADING.length; column++) {
        String name = "<c r=\"" + (char) ('A' + column) + row + "\"";
        boolean isAmount = row > 1 && column == 3;
        out.write(
            isAmount
                ? name + "><v>" + line.apply(row)[column] + "</v></c>"
                : name + " t=\"s\"><v>" + next++ + "</v></c>");
      }
      out.write("</row>");
    }
    out.write("</sheetData></worksheet>");
  }

  private static void writeStrings(Writer out, int lines, IntFunction<String[]> line)
      throws IOException {
    out.write("<sst" + NS + ">");
    for (int row = 1; row <= lines + 1; row++) {
      String[] texts = row == 1 ? HEADING : line.apply(row);
      for (int column = 0; column < texts.length; column++) {
        if (row == 1 || column != 3) {
          out.write("<si><t>" + texts[column] + "</t></si>");
        }
      }
    }
    out.write("</sst>");
  }

  /** The archive. */
  public byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> part : parts().entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
