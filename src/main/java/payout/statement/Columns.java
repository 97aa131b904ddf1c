package payout.statement;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where the columns of a statement are, by their names: their order differs from file to file. */
final class Columns {

  private static final Map<String, String> LEDGER =
      Map.of(
          "booking", "账务流水号",
          "business", "业务流水号",
          "order", "商户订单号",
          "time", "发生时间",
          "in", "收入金额",
          "out", "支出金额",
          "type", "业务类型",
          "remark", "备注",
          "payee", "对方账号");

  private static final Map<String, String> SEARCH =
      Map.of(
          "booking", "支付宝流水号",
          "business", "支付宝交易号",
          "order", "商户订单号",
          "time", "入账时间",
          "in", "收入",
          "out", "支出",
          "type", "账务类型",
          "remark", "备注",
          "payee", "对方名称",
          "payeeAccount", "对方账户");

  /** Without these a row means nothing; the others come and go. */
  private static final Set<String> NEEDED =
      Set.of("booking", "business", "order", "time", "in", "out", "type");

  private final Layout layout;
  private final int width;
  private final Map<String, Integer> places = new HashMap<>();

  private Columns(Layout layout, int width) {
    this.layout = layout;
    this.width = width;
  }

  /**
   * The columns that a row names; empty when it is no heading of a layout.
   *
   * @throws UnreadableStatementException when it is one, but a column is missing or there twice
   */
  static Optional<Columns> of(List<String> row) throws UnreadableStatementException {
    List<String> names = row.stream().map(Columns::plain).toList();
    Layout layout = layout(names);
    return layout == null ? Optional.empty() : Optional.of(placed(layout, names));
  }

  private static Layout layout(List<String> names) {
    if (names.contains("账务流水号") && names.contains("发生时间")) {
      return Layout.LEDGER;
    }
    return names.contains("入账时间") && names.contains("账务类型") ? Layout.SEARCH : null;
  }

  private static Columns placed(Layout layout, List<String> names)
      throws UnreadableStatementException {
    Columns columns = new Columns(layout, names.size());
    Map<String, String> wanted = layout == Layout.LEDGER ? LEDGER : SEARCH;
    for (Map.Entry<String, String> each : wanted.entrySet()) {
      int place = names.indexOf(each.getValue());
      if (place != names.lastIndexOf(each.getValue())) {
        throw new UnreadableStatementException(
            "The statement has two columns " + each.getValue() + "; nothing of it is used.");
      }
      if (place < 0 && NEEDED.contains(each.getKey())) {
        throw new UnreadableStatementException(
            "The statement has no column " + each.getValue() + "; nothing of it is used.");
      }
      columns.places.put(each.getKey(), place);
    }
    return columns;
  }

  /** A name without blanks, quotes, and brackets with what is in them. */
  static String plain(String name) {
    return name.replaceAll("[（(][^）)]*[）)]", "").replaceAll("[\\s\"'\u00a0\u3000\ufeff]", "");
  }

  Layout layout() {
    return layout;
  }

  /** How many cells a row must have. */
  int width() {
    return width;
  }

  /** The cell of a column, trimmed; empty when the file has no such column. */
  String cell(List<String> trimmed, String column) {
    int place = places.getOrDefault(column, -1);
    return place < 0 ? "" : trimmed.get(place);
  }

  /** The cell of a column as it stands. */
  String raw(List<String> cells, String column) {
    return cells.get(places.get(column));
  }
}
