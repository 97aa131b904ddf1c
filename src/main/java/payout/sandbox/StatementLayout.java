package payout.sandbox;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The layouts of statements: three of 账务明细 (the ledger of a day or a month), two of 账务组合查询 (a
 * search on the merchant page).
 *
 * <p>In V1 the business number of a payout is the inner serial of the notify, in the others it is a
 * number of its own: which of them the gateway does is not documented, so both are written.
 */
public enum StatementLayout {
  /** 账务明细 of old: 12 columns, what went out has no sign, the payee is shown in full. */
  V1(
      id("账务流水号", Movement::bookingNo),
      id("业务流水号", Movement::innerSerial),
      id("商户订单号", Movement::orderNo),
      text("商品名称", row -> " "),
      time("发生时间"),
      text("对方账号", Movement::payee),
      amount("收入金额（+元）", Movement::in),
      amount("支出金额（-元）", Movement::outUnsigned),
      balance(),
      plain("交易渠道", row -> "支付宝"),
      plain("业务类型", Movement::ledgerType),
      plain("备注", row -> row.remark(row.innerSerial()))),
  /** The same columns in another order, what went out with a minus, the payee masked. */
  V2(newer()),
  /** V2 with four more columns, and half-width brackets in the headings. */
  V3(
      with(
          newer().stream().map(Column::halfWidth).toList(),
          text("业务基础订单号", row -> ""),
          text("业务订单号", row -> ""),
          text("业务账单来源", row -> "支付宝"),
          text("业务描述", row -> row.kind() == Movement.Kind.TRADE ? "0010001|交易收款-交易收款" : ""))),
  /** 账务组合查询 as CSV: 15 columns, the newest row first, no totals. */
  SEARCH(
      number(),
      time("入账时间"),
      id("支付宝交易号", Movement::longBusinessNo),
      id("支付宝流水号", Movement::bookingNo),
      id("商户订单号", Movement::orderNo),
      plain("账务类型", Movement::searchType),
      amount("收入（+元）", row -> row.isIncome() ? row.in() : " "),
      amount("支出（-元）", row -> row.isIncome() ? " " : row.outUnsigned()),
      balance(),
      text("对方账户", Movement::maskedAccount),
      text("对方名称", Movement::maskedName),
      text("银行订单号", row -> " "),
      text("商品名称", row -> " "),
      plain("备注", row -> row.remark(row.longBusinessNo())),
      text("业务描述", row -> " ")),
  /** The same as the merchant page calls it .xls: XML with 23 columns, the payout's type 转账. */
  SEARCH_XLS(
      text("开票情况", row -> "未开票"),
      number(),
      time("入账时间"),
      id("支付宝交易号", Movement::longBusinessNo),
      id("支付宝流水号", Movement::bookingNo),
      id("商户订单号", Movement::orderNo),
      plain("账务类型", Movement::ledgerType),
      amount("收入（+元）", row -> row.isIncome() ? row.in() : ""),
      amount("支出（-元）", row -> row.isIncome() ? "" : row.out()),
      balance(),
      text("服务费（元）", row -> ""),
      text("支付渠道", row -> "余额"),
      text("签约产品", row -> ""),
      text("对方账户", Movement::maskedAccount),
      text("对方名称", Movement::maskedName),
      text("银行订单号", row -> ""),
      text("商品名称", row -> ""),
      plain("备注", row -> row.remark(row.longBusinessNo())),
      text("业务基础订单号", row -> ""),
      text("业务订单号", row -> ""),
      text("业务账单来源", row -> ""),
      text("业务描述", row -> ""),
      text("付款备注", row -> ""));

  private final List<Column> columns;

  StatementLayout(Column... columns) {
    this(List.of(columns));
  }

  StatementLayout(List<Column> columns) {
    this.columns = columns;
  }

  List<Column> columns() {
    return columns;
  }

  /** Whether it is what somebody searched for, and not the whole ledger of the period. */
  boolean isSearch() {
    return this == SEARCH || this == SEARCH_XLS;
  }

  private static List<Column> newer() {
    return List.of(
        id("账务流水号", Movement::bookingNo),
        id("业务流水号", Movement::longBusinessNo),
        text("商品名称", row -> " "),
        time("发生时间"),
        amount("收入金额（+元）", Movement::in),
        amount("支出金额（-元）", Movement::out),
        balance(),
        text("交易渠道", row -> "支付宝"),
        text("业务类型", Movement::ledgerType),
        text("备注", row -> row.remark(row.longBusinessNo())),
        id("商户订单号", Movement::orderNo),
        text("对方账号", Movement::maskedPayee));
  }

  private static List<Column> with(List<Column> columns, Column... more) {
    return Stream.concat(columns.stream(), List.of(more).stream()).toList();
  }

  private static Column id(String name, Function<Movement, String> value) {
    return new Column(name, Column.Kind.ID, value);
  }

  private static Column text(String name, Function<Movement, String> value) {
    return new Column(name, Column.Kind.TEXT, value);
  }

  private static Column plain(String name, Function<Movement, String> value) {
    return new Column(name, Column.Kind.PLAIN, value);
  }

  private static Column amount(String name, Function<Movement, String> value) {
    return new Column(name, Column.Kind.AMOUNT, value);
  }

  private static Column time(String name) {
    return new Column(name, Column.Kind.TIME, row -> StatementTimes.booked(row.at()));
  }

  private static Column balance() {
    return new Column("账户余额（元）", Column.Kind.BALANCE, row -> "");
  }

  private static Column number() {
    return new Column("序号", Column.Kind.NUMBER, row -> "");
  }

  /**
   * A column.
   *
   * @param name its heading
   * @param kind what its cells are
   * @param value its cell for a movement
   */
  record Column(String name, Kind kind, Function<Movement, String> value) {

    /** What a cell is: how it ends, and what a spreadsheet makes of it, depends on that. */
    enum Kind {
      /** Digits that a spreadsheet takes for a number; ends with a tab. */
      ID,
      /** Ends with a tab. */
      TEXT,
      /** Ends with a tab in newer statements only. */
      PLAIN,
      /** Two decimals. */
      AMOUNT,
      /** {@code 2026-03-10 10:00:00}. */
      TIME,
      /** The running balance, which the table knows. */
      BALANCE,
      /** The number of the row. */
      NUMBER
    }

    Column halfWidth() {
      return new Column(name.replace('（', '(').replace('）', ')'), kind, value);
    }
  }
}
