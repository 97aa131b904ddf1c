package payout.sandbox;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A statement as bytes: CSV in GBK with CRLF, or the XML of a spreadsheet in UTF-8. */
final class StatementText {
  private static final Charset GBK = Charset.forName("GBK");
  private static final String END = "\r\n";

  private final StatementOrder order;
  private final StatementTable table;

  private StatementText(StatementOrder order, StatementTable table) {
    this.order = order;
    this.table = table;
  }

  static byte[] bytes(StatementOrder order, StatementTable table) {
    StatementText text = new StatementText(order, table);
    return table.layout() == StatementLayout.SEARCH_XLS
        ? text.xml().getBytes(StandardCharsets.UTF_8)
        : text.csv().getBytes(GBK);
  }

  private String csv() {
    StringBuilder text = new StringBuilder();
    table.before().forEach(line -> text.append(line).append(END));
    text.append(String.join(",", headings())).append(END);
    int half = text.length();
    for (List<String> row : table.rows()) {
      half = text.length();
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        cells.add(quoted(ended(table.layout().columns().get(i).kind(), row.get(i))));
      }
      text.append(String.join(",", cells)).append(END);
    }
    if (order.has(StatementFault.Kind.CUT)) {
      // In the middle of the last row.
      return text.substring(0, half + (text.length() - half) / 2);
    }
    if (!order.has(StatementFault.Kind.NO_END)) {
      table.after().forEach(line -> text.append(line).append(END));
    }
    return text.toString();
  }

  private List<String> headings() {
    return table.layout().columns().stream().map(StatementLayout.Column::name).toList();
  }

  /** Old ledgers end ids and texts with a tab, newer ones every cell, searches none. */
  private String ended(StatementLayout.Column.Kind kind, String cell) {
    boolean resaved = order.has(StatementFault.Kind.RESAVED) || order.has(StatementFault.Kind.BENT);
    if (resaved || table.layout().isSearch()) {
      return cell;
    }
    boolean isText =
        kind == StatementLayout.Column.Kind.ID || kind == StatementLayout.Column.Kind.TEXT;
    return isText || table.layout() != StatementLayout.V1 ? cell + "\t" : cell;
  }

  private static String quoted(String cell) {
    return cell.contains(",") || cell.contains("\"")
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }

  private String xml() {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"");
    xml.append(" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\n");
    xml.append("<Worksheet ss:Name=\"账务组合查询1\"><Table>\n");
    table.before().forEach(line -> xml.append(xmlRow(List.of(line))));
    xml.append(xmlRow(headings()));
    int half = (table.rows().size() + 1) / 2;
    table.rows().subList(0, half).forEach(row -> xml.append(xmlRow(row)));
    if (order.has(StatementFault.Kind.CUT)) {
      return xml.substring(0, xml.length() - "</Row>".length());
    }
    xml.append("</Table></Worksheet>\n<Worksheet ss:Name=\"账务组合查询2\"><Table>\n");
    table.rows().subList(half, table.rows().size()).forEach(row -> xml.append(xmlRow(row)));
    if (!order.has(StatementFault.Kind.NO_END)) {
      table.after().forEach(line -> xml.append(xmlRow(List.of(line))));
    }
    return xml.append("</Table></Worksheet>\n</Workbook>\n").toString();
  }

  private static String xmlRow(List<String> cells) {
    StringBuilder row = new StringBuilder("<Row>");
    for (String cell : cells) {
      row.append("<Cell><Data ss:Type=\"String\">")
          .append(cell.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
          .append("</Data></Cell>");
    }
    return row.append("</Row>\n").toString();
  }
}
