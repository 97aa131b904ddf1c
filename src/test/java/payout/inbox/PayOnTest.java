package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import payout.inbox.IntakeFixture.Outcome;

/** The day on which a file is to be paid. It is 10:00 on 2026-02-01 in China. */
class PayOnTest extends IntakeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#pay-on,2026-02-02\n",
        "#pay-on,2026-02-02\n#total,2,2.00\n",
        "#total,2,2.00\n#pay-on,2026-02-02\n",
        "#pay-on,2026-02-02,,,\n\n\n",
        "#pay-on,2026-02-02\n#pay-on,2026-02-02\n"
      })
  void a_row_behind_the_lines_names_the_day(String rows) {
    Outcome file = fixture.dropLines(lines("A", "B") + rows);

    assertThat(file.state()).isEqualTo("AWAITING_DATE");
    assertThat(file.file().payOn()).hasToString("2026-02-02");
    assertThat(file.serials()).containsExactly("A", "B");
  }

  @ParameterizedTest
  @CsvSource({
    "pay@2026-02-02.csv, AWAITING_DATE",
    "pay@2026-04-02.csv, AWAITING_DATE",
    "pay@2026-02-02, AWAITING_DATE",
    "pay@2026-02-01.csv, ACCEPTED",
    "pay@2026-02-02.0a1b2c3d.retry.csv, ACCEPTED",
    "pay@2026-02-02.0a1b2c3d-12.retry.csv, ACCEPTED",
    "pay@2026-01-30.0a1b2c3d.retry@2026-02-02.csv, AWAITING_DATE",
    "pay@2nd.csv, ACCEPTED",
    "clerk@163.com.csv, ACCEPTED",
    "clerk@163.com-2026-02-02.csv, ACCEPTED",
    "pay@13800000002.csv, ACCEPTED",
    "2026-02-02.csv, ACCEPTED",
    "pay-2026-02-02.csv, ACCEPTED",
    "clerk@example.com.csv, ACCEPTED"
  })
  void the_end_of_the_name_names_the_day(String name, String state) {
    Outcome file = fixture.drop(name, IntakeFixture.HEADER + lines("A"));

    assertThat(file.state()).isEqualTo(state);
  }

  @Test
  void the_name_of_a_template_counts_as_well() {
    Outcome file =
        fixture.drop(
            "pay@2026-02-28.csv",
            "支付宝批量付款文件模板（前面两行请勿删除）\n"
                + "序号（必填）,收款方支付宝账号（必填）,收款方姓名（必填）,金额（必填，单位：元）,备注（选填）\n"
                + "1,a@example.com,张三,1.00,\n");

    assertThat(file.state()).isEqualTo("AWAITING_DATE");
    assertThat(file.file().payOn()).hasToString("2026-02-28");
  }

  @ParameterizedTest
  @CsvSource({
    "pay.csv, 2026-01-31, 4  PAY_ON_PAST",
    "pay.csv, 2026-04-03, 4  PAY_ON_TOO_FAR",
    "pay.csv, 2126-02-02, 4  PAY_ON_TOO_FAR",
    "pay.csv, 2026-02-30, 4  DATE_INVALID",
    "pay.csv, 2026-2-3, 4  DATE_INVALID",
    "pay.csv, ２０２６-02-03, 4  DATE_INVALID",
    "pay.csv, ' 2026-02-03', 4  DATE_INVALID",
    "pay.csv, '', 4  DATE_INVALID",
    "pay.csv, '2026-02-03,x', 4  DATE_INVALID",
    "pay@2026-02-04.csv, 2026-02-03, 4  PAY_ON_DIFFERS"
  })
  void a_day_that_a_file_cannot_be_paid_on_refuses_it(String name, String day, String code) {
    Outcome file =
        fixture.drop(name, IntakeFixture.HEADER + lines("A", "B") + "#pay-on," + day + "\n");

    assertThat(file.state()).isEqualTo("REJECTED");
    assertThat(file.codes()).containsExactly(code);
  }

  @ParameterizedTest
  @CsvSource({
    "pay@2026-01-31.csv, 0  PAY_ON_PAST",
    "pay@2026-04-03.csv, 0  PAY_ON_TOO_FAR",
    "pay@2026-13-01.csv, 0  DATE_INVALID",
    "pay@2026-2-3.csv, 0  DATE_INVALID",
    "pay@2026-12-25 (1).csv, 0  DATE_INVALID",
    "pay@2026-12-25 - 副本.csv, 0  DATE_INVALID",
    "pay@2026-12-25.csv.csv, 0  DATE_INVALID",
    "pay@2026-12-25 .csv, 0  DATE_INVALID",
    "pay@ 2026-12-25.csv, 0  DATE_INVALID",
    "pay＠2026-12-25.csv, 0  DATE_INVALID",
    "pay@２０２６-12-25.csv, 0  DATE_INVALID",
    "pay@2026年12月25日.csv, 0  DATE_INVALID",
    "pay@2026–12–25.csv, 0  DATE_INVALID",
    "pay@2026_12_25.csv, 0  DATE_INVALID",
    "pay@12-25.csv, 0  DATE_INVALID",
    "pay@2026.12.25, 0  DATE_INVALID",
    "pay@2026-02-03@2026-02-04.csv, 0  DATE_INVALID",
    "pay@2026-02-02.0a1b2c3d.result.csv, 0  DATE_INVALID",
    "pay@20260203.csv, 0  DATE_INVALID",
    "pay@2026.02.03.csv, 0  DATE_INVALID",
    "pay@03-02-2026.csv, 0  DATE_INVALID"
  })
  void a_name_that_ends_with_no_day_to_pay_on_refuses_the_file(String name, String code) {
    Outcome file = fixture.drop(name, IntakeFixture.HEADER + lines("A"));

    assertThat(file.state()).isEqualTo("REJECTED");
    assertThat(file.codes()).containsExactly(code);
  }

  @Test
  void two_rows_that_differ_refuse_the_file() {
    Outcome file = fixture.dropLines(lines("A") + "#pay-on,2026-02-02\n#pay-on,2026-02-03\n");

    assertThat(file.codes()).containsExactly("4  PAY_ON_DIFFERS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#Pay-On,2026-02-20",
        "#payon,2026-02-20",
        "# pay-on,2026-02-20",
        "#pay-on ,2026-02-20",
        " #pay-on,2026-02-20",
        "＃pay-on,2026-02-20",
        "\u200b#pay-on,2026-02-20",
        "#Pay-On,2026-02-20,,,",
        "#totals,1,1.00",
        "#Total,1,1.00,,"
      })
  void a_row_for_the_whole_file_that_is_mistyped_is_not_left_out(String row) {
    fixture.leavesOutLines = true;

    Outcome file = fixture.dropLines(lines("A") + row + "\n");

    assertThat(file.state()).isEqualTo("REJECTED");
    assertThat(file.codes()).contains("3  BROKEN_ROW");
    assertThat(file.faults().get(0).reason()).contains("written exactly so");
  }

  @Test
  void a_row_for_the_whole_file_is_not_left_out_of_a_template() {
    fixture.leavesOutLines = true;

    for (String row : new String[] {"#pay-on,2026-02-20", "#pay-on,2026-02-20,,,"}) {
      Outcome file =
          fixture.drop(
              "pay.csv",
              "支付宝批量付款文件模板（前面两行请勿删除）\n"
                  + "序号（必填）,收款方支付宝账号（必填）,收款方姓名（必填）,金额（必填，单位：元）,备注（选填）\n"
                  + "1,a@example.com,张三,1.00,\n"
                  + row
                  + "\n");

      assertThat(file.state()).as(row).isEqualTo("REJECTED");
      assertThat(file.codes()).contains("4  BROKEN_ROW");
    }
  }

  @Test
  void a_right_line_may_begin_with_the_sign() {
    fixture.leavesOutLines = true;

    assertThat(fixture.dropLines("#1,a@example.com,张三,1.00,\n").serials()).containsExactly("#1");
  }

  @Test
  void a_line_behind_the_day_is_not_left_out() {
    fixture.leavesOutLines = true;

    Outcome file = fixture.dropLines(lines("A") + "#pay-on,2026-02-02\n" + lines("B"));

    assertThat(file.state()).isEqualTo("REJECTED");
    assertThat(file.codes()).containsExactly("4  ROW_AFTER_TOTAL");
  }
}
