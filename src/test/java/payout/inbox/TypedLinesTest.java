package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import payout.batch.Fault;
import payout.batch.Language;
import payout.batch.Money;
import payout.batch.Payer;
import payout.batch.RequestCharset;

/** Lines that are typed into a form or pasted, and the file that is made of them. */
class TypedLinesTest {

  private static final List<String> LI = List.of("A-1", "li@example.com", "李四", "1.5", " 工资, 五月 ");
  private static final List<String> WU = List.of("A-2", "13800000002", "O\"Wu", "2.00", "");

  @Test
  void becomes_a_file_in_the_layout_plain_that_holds_each_cell_as_it_was_typed() {
    TypedLines.Checked checked = check("auto", List.of(LI, WU), "2", "3.50");

    assertThat(checked.faults()).isEmpty();
    assertThat(checked.amount()).contains("3.50");
    assertThat(new String(checked.file(), StandardCharsets.UTF_8))
        .isEqualTo(
            "serial_no,payee_account,payee_name,amount,remark\n"
                + "A-1,li@example.com,李四,1.5,\" 工资, 五月 \"\n"
                + "A-2,13800000002,\"O\"\"Wu\",2.00,\n"
                + "#total,2,3.50\n");
  }

  @Test
  void is_written_in_the_charset_by_which_intake_reads_it() {
    TypedLines.Checked checked = check("GBK", List.of(LI), "", "");

    assertThat(new String(checked.file(), Charset.forName("GBK"))).contains(",李四,");
    assertThat(check("US-ASCII", List.of(LI), "", "").faults())
        .extracting(Fault::column, Fault::code)
        .contains(org.assertj.core.groups.Tuple.tuple("payee_name", "CHARACTER_NOT_IN_CHARSET"));
  }

  @Test
  void nothing_is_trimmed_rounded_or_guessed() {
    assertFault("1.005", 3, "AMOUNT_INVALID");
    assertFault("1,000.00", 3, "AMOUNT_INVALID");
    assertFault(" 1.00", 3, "AMOUNT_INVALID");
    assertFault("１.00", 3, "AMOUNT_INVALID");
    assertFault("-1.00", 3, "AMOUNT_INVALID");
    assertFault("0.00", 3, "AMOUNT_ZERO");
    assertFault("李四 ", 2, "BLANK_AT_END");
    assertFault("李\u200b四", 2, "HIDDEN_CHARACTER");
    assertFault("李\n四", 2, "CONTROL_CHARACTER");
    assertFault("=A", 0, "FORMULA");
    assertFault("2.02611E+11", 0, "NUMBER_SHORTENED");
    assertFault("li@example.com^", 1, "SEPARATOR_CHARACTER");
  }

  @Test
  void names_the_row_of_the_file_that_would_be_made() {
    assertThat(check("auto", List.of(LI, WU, LI), "", "").faults())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.row()).isEqualTo(4);
              assertThat(fault.column()).isEqualTo("serial_no");
              assertThat(fault.code()).isEqualTo("SERIAL_REPEATED");
              assertThat(fault.reason()).contains("row 2");
            });
  }

  @Test
  void count_and_sum_that_were_entered_must_hold() {
    assertThat(codes(check("auto", List.of(LI, WU), "3", "3.51")))
        .containsExactly("TOTAL_LINES_DIFFER", "TOTAL_AMOUNT_DIFFERS");
    assertThat(codes(check("auto", List.of(LI, WU), "two", "3.5 ")))
        .containsExactly("TOTAL_UNREADABLE", "TOTAL_UNREADABLE");
    assertThat(codes(check("auto", List.of(LI, WU), "2", "3.5"))).isEmpty();
    assertThat(codes(check("auto", List.of(), "", ""))).containsExactly("NO_LINES");
    List<String> much = List.of("A-3", "wu@example.com", "x", "900.01", "");
    List<String> more = List.of("A-4", "wu@example.com", "x", "900.01", "");
    assertThat(codes(check("auto", List.of(much, more), "", "")))
        .containsExactly("FILE_AMOUNT_OVER_LIMIT");
  }

  @Test
  void a_sum_is_unknown_while_an_amount_cannot_be_read() {
    List<String> bad = List.of("A-3", "wu@example.com", "x", "1.005", "");

    TypedLines.Checked checked = check("auto", List.of(LI, bad), "", "1.50");

    assertThat(checked.amount()).isEmpty();
    assertThat(codes(checked)).containsExactly("AMOUNT_INVALID");
    assertThatThrownBy(checked::file).isInstanceOf(IllegalStateException.class);
    assertThat(checked).hasToString("2 lines, 1 faults");
  }

  @Test
  void only_line_breaks_and_tabs_divide_what_is_pasted() {
    assertThat(
            TypedLines.pasted(
                "serial_no\tpayee_account\tpayee_name\tamount\tremark\r\n"
                    + "A-1\t li@example.com \t李四\t1.00\t\r\n\r\n\t\t\t\t\r\nA-2\tx"))
        .containsExactly(List.of("A-1", " li@example.com ", "李四", "1.00", ""), List.of("A-2", "x"));
    assertThat(TypedLines.pasted("")).isEmpty();
    assertThat(TypedLines.isTooWide(List.of("1", "2", "3", "4", "5", "", "7"))).isTrue();
    assertThat(TypedLines.isTooWide(List.of("1", "2", "3", "4", "5", "", ""))).isFalse();
    assertThat(codes(check("auto", List.of(List.of("A-1")), "", "")))
        .containsExactly("VALUE_MISSING", "VALUE_MISSING", "VALUE_MISSING");
  }

  @Test
  void more_lines_than_a_form_holds_are_not_judged() {
    List<List<String>> rows = Collections.nCopies(TypedLines.LINES_MAX + 1, LI);

    assertThatThrownBy(() -> check("auto", rows, "", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertFault(String cell, int column, String code) {
    List<String> row = new java.util.ArrayList<>(LI);
    row.set(column, cell);
    assertThat(check("auto", List.of(row), "", "").faults())
        .as(cell)
        .anySatisfy(
            fault -> {
              assertThat(fault.column()).isEqualTo(TypedLines.columns().get(column));
              assertThat(fault.code()).isEqualTo(code);
            });
  }

  private static List<String> codes(TypedLines.Checked checked) {
    return checked.faults().stream().map(Fault::code).toList();
  }

  private static TypedLines.Checked check(
      String charset, List<List<String>> rows, String lines, String amount) {
    Payer payer =
        new Payer("2088", "p@example.com", "x", "", "", "http://127.0.0.1", RequestCharset.UTF_8);
    LineLimits limits = new LineLimits(32, Money.parse("1000"), true, StandardCharsets.UTF_8);
    IntakeRules rules =
        new IntakeRules(
            payer,
            charset,
            false,
            limits,
            1000,
            5000,
            1_000_000,
            Money.parse("1800"),
            false,
            Language.EN,
            Path.of("unused"));
    return new TypedLines(rules, Language.EN).check(rows, lines, amount);
  }
}
