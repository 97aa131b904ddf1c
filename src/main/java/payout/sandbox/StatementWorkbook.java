package payout.sandbox;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A statement as a spreadsheet saves it in its own form (.xlsx): the lines around the rows in
 * column A, numbers of bookings as texts, amounts as numbers, times as days since 1899-12-30.
 */
final class StatementWorkbook {
  private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  private static final String RELATIONS =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
  private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  private static final LocalDateTime DAY_0 = LocalDateTime.of(1899, 12, 30, 0, 0);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final int DIGITS = 15;

  private final StatementTable table;
  private final List<String> texts = new ArrayList<>();

  private StatementWorkbook(StatementTable table) {
    this.table = table;
  }

  static byte[] bytes(StatementTable table) {
    StatementWorkbook workbook = new StatementWorkbook(table);
    String sheet = workbook.sheet();
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put("[Content_Types].xml", utf8(types()));
    parts.put("_rels/.rels", utf8(relations("officeDocument", "xl/workbook.xml")));
    parts.put(
        "xl/_rels/workbook.xml.rels",
        utf8(
            relations(
                "worksheet", "worksheets/sheet1.xml",
                "styles", "styles.xml",
                "sharedStrings", "sharedStrings.xml")));
    parts.put(
        "xl/workbook.xml",
        utf8(
            "<workbook xmlns=\""
                + MAIN
                + "\" xmlns:r=\""
                + RELATIONS
                + "\"><sheets><sheet name=\"statement\" sheetId=\"1\" r:id=\"rId1\"/></sheets>"
                + "</workbook>"));
    parts.put("xl/styles.xml", utf8(styles()));
    parts.put("xl/worksheets/sheet1.xml", utf8(sheet));
    parts.put("xl/sharedStrings.xml", utf8(workbook.sharedStrings()));
    return StatementArchive.of(parts, false);
  }

  private static byte[] utf8(String xml) {
    return (HEAD + xml).getBytes(StandardCharsets.UTF_8);
  }

  private String sheet() {
    StringBuilder xml = new StringBuilder("<worksheet xmlns=\"" + MAIN + "\"><sheetData>");
    int row = 0;
    for (String line : table.before()) {
      xml.append(row(++row, List.of(text(line))));
    }
    List<StatementLayout.Column> columns = table.layout().columns();
    xml.append(row(++row, columns.stream().map(column -> text(column.name())).toList()));
    for (List<String> cells : table.rows()) {
      List<String> written = new ArrayList<>();
      for (int i = 0; i < cells.size(); i++) {
        written.add(cell(columns.get(i).kind(), cells.get(i).strip()));
      }
      xml.append(row(++row, written));
    }
    for (String line : table.after()) {
      xml.append(row(++row, List.of(text(line))));
    }
    return xml.append("</sheetData></worksheet>").toString();
  }

  /** Cells that are empty are left out, so each cell names its place. */
  private static String row(int number, List<String> cells) {
    StringBuilder row = new StringBuilder("<row r=\"" + number + "\">");
    for (int i = 0; i < cells.size(); i++) {
      if (!cells.get(i).isEmpty()) {
        row.append("<c r=\"").append((char) ('A' + i)).append(number).append('"');
        row.append(cells.get(i)).append("</c>");
      }
    }
    return row.append("</row>").toString();
  }

  private String cell(StatementLayout.Column.Kind kind, String value) {
    return value.isEmpty()
        ? ""
        : switch (kind) {
          case AMOUNT, BALANCE, NUMBER -> " t=\"n\"><v>" + plain(value) + "</v>";
          case TIME -> " s=\"1\"><v>" + days(value) + "</v>";
          case ID, TEXT, PLAIN -> text(value);
        };
  }

  private String text(String value) {
    int place = texts.indexOf(value);
    if (place < 0) {
      place = texts.size();
      texts.add(value);
    }
    return " t=\"s\"><v>" + place + "</v>";
  }

  private static String plain(String number) {
    BigDecimal value = new BigDecimal(number).stripTrailingZeros();
    return value.signum() == 0 ? "0" : value.toPlainString();
  }

  private static String days(String time) {
    long seconds = Duration.between(DAY_0, LocalDateTime.parse(time, TIME)).toSeconds();
    return BigDecimal.valueOf(seconds)
        .divide(BigDecimal.valueOf(86_400), new MathContext(DIGITS))
        .stripTrailingZeros()
        .toPlainString();
  }

  private String sharedStrings() {
    StringBuilder xml = new StringBuilder("<sst xmlns=\"" + MAIN + "\">");
    for (String text : texts) {
      xml.append("<si><t xml:space=\"preserve\">")
          .append(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
          .append("</t></si>");
    }
    return xml.append("</sst>").toString();
  }

  private static String styles() {
    return "<styleSheet xmlns=\""
        + MAIN
        + "\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy/m/d\\ h:mm\"/></numFmts>"
        + "<fonts count=\"1\"><font><sz val=\"10\"/><name val=\"Arial\"/></font></fonts>"
        + "<fills count=\"1\"><fill><patternFill patternType=\"none\"/></fill></fills>"
        + "<borders count=\"1\"><border/></borders>"
        + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\"/></cellStyleXfs>"
        + "<cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"164\" applyNumberFormat=\"1\"/>"
        + "</cellXfs></styleSheet>";
  }

  private static String types() {
    String of = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    return "<Types xmlns=\""
        + PACKAGE
        + "content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        + "<Default Extension=\"rels\""
        + " ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        + type("workbook", of + "sheet.main+xml")
        + type("worksheets/sheet1", of + "worksheet+xml")
        + type("styles", of + "styles+xml")
        + type("sharedStrings", of + "sharedStrings+xml")
        + "</Types>";
  }

  private static String type(String part, String type) {
    return "<Override PartName=\"/xl/" + part + ".xml\" ContentType=\"" + type + "\"/>";
  }

  private static String relations(String... typesAndTargets) {
    StringBuilder xml = new StringBuilder("<Relationships xmlns=\"" + PACKAGE + "relationships\">");
    for (int i = 0; i < typesAndTargets.length; i += 2) {
      xml.append("<Relationship Id=\"rId").append(i / 2 + 1);
      xml.append("\" Type=\"").append(RELATIONS).append('/').append(typesAndTargets[i]);
      xml.append("\" Target=\"").append(typesAndTargets[i + 1]).append("\"/>");
    }
    return xml.append("</Relationships>").toString();
  }
}
