package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import payout.batch.BatchNo;
import payout.batch.Money;
import payout.batch.RejectedLine;
import payout.inbox.IntakeFixture.Outcome;

/** Totals, limits, the division into batches, and lines that are left out. */
class WholeFileTest extends IntakeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"#total,2,2.00\n", "#total,2,2\n", "#total,02,2.0,,\n\n\n", "#total,2,2.00, ,,,"})
  void a_correct_total_is_accepted(String total) {
    assertThat(fixture.dropLines(lines("A", "B") + total).serials()).containsExactly("A", "B");
  }

  @ParameterizedTest
  @CsvSource({
    "'#total,3,2.00', '4  TOTAL_LINES_DIFFER'",
    "'#total,2,2.01', '4  TOTAL_AMOUNT_DIFFERS'",
    "'#total,2', '4  TOTAL_UNREADABLE'",
    "'#total', '4  TOTAL_UNREADABLE'",
    "'#total,two,2.00', '4  TOTAL_UNREADABLE'",
    "'#total,2,-2.00', '4  TOTAL_UNREADABLE'",
    "'#total,2,2.00,x', '4  TOTAL_UNREADABLE'",
    "'#total,2,2.000', '4  TOTAL_UNREADABLE'",
    "'#TOTAL,2,2.00', '4  BROKEN_ROW'"
  })
  void an_incorrect_total_refuses_the_file(String total, String code) {
    Outcome file = fixture.dropLines(lines("A", "B") + total + "\n");

    assertThat(file.state()).isEqualTo("REJECTED");
    assertThat(file.codes()).containsExactly(code);
  }

  /**
   * The mark that replaces its hash must not be the hash of a file, or that file would be refused.
   */
  @Test
  void a_file_that_is_too_big_is_refused_and_takes_no_other_files_hash() throws Exception {
    fixture.fileBytesMax = 70_000;
    String text = IntakeFixture.HEADER + lines(5000);
    byte[] start = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), 65_536);
    int size = text.length();

    Outcome tooBig = fixture.drop("big.csv", text);
    byte[] other = (new String(start, StandardCharsets.UTF_8) + size).getBytes();
    Outcome crafted = fixture.drop("big.csv", other);

    assertThat(tooBig.codes()).containsExactly("0  FILE_TOO_BIG");
    assertThat(tooBig.file().sha256()).hasSize(64).matches("[0-9a-f]{56}-too-big");
    assertThat(crafted.codes()).doesNotContain("0  FILE_TOO_BIG");
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(other));
    assertThat(crafted.file().sha256())
        .isEqualTo(hash)
        .startsWith(tooBig.file().sha256().substring(0, 56));
    fixture.fileBytesMax = size;
    assertThat(fixture.drop("big.csv", text).state()).isEqualTo("ACCEPTED");
  }

  @Test
  void two_totals_refuse_the_file() {
    assertThat(fixture.dropLines(lines("A") + "#total,1,1.00\n#total,1,1.00\n").codes())
        .containsExactly("4  ROW_AFTER_TOTAL");
  }

  @Test
  void a_line_after_the_total_refuses_the_file() {
    assertThat(fixture.dropLines(lines("A") + "#total,2,2.00\n" + lines("B")).codes())
        .containsExactly("4  ROW_AFTER_TOTAL");
  }

  @ParameterizedTest
  @CsvSource({"999, 999", "1000, 1000", "1001, '1000,1'", "2500, '1000,1000,500'"})
  void lines_are_split_into_batches_of_a_thousand(int count, String sizes) {
    Outcome file = fixture.dropLines(lines(count));

    assertThat(file.batchSizes().toString().replace(" ", "")).isEqualTo("[" + sizes + "]");
    assertThat(file.file().lines()).isEqualTo(count);
    assertThat(file.file().amount()).isEqualTo(new Money(count));
    assertThat(file.serials()).hasSize(count).doesNotHaveDuplicates();
    for (int i = 0; i < file.batches().size(); i++) {
      assertThat(file.batchNumbers().get(i))
          .isEqualTo(BatchNo.of(file.file().sha256(), 1, i + 1).value());
      assertThat(file.batches().get(i).batch().amount())
          .isEqualTo(new Money(file.batchSizes().get(i)));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 15", "7, 3"})
  void the_setting_limits_the_size_of_a_batch(int linesMax, int batches) {
    fixture.batchLinesMax = linesMax;

    Outcome file = fixture.dropLines(lines(15));

    assertThat(file.batches()).hasSize(batches);
    assertThat(file.serials()).startsWith("N-1", "N-2").endsWith("N-15").hasSize(15);
  }

  @Test
  void too_many_lines_refuse_the_file() {
    fixture.fileLinesMax = 1500;

    assertThat(fixture.dropLines(lines(5500)).codes()).containsExactly("0  TOO_MANY_LINES");
    assertThat(fixture.dropLines(lines(1500)).state()).isEqualTo("ACCEPTED");
  }

  @Test
  void a_sum_over_the_limit_refuses_the_file() {
    fixture.fileAmountMax = Money.parse("2.00");

    assertThat(fixture.dropLines(lines("A", "B")).state()).isEqualTo("ACCEPTED");
    assertThat(fixture.dropLines(lines("C", "D", "E")).codes())
        .containsExactly("0  FILE_AMOUNT_OVER_LIMIT");
  }

  @Test
  void a_sum_that_overflows_a_long_refuses_the_file() {
    fixture.lineAmountMax = Money.parse("999999999999999.99");
    String text = lines(500).replace(",0.01,", ",999999999999999.99,");

    assertThat(fixture.dropLines(text).codes()).containsExactly("0  FILE_AMOUNT_OVER_LIMIT");
  }

  @Test
  void invalid_lines_are_left_out_if_the_setting_allows_it() {
    fixture.leavesOutLines = true;
    fixture.batchLinesMax = 2;

    Outcome file =
        fixture.dropLines(
            "A,a@example.com,Zhang,1.00,x\n"
                + "B,nobody,Li,2.00,y\n"
                + "short\n"
                + "A,b@example.com,Wang,4.00,z\n"
                + "C,c@example.com,Zhao,8.00,\n"
                + "C,c@example.com,Zhao,16.00,\n"
                + "D,d@example.com,Qian,32.00,\n");

    assertThat(file.state()).isEqualTo("ACCEPTED");
    assertThat(file.codes())
        .containsExactly(
            "3 payee_account ACCOUNT_INVALID",
            "4  BROKEN_ROW",
            "5 serial_no SERIAL_REPEATED",
            "7 serial_no SERIAL_REPEATED");
    assertThat(file.serials()).containsExactly("A", "C", "D");
    assertThat(file.batchSizes()).containsExactly(1, 1, 1);
    assertThat(file.file().lines()).isEqualTo(3);
    assertThat(file.file().rejectedLines()).isEqualTo(4);
    assertThat(file.file().amount()).isEqualTo(Money.parse("41.00"));
    assertThat(fixture.leftOut(file.file()))
        .containsExactly(
            new RejectedLine(
                3,
                "B",
                "",
                "Li",
                "2.00",
                "y",
                "ACCOUNT_INVALID",
                "The account is neither an e-mail address nor a mobile number of 11 digits."),
            new RejectedLine(
                4, "", "", "", "", "", "BROKEN_ROW", "The row has 1 fields; the heading has 5."),
            new RejectedLine(
                5,
                "A",
                "b@example.com",
                "Wang",
                "4.00",
                "z",
                "SERIAL_REPEATED",
                "The serial number is already in row 2."),
            new RejectedLine(
                7,
                "C",
                "c@example.com",
                "Zhao",
                "16.00",
                "",
                "SERIAL_REPEATED",
                "The serial number is already in row 6."));
  }

  @Test
  void a_batch_with_only_repeats_is_dropped() {
    fixture.leavesOutLines = true;
    fixture.batchLinesMax = 2;

    Outcome file = fixture.dropLines(lines("A", "B", "A", "B", "C"));

    assertThat(file.serials()).containsExactly("A", "B", "C");
    assertThat(file.file().batches()).isEqualTo(2);
    assertThat(file.batchNumbers())
        .containsExactly(
            BatchNo.of(file.file().sha256(), 1, 1).value(),
            BatchNo.of(file.file().sha256(), 1, 3).value());
    assertThat(fixture.count("SELECT open_batches FROM payout_file")).isEqualTo(2);
  }

  @Test
  void the_sum_is_calculated_without_the_lines_that_are_left_out() {
    fixture.leavesOutLines = true;
    fixture.fileAmountMax = Money.parse("1.00");

    assertThat(fixture.dropLines(lines("A", "A")).state()).isEqualTo("ACCEPTED");
  }

  @Test
  void a_file_with_only_invalid_lines_is_refused() {
    fixture.leavesOutLines = true;

    Outcome file = fixture.dropLines("A,nobody,Zhang,1.00,\nshort\n");

    assertThat(file.state()).isEqualTo("REJECTED");
    assertThat(file.codes())
        .containsExactly("0  NO_LINES", "2 payee_account ACCOUNT_INVALID", "3  BROKEN_ROW");
    assertThat(fixture.leftOut(file.file())).isEmpty();
  }

  @Test
  void a_total_covers_the_lines_that_are_left_out() {
    fixture.leavesOutLines = true;

    assertThat(fixture.dropLines(lines("A") + "B,nobody,Li,2.00,\n#total,2,3.00\n").state())
        .isEqualTo("ACCEPTED");
    assertThat(fixture.dropLines(lines("C") + "D,nobody,Li,2.00,\n#total,1,1.00\n").codes())
        .contains("4  TOTAL_LINES_DIFFER", "4  TOTAL_AMOUNT_DIFFERS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"B,b@example.com,Li,none,\n", "B,b@example.com,Li,2.00\n"})
  void an_amount_that_cannot_be_read_under_a_total_refuses_the_file(String row) {
    fixture.leavesOutLines = true;

    Outcome file = fixture.dropLines(lines("A") + row + "#total,2,1.00\n");

    assertThat(file.state()).isEqualTo("REJECTED");
    assertThat(file.codes()).contains("4  TOTAL_AMOUNT_DIFFERS");
    assertThat(file.faults().get(1).reason())
        .isEqualTo("The total cannot be compared: the amount in row 3 cannot be read.");
  }

  @Test
  void lines_that_are_left_out_are_kept_in_the_order_of_the_file() {
    fixture.leavesOutLines = true;
    StringBuilder text = new StringBuilder(lines("A"));
    for (int i = 0; i < 5000; i++) {
      text.append(i % 3 == 0 ? "short\n" : "B" + i + ",nobody,Li,1.00,\n");
    }

    Outcome file = fixture.dropLines(text.toString());

    List<Long> rows = fixture.leftOut(file.file()).stream().map(RejectedLine::row).toList();
    assertThat(rows).hasSize(5000).isSorted();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SANDBOX-a.csv",
        "sandbox-a.csv",
        "Check-a.csv",
        " CHECK-a.csv",
        "ＳＡＮＤＢＯＸ－a.csv",
        "SANDBOX-CHECK-a.csv"
      })
  void a_file_made_by_a_sandbox_or_a_check_is_refused_in_production(String name) {
    String text = IntakeFixture.HEADER + lines("A");

    Outcome refused = fixture.drop(name, text);
    fixture.sandbox = true;
    Outcome taken = fixture.drop(name, text);

    assertThat(refused.codes()).containsExactly("0  NAME_OF_A_TEST");
    assertThat(taken.state()).isEqualTo("ACCEPTED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CHECKS-a.csv", "pay-SANDBOX-1.csv", "SANDBOX.csv"})
  void a_name_that_only_resembles_that_of_a_test_is_accepted(String name) {
    assertThat(fixture.drop(name, IntakeFixture.HEADER + lines("A")).state()).isEqualTo("ACCEPTED");
  }
}
