package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static payout.testing.WorkbookBytes.number;
import static payout.testing.WorkbookBytes.row;
import static payout.testing.WorkbookBytes.text;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import payout.batch.Fault;
import payout.batch.Language;
import payout.batch.PayoutLine;
import payout.inbox.IntakeFixture.Outcome;
import payout.testing.WorkbookBytes;

/** Workbooks: what is taken of them, and what is refused by the name of its cell. */
class WorkbookTest extends IntakeTest {

  static final String HEADING =
      row(1, "serial_no", "payee_account", "payee_name", "amount", "remark");

  private static final String A_LINE = row(2, "A", "a@example.com", "张三", "1.00", "May");

  /** The formats of the styles from 1 on: a date, a percentage, an amount. */
  private static final String[] FORMATS = {"yyyy/m/d", "0%", "#,##0.00"};

  @Test
  void texts_and_numbers_are_taken_as_the_rows_of_a_text_would_be() {
    String rows =
        HEADING
            + "<row r=\"2\">"
            + number("A2", "20261130000001", 0)
            + number("B2", "13800000002", 0)
            + text("C2", "张三")
            + number("D2", "1.1000000000000001", 3)
            + text("E2", "=")
            + "</row>"
            + row(3, "B", "b@example.com", "李 四", "88.80", "a&b");
    fixture.refuseFormulas = false;

    Outcome file = drop(WorkbookBytes.ofRows(rows).formats(FORMATS));

    assertThat(file.lines()).extracting(PayoutLine::toString).hasSize(2);
    assertThat(file.lines().get(0).account()).isEqualTo("13800000002");
    assertThat(file.lines().get(0).serial()).isEqualTo("20261130000001");
    assertThat(file.lines().get(0).amount()).hasToString("1.10");
    assertThat(file.lines().get(0).remark()).isEqualTo("=");
    assertThat(file.lines().get(1).name()).isEqualTo("李 四");
    assertThat(file.lines().get(1).row()).isEqualTo(3);
  }

  @Test
  void the_hash_is_of_the_bytes() throws Exception {
    byte[] bytes = WorkbookBytes.ofRows(HEADING + A_LINE).bytes();

    Outcome file = fixture.drop("pay.xlsx", bytes);

    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    assertThat(file.file().sha256()).isEqualTo(hash);
    assertThat(fixture.drop("again.xlsx", bytes).state()).isEqualTo("DUPLICATE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "<c r=\"D17\"><v>0.30000000000000004</v></c> ~ CELL_NUMBER",
        "<c r=\"D17\"><v>1000000000000000</v></c> ~ CELL_NUMBER",
        "<c r=\"D17\" t=\"str\"><v>1.38E+10</v></c> ~ AMOUNT_INVALID",
        "<c r=\"D17\" t=\"inlineStr\"><is><t>1.38E+10</t></is></c> ~ AMOUNT_INVALID",
        "<c r=\"D17\"><v>1.005</v></c> ~ AMOUNT_INVALID",
        "<c r=\"D17\"><v>-1</v></c> ~ AMOUNT_INVALID",
        "<c r=\"D17\" s=\"1\"><v>46000</v></c> ~ CELL_DATE",
        "<c r=\"D17\" t=\"d\"><v>2026-11-30</v></c> ~ CELL_DATE",
        "<c r=\"D17\" s=\"2\"><v>0.5</v></c> ~ CELL_NUMBER",
        "<c r=\"D17\"><f>1+1</f><v>2</v></c> ~ CELL_FORMULA",
        "<c r=\"D17\" t=\"str\"><f>A1</f><v>2.00</v></c> ~ CELL_FORMULA",
        "<c r=\"D17\" t=\"s\"><f>A1</f><v>0</v></c> ~ CELL_FORMULA",
        "<c r=\"D17\"><f t=\"shared\" si=\"0\"/><v>2</v></c> ~ CELL_FORMULA",
        "<c r=\"D17\" t=\"b\"><v>1</v></c> ~ CELL_TYPE",
        "<c r=\"D17\" t=\"e\"><v>#N/A</v></c> ~ CELL_TYPE",
        "<c r=\"D17\"><v>NaN</v></c> ~ CELL_NUMBER",
        "<c r=\"D17\" t=\"inlineStr\"><is><t>1.00_x000D_</t></is></c> ~ AMOUNT_INVALID",
        "<c r=\"D17\"/> ~ VALUE_MISSING"
      })
  void what_a_spreadsheet_bent_is_refused_by_the_name_of_its_cell(String cell, String code) {
    String bent =
        "<row r=\"17\">"
            + text("A17", "Q")
            + text("B17", "q@example.com")
            + text("C17", "钱")
            + cell
            + "</row>";

    Outcome file = drop(lines16(bent).formats(FORMATS).strings("<t>2.00</t>"));

    assertThat(file.state()).isEqualTo("REJECTED");
    assertThat(file.codes()).containsExactly("17 amount " + code);
    assertThat(file.faults().get(0).reason()).startsWith("Cell D17: ");
  }

  @Test
  void the_text_of_a_shortened_account_is_refused_by_the_name_of_its_cell() {
    Outcome file = drop(lines16(row(17, "1.38E+10", "1.38E+10", "钱", "1.00", "")));

    assertThat(file.codes())
        .containsExactly("17 serial_no NUMBER_SHORTENED", "17 payee_account ACCOUNT_INVALID");
    assertThat(file.faults()).extracting(Fault::reason).allMatch(each -> each.contains("7: "));
    assertThat(file.faults().get(1).reason()).startsWith("Cell B17: ");
  }

  @Test
  void the_name_of_a_cell_is_told_in_chinese_too() {
    fixture.language = Language.ZH;

    Outcome file = drop(lines16(row(17, "Q", "q@example.com", "钱", "1.5E+06", "")));

    assertThat(file.faults().get(0).reason()).startsWith("单元格 D17：");
  }

  @Test
  void a_line_with_a_bent_cell_can_be_left_out() {
    fixture.leavesOutLines = true;
    String rows =
        HEADING
            + A_LINE
            + "<row r=\"3\">"
            + text("A3", "B")
            + text("B3", "b@example.com")
            + text("C3", "李")
            + "<c r=\"D3\"><v>2</v></c><c r=\"E3\"><f>NOW()</f><v>3</v></c></row>"
            + row(4, "#total", "2", "3.00");

    Outcome file = drop(WorkbookBytes.ofRows(rows));

    assertThat(file.state()).isEqualTo("ACCEPTED");
    assertThat(file.serials()).containsExactly("A");
    assertThat(file.codes()).containsExactly("3 remark CELL_FORMULA");
    assertThat(fixture.leftOut(file.file()).get(0).serial()).isEqualTo("B");
    assertThat(fixture.leftOut(file.file()).get(0).amount()).isEqualTo("2");
  }

  @Test
  void a_bent_amount_under_a_total_refuses_the_file_all_the_same() {
    fixture.leavesOutLines = true;
    String rows =
        HEADING
            + A_LINE
            + "<row r=\"3\">"
            + text("A3", "B")
            + text("B3", "b@example.com")
            + text("C3", "李")
            + "<c r=\"D3\"><v>0.30000000000000004</v></c></row>"
            + row(4, "#total", "2", "1.30");

    assertThat(drop(WorkbookBytes.ofRows(rows)).codes()).contains("4  TOTAL_AMOUNT_DIFFERS");
  }

  @Test
  void a_total_that_is_calculated_is_refused() {
    String rows =
        HEADING
            + A_LINE
            + "<row r=\"3\">"
            + text("A3", "#total")
            + "<c r=\"B3\"><v>1</v></c>"
            + "<c r=\"C3\"><f>SUM(D2)</f><v>1</v></c></row>";

    Outcome file = drop(WorkbookBytes.ofRows(rows));

    assertThat(file.codes()).contains("3  CELL_FORMULA");
    assertThat(file.faults()).anyMatch(fault -> fault.reason().startsWith("Cell C3: "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"F2", "XFD2"})
  void a_cell_behind_the_last_column_is_refused(String cell) {
    String line = A_LINE.replace("</row>", text(cell, "x") + "</row>");

    assertThat(drop(WorkbookBytes.ofRows(HEADING + line)).codes()).containsExactly("2  BROKEN_ROW");
  }

  @Test
  void a_formula_behind_the_last_column_is_refused_by_its_name() {
    String line = A_LINE.replace("</row>", "<c r=\"G2\"><f>A1</f></c></row>");

    Outcome file = drop(WorkbookBytes.ofRows(HEADING + line));

    assertThat(file.faults()).anyMatch(fault -> fault.reason().startsWith("Cell G2: "));
  }

  @Test
  void runs_are_one_text_and_a_reading_is_none() {
    String run =
        "<r><rPr><b/></rPr><t>欧</t></r><r><t xml:space=\"preserve\">阳 </t></r><r><t>娜</t></r>"
            + "<rPh sb=\"0\" eb=\"1\"><t>ōu</t></rPh><phoneticPr fontId=\"1\"/>";
    String rows =
        HEADING
            + row(2, "A", "a@example.com", "", "1.00")
                .replace("<c r=\"D2\"", "<c r=\"C2\" t=\"s\"><v>0</v></c><c r=\"D2\"")
            + row(3, "B", "a@example.com", "", "1.00")
                .replace(
                    "<c r=\"D3\"",
                    "<c r=\"C3\" t=\"inlineStr\"><is>" + run + "</is></c><c r=\"D3\"");

    Outcome file = drop(WorkbookBytes.ofRows(rows).strings(run));

    assertThat(file.lines()).extracting(PayoutLine::name).containsExactly("欧阳 娜", "欧阳 娜");
  }

  @ParameterizedTest
  @CsvSource({
    "' Zhang', BLANK_AT_END",
    "'Zhang_x000A_San', CONTROL_CHARACTER",
    "'Z_x200B_', HIDDEN_CHARACTER"
  })
  void what_a_text_must_not_hold_is_refused_in_a_workbook_too(String name, String code) {
    Outcome file = drop(WorkbookBytes.ofRows(HEADING + row(2, "A", "a@example.com", name, "1.00")));

    assertThat(file.codes()).containsExactly("2 payee_name " + code);
  }

  @Test
  void empty_rows_at_the_end_are_ignored_and_inside_are_refused() {
    String end = "<row r=\"9\"><c r=\"A9\" s=\"0\"/></row><row r=\"1048576\"/>";

    assertThat(drop(WorkbookBytes.ofRows(HEADING + A_LINE + end)).state()).isEqualTo("ACCEPTED");
    assertThat(
            drop(WorkbookBytes.ofRows(
                    HEADING + row(2, "C", "a@b", "Li", "1.00") + row(5, "B", "a@b", "Li", "1.00")))
                .codes())
        .containsExactly("3  EMPTY_ROW", "4  EMPTY_ROW");
  }

  @Test
  void rows_and_cells_without_a_place_follow_one_another() {
    String rows = (HEADING + A_LINE).replaceAll(" r=\"[A-Z]?[0-9]+\"", "");

    assertThat(drop(WorkbookBytes.ofRows(rows)).serials()).containsExactly("A");
  }

  @Test
  void the_strict_edition_is_read_as_well() {
    WorkbookBytes strict = WorkbookBytes.ofRows(HEADING + A_LINE);
    WorkbookBytes same = WorkbookBytes.ofRows(HEADING + A_LINE);
    strict
        .parts()
        .forEach(
            (name, bytes) ->
                same.part(
                    name,
                    new String(bytes, java.nio.charset.StandardCharsets.UTF_8)
                        .replace(
                            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                            "http://purl.oclc.org/ooxml/spreadsheetml/main")
                        .replace(
                            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                            "http://purl.oclc.org/ooxml/officeDocument/relationships")));

    assertThat(drop(same).serials()).containsExactly("A");
  }

  @Test
  void the_date_of_the_old_template_may_be_a_date() {
    assertThat(drop(oldTemplate(number("B2", "46356", 1))).state()).isEqualTo("ACCEPTED");
    assertThat(drop(oldTemplate(number("B2", "46356.5", 1))).codes()).contains("2  CELL_DATE");
    assertThat(drop(oldTemplate("<c r=\"B2\"><f>TODAY()</f><v>46356</v></c>")).codes())
        .contains("2  CELL_FORMULA");
  }

  private static WorkbookBytes oldTemplate(String date) {
    return WorkbookBytes.ofRows(
            row(1, "批次号", "付款日期", "付款人email", "账户名称", "总金额（元）", "总笔数")
                + "<row r=\"2\">"
                + date
                + text("C2", "payer@example.com")
                + text("D2", "Payer")
                + number("E2", "1.1000000000000001", 0)
                + number("F2", "1", 0)
                + "</row>"
                + row(3, "商户流水号", "收款人email", "收款人姓名", "付款金额（元）", "付款理由")
                + row(4, "OLD-" + date.length(), "a@example.com", "张三", "1.1"))
        .formats(FORMATS);
  }

  /** Whoever saves the sheet as CSV afterwards does not pay again. */
  @Test
  void a_workbook_without_serials_has_those_of_the_same_rows_as_a_text() {
    String rows =
        row(1, "支付宝批量付款文件模板（前面两行请勿删除）")
            + row(2, "序号（必填）", "收款方支付宝账号（必填）", "收款方姓名（必填）", "金额（必填，单位：元）", "备注（选填）")
            + "<row r=\"3\">"
            + number("A3", "1", 0)
            + number("B3", "13800000002", 0)
            + text("C3", "张三")
            + number("D3", "12.5", 0)
            + text("E3", "工资")
            + "</row>"
            + row(4, "2", "li@example.com", "李四", "3.00", "");
    String text =
        "支付宝批量付款文件模板（前面两行请勿删除）,,,,\n"
            + "序号（必填）,收款方支付宝账号（必填）,收款方姓名（必填）,\"金额（必填，单位：元）\",备注（选填）\n"
            + "1,13800000002,张三,12.50,工资\n2,li@example.com,李四,3,\n";

    Outcome workbook = drop(WorkbookBytes.ofRows(rows));
    Outcome same = fixture.drop("pay.csv", text);

    assertThat(workbook.serials()).hasSize(2).allMatch(serial -> serial.length() == 23);
    assertThat(same.codes()).containsExactly("3 序号（必填） SERIAL_USED", "4 序号（必填） SERIAL_USED");
    assertThat(same.faults().get(0).reason()).doesNotContain("Cell");
  }

  @Test
  void a_name_and_a_content_that_differ_are_refused() {
    byte[] workbook = WorkbookBytes.ofRows(HEADING + A_LINE).bytes();

    assertThat(fixture.drop("pay.xlsx", IntakeFixture.HEADER + lines("A")).codes())
        .containsExactly("0  NOT_XLSX");
    assertThat(fixture.drop("pay.csv", workbook).codes()).containsExactly("0  NOT_CSV");
    assertThat(fixture.drop("pay.xlsm", workbook).codes()).containsExactly("0  NOT_CSV");
    assertThat(fixture.drop("PAY.XLSX", workbook).state()).isEqualTo("ACCEPTED");
  }

  @Test
  void a_heading_that_is_none_is_explained() {
    Outcome file =
        drop(WorkbookBytes.ofRows(row(1, "serial_no", "payee_name", "payee_account", "amount")));

    assertThat(file.codes()).containsExactly("1  UNKNOWN_HEADER");
  }

  /** So many lines, of which the last is this row. */
  private static WorkbookBytes lines16(String last) {
    StringBuilder rows = new StringBuilder(HEADING);
    for (int i = 2; i < 17; i++) {
      rows.append(row(i, "S-" + i, "s@example.com", "孙", "1.00", ""));
    }
    return WorkbookBytes.ofRows(rows + last);
  }

  private Outcome drop(WorkbookBytes workbook) {
    return fixture.drop("pay.xlsx", workbook.bytes());
  }
}
