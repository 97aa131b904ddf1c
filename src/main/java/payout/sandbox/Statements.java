package payout.sandbox;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Statements of the payer's account, written from the book. As at the gateway, the running day has
 * none yet, and a day or month without movements has none at all.
 */
final class Statements {
  private static final Charset GBK = Charset.forName("GBK");

  private final Book book;
  private final String partner;
  private final Clock clock;

  Statements(Book book, String partner, Clock clock) {
    this.book = book;
    this.partner = partner;
    this.clock = clock;
  }

  /**
   * The file.
   *
   * @throws NoSuchElementException when the period is not over yet or has no movements
   */
  byte[] write(StatementOrder order) {
    LocalDateTime now =
        LocalDateTime.ofInstant(clock.instant(), China.ZONE)
            .plusDays(order.later())
            .truncatedTo(ChronoUnit.SECONDS);
    if (now.isBefore(order.to().atStartOfDay())) {
      throw new NoSuchElementException(
          "There is no statement of "
              + order.period()
              + " yet: it is not over. Add later=1 to ask as if it were the next day.");
    }
    List<Movement> movements = Movements.of(book.lines(), order);
    if (movements.isEmpty()) {
      throw new NoSuchElementException(
          "There is no statement of " + order.period() + ": the account had no movements.");
    }
    return packed(order, movements, table(order, movements, now));
  }

  private StatementTable table(StatementOrder order, List<Movement> movements, LocalDateTime now) {
    BigDecimal after = new BigDecimal("0.00");
    for (BookLine line : book.paidLines()) {
      boolean isLater =
          !line.finishedAt().isBefore(order.to().atStartOfDay(China.ZONE).toInstant());
      after = isLater ? after.add(line.amount()) : after;
    }
    return StatementTable.of(order, movements, partner, book.balance().add(after), now);
  }

  private byte[] packed(StatementOrder order, List<Movement> movements, StatementTable table) {
    if (order.packing() == StatementOrder.Packing.PLAIN) {
      return StatementText.bytes(order, table);
    }
    if (order.packing() == StatementOrder.Packing.XLSX) {
      return StatementWorkbook.bytes(table);
    }
    return StatementArchive.of(
        files(order, movements, table), order.packing() == StatementOrder.Packing.ZIP_WRONG_MARK);
  }

  private Map<String, byte[]> files(
      StatementOrder order, List<Movement> movements, StatementTable table) {
    String of = partner + "0156_" + order.period().replace("-", "") + "_账务明细";
    Map<String, byte[]> files = new LinkedHashMap<>();
    if (order.layout().isSearch()) {
      String end = order.layout() == StatementLayout.SEARCH ? ".csv" : ".xls";
      files.put(
          partner + "-" + order.period().replace("-", "") + "-账务组合查询" + end,
          StatementText.bytes(order, table));
    } else if (order.packing() == StatementOrder.Packing.ZIP_PARTS) {
      int half = (movements.size() + 1) / 2;
      files.put(of + "_1.csv", StatementText.bytes(order, table.part(movements, 0, half)));
      files.put(
          of + "_2.csv", StatementText.bytes(order, table.part(movements, half, movements.size())));
    } else {
      files.put(of + "(汇总).csv", summary(movements));
      files.put(of + ".csv", StatementText.bytes(order, table));
    }
    return files;
  }

  /** The file beside a ledger, with its sums by kind. */
  private byte[] summary(List<Movement> movements) {
    StringBuilder text = new StringBuilder("#支付宝账务汇总查询\r\n#账号：[" + partner + "0156]\r\n");
    text.append("类型,收入笔数,收入金额（+元）,支出笔数,支出金额（-元）,总金额（元）\r\n");
    List<Movement> in = movements.stream().filter(Movement::isIncome).toList();
    List<Movement> out = movements.stream().filter(row -> !row.isIncome()).toList();
    text.append("合计," + in.size() + "," + sum(in) + "," + out.size() + "," + sum(out) + ",");
    return text.append(sum(movements)).append("\r\n").toString().getBytes(GBK);
  }

  private static String sum(List<Movement> rows) {
    return rows.stream()
        .map(Movement::amount)
        .reduce(new BigDecimal("0.00"), BigDecimal::add)
        .toPlainString();
  }
}
