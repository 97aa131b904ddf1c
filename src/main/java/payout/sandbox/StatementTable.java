package payout.sandbox;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A statement before it has a form: the lines before the rows, the headings, the cells, the lines
 * after them. A cell that is nothing but blanks is as the gateway leaves it.
 *
 * @param before the lines before the headings
 * @param layout which columns
 * @param rows the cells of each row, without what a form adds to their ends
 * @param after the lines after the rows
 */
record StatementTable(
    List<String> before, StatementLayout layout, List<List<String>> rows, List<String> after) {

  private static final String DASHES = "-".repeat(40);

  /**
   * The table of these movements.
   *
   * @param account the partner, 16 digits
   * @param balance what the account has after the last of them, yuan
   * @param exportedAt when it is made, in China
   */
  static StatementTable of(
      StatementOrder order,
      List<Movement> movements,
      String account,
      BigDecimal balance,
      LocalDateTime exportedAt) {
    String named = order.has(StatementFault.Kind.OTHER_ACCOUNT) ? other(account) : account;
    List<List<String>> rows = rows(order, movements, balance);
    return order.layout().isSearch()
        ? search(order, named, rows, exportedAt)
        : ledger(order, named, movements, rows, exportedAt);
  }

  private static String other(String account) {
    char last = account.charAt(account.length() - 1);
    return account.substring(0, account.length() - 1) + (last == '9' ? '8' : (char) (last + 1));
  }

  private static StatementTable ledger(
      StatementOrder order,
      String account,
      List<Movement> movements,
      List<List<String>> rows,
      LocalDateTime exportedAt) {
    List<String> before =
        List.of(
            "#支付宝账务明细查询",
            "#账号：[" + account + "0156]",
            "#起始日期：["
                + StatementTimes.ledger(order.from().atStartOfDay())
                + "]   终止日期：["
                + StatementTimes.ledger(order.to().atStartOfDay())
                + "]",
            "#" + DASHES + "账务明细列表" + DASHES);
    BigDecimal wrong =
        order.has(StatementFault.Kind.OTHER_TOTALS) ? BigDecimal.ONE : BigDecimal.ZERO;
    List<String> after =
        List.of(
            "#" + DASHES + "账务明细列表结束" + DASHES,
            total("支出", movements.stream().filter(row -> !row.isIncome()).toList(), wrong),
            total("收入", movements.stream().filter(Movement::isIncome).toList(), BigDecimal.ZERO),
            "#导出时间：[" + StatementTimes.ledger(exportedAt) + "]");
    return new StatementTable(before, order.layout(), rows, after);
  }

  private static StatementTable search(
      StatementOrder order, String account, List<List<String>> rows, LocalDateTime exportedAt) {
    List<String> before =
        List.of(
            "#账号：pay***@example.com[" + account + "]",
            "#起始日期："
                + StatementTimes.booked(order.from().atStartOfDay())
                + "   终止日期："
                + StatementTimes.booked(order.to().atStartOfDay()));
    return new StatementTable(
        before, order.layout(), rows, List.of("#导出时间：" + StatementTimes.booked(exportedAt)));
  }

  /** The total of the rows; a row that is printed twice counts once, as in the gateway's books. */
  private static String total(String side, List<Movement> rows, BigDecimal wrong) {
    List<Movement> once = rows.stream().distinct().toList();
    BigDecimal sum =
        once.stream()
            .map(row -> row.amount().abs())
            .reduce(new BigDecimal("0.00"), BigDecimal::add);
    return "#" + side + "合计：" + once.size() + "笔，共" + sum.add(wrong).toPlainString() + "元";
  }

  private static List<List<String>> rows(
      StatementOrder order, List<Movement> movements, BigDecimal balance) {
    BigDecimal left =
        balance.subtract(
            movements.stream().map(Movement::amount).reduce(BigDecimal.ZERO, BigDecimal::add));
    List<List<String>> rows = new ArrayList<>();
    for (Movement movement : movements) {
      left = left.add(movement.amount());
      rows.add(cells(order, movement, left));
    }
    if (order.layout().isSearch()) {
      Collections.reverse(rows);
      number(rows, order.layout());
    }
    return rows;
  }

  private static List<String> cells(StatementOrder order, Movement movement, BigDecimal left) {
    List<String> cells = new ArrayList<>();
    for (StatementLayout.Column column : order.layout().columns()) {
      String cell =
          column.kind() == StatementLayout.Column.Kind.BALANCE
              ? left.toPlainString()
              : column.value().apply(movement);
      cells.add(StatementResave.cell(order, column, movement, cell));
    }
    return cells;
  }

  private static void number(List<List<String>> rows, StatementLayout layout) {
    int place = layout == StatementLayout.SEARCH ? 0 : 1;
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).set(place, Integer.toString(i + 1));
    }
  }

  /** The rows from one to another, with the lines around them. */
  StatementTable part(List<Movement> movements, int from, int to) {
    List<Movement> ofPart = movements.subList(from, to);
    List<String> ending =
        List.of(
            after.get(0),
            total("支出", ofPart.stream().filter(row -> !row.isIncome()).toList(), BigDecimal.ZERO),
            total("收入", ofPart.stream().filter(Movement::isIncome).toList(), BigDecimal.ZERO),
            after.get(3));
    return new StatementTable(before, layout, rows.subList(from, to), ending);
  }
}
