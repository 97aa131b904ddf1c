package payout.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static payout.statement.Samples.PARTNER;
import static payout.statement.Samples.gbk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import payout.batch.Money;
import payout.sheet.WorkbookWriter;

/** A statement is read as it was handed out or saved again, and refused where it lost something. */
class StatementReaderTest {

  private static final LocalDate DAY = LocalDate.of(2016, 3, 7);

  private static Statement read(byte[] file) throws UnreadableStatementException {
    return StatementReader.read("a.csv", file).get(0);
  }

  private static Statement read(String text) throws UnreadableStatementException {
    return read(gbk(text));
  }

  private static String refusal(byte[] file) {
    try {
      StatementReader.read("a.csv", file);
      return "";
    } catch (UnreadableStatementException e) {
      return e.getMessage();
    }
  }

  @Test
  void reads_the_movements_of_a_day() throws Exception {
    Statement statement = read(Samples.ledger2016());

    assertThat(statement.unreadable(PARTNER)).isEmpty();
    assertThat(statement.incomplete()).isEmpty();
    assertThat(statement.completeDays(PARTNER)).containsExactly(DAY);
    assertThat(statement.rows()).hasSize(7);
    StatementRow row = statement.rows().get(3);
    assertThat(row.row()).isEqualTo(9);
    assertThat(row.bookingId()).isEqualTo("98370000000004");
    assertThat(row.businessId()).isEqualTo("20160307500000002");
    assertThat(row.orderNo()).isEqualTo("S20160307000004");
    assertThat(row.at()).isEqualTo(LocalDateTime.of(2016, 3, 7, 10, 36));
    assertThat(row.income()).isFalse();
    assertThat(row.amount()).isEqualTo(Money.parse("250.50"));
    assertThat(row.payee()).isEqualTo("丙某 (13800000000)");
  }

  @Test
  void sorts_fees_refunds_and_trades_from_payouts() throws Exception {
    List<StatementRow> rows = read(Samples.ledger2016()).rows();

    RowSort sort = new RowSort(rows);

    assertThat(rows.stream().map(sort::kind))
        .containsExactly(
            RowKind.OTHER,
            RowKind.PAYOUT,
            RowKind.FEE,
            RowKind.PAYOUT,
            RowKind.FEE,
            RowKind.REFUND,
            RowKind.IN);
  }

  @Test
  void reads_the_newer_order_of_columns_and_negative_amounts() throws Exception {
    String text =
        """
        #支付宝账务明细查询
        #账号：[20880000000000010156]
        #起始日期：[2021年11月01日 00:00:00]终止日期：[2021年11月02日 00:00:00]
        #---账务明细列表---
        账务流水号,业务流水号,商品名称,发生时间,收入金额(+元),支出金额(-元),账户余额(元),交易渠道,业务类型,备注,商户订单号,对方账号,业务基础订单号,业务订单号,业务账单来源,业务描述
        98370000000002\t,20211101500000001\t,\t,2021-11-01 10:36:00\t,\t,-1.00\t,9.00\t,\t,转账\t,x\t,S3000001\t,乙*\t,\t,\t,\t,0010001|交易收款-交易收款\t
        #---账务明细列表结束---,,,
        #支出合计：1笔，共-1.00元,,,
        #收入合计：0笔，共0.00元,,,
        #导出时间：[2021年11月02日 10:21:07],,,
        """;

    Statement statement = read(text);

    assertThat(statement.unreadable(PARTNER)).isEmpty();
    assertThat(statement.completeDays(PARTNER)).containsExactly(LocalDate.of(2021, 11, 1));
    assertThat(statement.rows().get(0).amount()).isEqualTo(Money.parse("1"));
    assertThat(statement.rows().get(0).orderNo()).isEqualTo("S3000001");
  }

  @Test
  void reads_a_search_and_never_calls_it_complete() throws Exception {
    Statement statement = read(Samples.search());

    assertThat(statement.unreadable(PARTNER)).isEmpty();
    assertThat(statement.completeDays(PARTNER)).isEmpty();
    assertThat(statement.rows()).hasSize(2);
    assertThat(statement.rows().get(1).payee()).isEqualTo("己某,分店 (139******00)");
    assertThat(statement.rows().get(1).bookingId()).isEqualTo("1570000000000000011");
  }

  @Test
  void reads_the_sheets_of_a_search_one_after_the_other() throws Exception {
    Statement statement = read(Samples.searchXml().getBytes(StandardCharsets.UTF_8));

    assertThat(statement.unreadable(PARTNER)).isEmpty();
    assertThat(statement.rows())
        .extracting(StatementRow::orderNo)
        .containsExactly("P20260601002", "P20260601001");
    assertThat(statement.completeDays(PARTNER)).isEmpty();
  }

  @Test
  void accepts_utf_8_with_its_mark_and_not_without() throws Exception {
    String text = Samples.ledger2016();

    assertThat(read(Samples.markedUtf8(text)).rows()).hasSize(7);
    assertThat(refusal(text.getBytes(StandardCharsets.UTF_8))).isNotEmpty();
  }

  @Test
  void a_resave_proves_and_is_never_complete() throws Exception {
    String saved =
        Samples.ledger2016()
            .replace("\t", "")
            .replace("2016-03-07 10:36:00", "2016/3/7 10:36")
            .replace("200.00,0.00", "200,0");

    Statement statement = read(saved);

    assertThat(statement.unreadable(PARTNER)).isEmpty();
    assertThat(statement.completeDays(PARTNER)).isEmpty();
    assertThat(statement.incomplete()).contains("spreadsheet");
  }

  @Test
  void takes_the_statement_of_an_archive_whatever_its_name() throws Exception {
    String summary = "#支付宝账务汇总查询\r\n类型,收入笔数,收入金额（+元）,支出笔数,支出金额（-元）,总金额（元）\r\n";
    byte[] zip =
        Samples.zip(
            true,
            "20880000000000010156_20160307_账务明细(汇总).csv",
            gbk(summary),
            "20880000000000010156_20160307_账务明细.csv",
            gbk(Samples.ledger2016()));

    List<Statement> found = StatementReader.read("20160307_2088.zip", zip);

    assertThat(found).hasSize(1);
    assertThat(found.get(0).completeDays(PARTNER)).containsExactly(DAY);
  }

  @Test
  void a_part_alone_is_not_complete_and_all_parts_are() throws Exception {
    byte[] part = gbk(Samples.ledger2016());
    byte[] whole = Samples.zip(false, "x_201603_账务明细_1.csv", part);
    byte[] second = Samples.zip(false, "x_201603_账务明细_2.csv", part);

    assertThat(StatementReader.read("x_账务明细_1.csv", part).get(0).completeDays(PARTNER)).isEmpty();
    assertThat(StatementReader.read("a.zip", whole).get(0).completeDays(PARTNER)).hasSize(1);
    assertThat(StatementReader.read("a.zip", second).get(0).completeDays(PARTNER)).isEmpty();
  }

  @Test
  void totals_of_a_part_that_do_not_fit_only_make_it_incomplete() throws Exception {
    byte[] part = gbk(Samples.ledger2016().replace("5笔，共273.25元", "50笔，共9273.25元"));

    Statement read =
        StatementReader.read("a.zip", Samples.zip(false, "x_201603_账务明细_1.csv", part)).get(0);

    assertThat(read.unreadable(PARTNER)).isEmpty();
    assertThat(read.completeDays(PARTNER)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "98370000000002\t | 9.837E+13 | row 7 has a number that a spreadsheet shortened",
        "S20160307000003\t | 2.01604E+27 | row 7 has a number that a spreadsheet shortened",
        "0.00,1.00,10199 | 1.00,1.00,10199 | row 7 has an amount on both sides or on none",
        "0.00,1.00,10199 | 0.00,0.00,10199 | row 7 has an amount on both sides or on none",
        "0.00,1.00,10199 | ,,10199 | row 7 has an amount on both sides or on none",
        "0.00,1.00,10199 | 0.00,1.001,10199 | row 7 has no amount that can be read",
        "0.00,1.00,10199 | 0.00,--1.00,10199 | row 7 has no amount that can be read",
        "10:36:00,乙 | 25:36:00,乙 | row 7 has no time that can be read",
        "乙某 (payee1 | 乙,某 (payee1 | row 7 has 13 cells, where the heading has 12",
        "98370000000002\t | \t | row 7 has no booking number",
        "98370000000002\t | 98370000000001\t | row 7 has the booking number of row 6",
      })
  void refuses_a_row_by_its_number(String from, String to, String fault) throws Exception {
    Statement statement =
        read(Samples.ledger2016().replaceFirst(quoted(from), to == null ? "\t" : to));

    assertThat(String.join(" ", statement.unreadable(PARTNER))).contains(fault);
    assertThat(statement.completeDays(PARTNER)).isEmpty();
  }

  private static String quoted(String text) {
    return Pattern.quote(text);
  }

  @Test
  void a_row_twice_counts_once() throws Exception {
    List<String> lines = new ArrayList<>(Samples.ledger2016().lines().toList());
    lines.add(8, lines.get(6));

    Statement statement = read(String.join("\r\n", lines));

    assertThat(statement.unreadable(PARTNER)).isEmpty();
    assertThat(statement.rows()).hasSize(7);
  }

  @Test
  void a_file_that_was_cut_off_is_never_complete() throws Exception {
    String text = Samples.ledger2016();

    Statement betweenRows =
        read(text.substring(0, text.indexOf("#----------------------------------------账务明细列表结束")));
    Statement withinRow = read(text.substring(0, text.indexOf(",退回") - 30));

    assertThat(betweenRows.unreadable(PARTNER)).isEmpty();
    assertThat(betweenRows.completeDays(PARTNER)).isEmpty();
    assertThat(withinRow.unreadable(PARTNER)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "20880000000000010156] | 20880000000000020156] | another account",
        "#账号：[20880000000000010156] | #账号：[] | does not name the account",
        "终止日期：[2016年03月08日 00:00:00] | 终止日期：[2016年03月07日 12:00:00] | outside the period",
        "#起始日期：[2016年03月07日 00:00:00] | #起始日期：[] | for which period",
        "5笔，共273.25元 | 4笔，共272.25元 | totals",
        "共450.50元 | 共450.51元 | totals",
      })
  void proves_nothing_when_the_frame_does_not_hold(String from, String to, String why)
      throws Exception {
    Statement statement = read(Samples.ledger2016().replace(from, to));

    assertThat(String.join(" ", statement.unreadable(PARTNER))).contains(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "#导出时间：[2016年03月08日 10:21:07] | #导出时间：[2016年03月07日 23:59:59]",
        "#导出时间：[2016年03月08日 10:21:07] | #",
        "#收入合计：2笔，共450.50元 | #",
        "账务明细列表结束 | ",
        "#起始日期：[2016年03月07日 00:00:00] | #起始日期：[2016年03月07日 00:00:01]",
        "终止日期：[2016年03月08日 00:00:00] | 终止日期：[2016年03月07日 23:00:00]",
      })
  void is_not_complete_when_the_day_is_not_whole(String from, String to) throws Exception {
    String end = to == null ? "" : to;

    Statement statement = read(Samples.ledger2016().replace(from, end));

    assertThat(statement.unreadable(PARTNER)).isEmpty();
    assertThat(statement.completeDays(PARTNER)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "#支付宝业务明细查询\\n支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间 | 业务明细",
        "支付宝交易记录明细查询\\n交易号,商家订单号,交易创建时间,收/支 | personal account",
        "交易时间,交易分类,交易对方,收/支,金额 | personal account",
        "#支付宝账务汇总查询\\n类型,收入笔数,收入金额（+元） | summary",
        "serial_no,payee_account,payee_name,amount,remark | no statement",
      })
  void names_what_is_another_file(String text, String why) {
    assertThat(refusal(gbk(text.replace("\\n", "\n")))).contains(why);
  }

  @Test
  void refuses_what_is_no_text_at_all() {
    byte[] oldExcel = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, 0, 0};
    byte[] xlsx = Samples.zip(false, "[Content_Types].xml", new byte[] {'<'});

    assertThat(refusal(oldExcel)).contains(".xls");
    assertThat(refusal(xlsx)).contains(".xlsx");
    assertThat(refusal(new byte[0])).contains("no heading");
    assertThat(refusal(new byte[] {(byte) 0xff, (byte) 0xff, 'a'})).contains("GB18030");
  }

  @Test
  void an_archive_that_unpacks_without_end_is_refused() {
    byte[] bomb = Samples.zip(false, "a.csv", new byte[(int) Archive.BYTES_MAX + 1]);

    assertThat(bomb.length).isLessThan(1024 * 1024);
    assertThat(refusal(bomb)).contains("unpacks to more than");
  }

  @Test
  void a_damaged_archive_is_refused_wherever_it_is_cut() {
    byte[] zip = Samples.zip(false, "a.csv", gbk(Samples.ledger2016()));

    for (int length = 4; length < zip.length; length += 7) {
      assertThat(refusal(Arrays.copyOf(zip, length))).isNotEmpty();
    }
    for (int i = 4; i < zip.length; i++) {
      byte[] changed = zip.clone();
      changed[i] ^= (byte) 0xff;
      refusal(changed); // says something or reads; it never fails otherwise
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY x \"1\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>",
        "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/a.dtd\"><a/>",
      })
  void a_document_type_is_refused(String xml) {
    assertThat(refusal(xml.getBytes(StandardCharsets.UTF_8))).contains("document type");
  }

  @Test
  void a_number_that_a_sheet_holds_as_a_number_is_refused_when_digits_are_lost() {
    String xml =
        Samples.searchXml()
            .replace(
                "<Data ss:Type=\"String\">1570000000000000012",
                "<Data ss:Type=\"Number\">1570000000000000012");

    assertThat(refusal(xml.getBytes(StandardCharsets.UTF_8))).contains("digits are lost");
  }

  @Test
  void more_rows_than_allowed_are_refused() {
    StringBuilder text = new StringBuilder(Samples.V1_HEADER).append("\n");
    for (int i = 0; i <= StatementBuilder.ROWS_MAX; i++) {
      text.append(i).append("\t,,,,2016-03-07 09:15:02,,,1.00,,,转账,\n");
    }

    assertThat(refusal(gbk(text.toString()))).contains("more than 200000 rows");
  }

  @Test
  void a_cell_with_a_line_end_hides_no_row() throws Exception {
    String text = Samples.ledger2016().replaceFirst("乙某", "\"乙某").replaceFirst("丙某", "\"丙某");

    assertThatThrownBy(
            () -> {
              Statement statement = read(text);
              assertThat(statement.unreadable(PARTNER)).isEmpty();
            })
        .isInstanceOfAny(UnreadableStatementException.class, AssertionError.class);
  }

  @Test
  void the_sample_is_a_complete_statement_of_the_sandbox() throws Exception {
    byte[] sample = Files.readAllBytes(Path.of("samples/statement-20260310.csv"));

    StatementFile file =
        StatementFile.read("s.csv", sample, Samples.PARTNER, LocalDate.of(2026, 3, 11));

    assertThat(file.complete()).containsExactly(LocalDate.of(2026, 3, 10));
    assertThat(file.rows())
        .extracting(Booking::kind)
        .contains(RowKind.PAYOUT, RowKind.FEE, RowKind.REFUND);
  }

  @Test
  void nothing_follows_from_a_statement_of_a_day_that_is_not_over() {
    byte[] file = Samples.gbk(Samples.search());

    assertThatThrownBy(
            () -> StatementFile.read("s.csv", file, Samples.PARTNER, LocalDate.of(2026, 6, 1)))
        .isInstanceOf(UnreadableStatementException.class)
        .hasMessageContaining("not over");
  }

  @Test
  void a_workbook_is_read_and_never_complete_and_what_it_bent_refuses_its_row() throws Exception {
    byte[] book = workbook("20160307500000001", "1.00");

    Statement statement = StatementReader.read("s.xlsx", book).get(0);

    assertThat(statement.unreadable(Samples.PARTNER)).isEmpty();
    assertThat(statement.rows()).extracting(StatementRow::orderNo).containsExactly("S20160307");
    assertThat(statement.incomplete()).contains("spreadsheet saved it again");
    assertThat(
            StatementReader.read("s.xlsx", workbook("2.01604E+27", "1.00"))
                .get(0)
                .unreadable(Samples.PARTNER))
        .anyMatch(why -> why.contains("shortened"));
    assertThat(
            StatementReader.read("s.xlsx", workbook("9".repeat(129), "1.00"))
                .get(0)
                .unreadable(Samples.PARTNER))
        .anyMatch(why -> why.contains("more than 128 characters"));
  }

  /** A statement as a spreadsheet program saves it, with the lines around the rows in column A. */
  private static byte[] workbook(String businessId, String amount) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (WorkbookWriter book = new WorkbookWriter(bytes, List.of("Sheet1"))) {
      book.nextSheet();
      for (String row :
          List.of(
              "#支付宝账务明细查询",
              "#账号：[20880000000000010156]",
              "#起始日期：[2016年03月07日 00:00:00]   终止日期：[2016年03月08日 00:00:00]",
              Samples.V1_HEADER,
              "9837,"
                  + businessId
                  + ",S20160307,,2016-03-07 10:36:00,甲某,,"
                  + amount
                  + ",9.00,支付宝,转账,")) {
        book.row(-1, row.split(",", -1));
      }
    }
    return bytes.toByteArray();
  }
}
