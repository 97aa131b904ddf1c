package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import payout.inbox.IntakeFixture.Outcome;

/** How a file is split into rows: bytes, line ends, quotes and headings. */
class ReadingTest extends IntakeTest {

  private static final Charset GBK = Charset.forName("GBK");
  private static final String CHINESE = "A,a@example.com,张三丰,1.00,五月\n";

  @Test
  void a_file_in_utf_8_is_taken() {
    assertThat(fixture.dropLines(CHINESE).lines().get(0).name()).isEqualTo("张三丰");
  }

  @Test
  void a_file_in_utf_8_with_a_byte_order_mark_is_taken() {
    assertThat(
            fixture.drop("a.csv", "\uFEFF" + IntakeFixture.HEADER + CHINESE).lines().get(0).name())
        .isEqualTo("张三丰");
  }

  @Test
  void a_file_in_gbk_is_taken() {
    Outcome file = fixture.drop("a.csv", (IntakeFixture.HEADER + CHINESE).getBytes(GBK));

    assertThat(file.lines().get(0).name()).isEqualTo("张三丰");
    assertThat(file.lines().get(0).remark()).isEqualTo("五月");
  }

  @Test
  void a_file_in_gbk_is_refused_if_utf_8_is_set() {
    fixture.inboxCharset = "utf-8";

    Outcome file = fixture.drop("a.csv", (IntakeFixture.HEADER + CHINESE).getBytes(GBK));

    assertThat(file.codes()).containsExactly("2  UNREADABLE_BYTES");
  }

  @Test
  void a_file_with_a_byte_order_mark_is_never_read_as_gbk() {
    byte[] good = ("\uFEFF" + IntakeFixture.HEADER + lines("A")).getBytes(StandardCharsets.UTF_8);
    good[good.length - 3] = (byte) 0xff;

    assertThat(fixture.drop("a.csv", good).codes()).containsExactly("2  UNREADABLE_BYTES");
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "20, 1", "49, 2", "60, 2", "100, 3"})
  void a_byte_of_no_charset_is_reported_with_its_row(int at, long row) {
    byte[] bytes = (IntakeFixture.HEADER + lines("A", "B")).getBytes(StandardCharsets.UTF_8);
    bytes[at] = (byte) 0xff;

    Outcome file = fixture.drop("a.csv", bytes);

    assertThat(file.state()).isEqualTo("REJECTED");
    assertThat(file.codes()).containsExactly(row + "  UNREADABLE_BYTES");
  }

  @Test
  void an_invalid_byte_far_down_is_reported_with_its_row_and_the_faults_before_it() {
    String text = IntakeFixture.HEADER + lines(2999) + line("LAST").replace("1.00", "0") + "\n";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    bytes.write(0xff);
    bytes.writeBytes("\nmore,rows\n".getBytes(StandardCharsets.UTF_8));

    Outcome file = fixture.drop("a.csv", bytes.toByteArray());

    assertThat(file.codes()).containsExactly("3001 amount AMOUNT_ZERO", "3002  UNREADABLE_BYTES");
  }

  @Test
  void a_file_cut_off_inside_a_character_is_refused() {
    byte[] bytes = (IntakeFixture.HEADER + "A,a@example.com,张").getBytes(StandardCharsets.UTF_8);
    fixture.inboxCharset = "utf-8";

    Outcome file = fixture.drop("a.csv", java.util.Arrays.copyOf(bytes, bytes.length - 1));

    assertThat(file.codes()).contains("2  UNREADABLE_BYTES");
    assertThat(file.state()).isEqualTo("REJECTED");
  }

  @Test
  void characters_across_any_buffer_boundary_are_read_correctly() {
    fixture.fileAmountMax = payout.batch.Money.parse("9999999");
    StringBuilder text = new StringBuilder(IntakeFixture.HEADER);
    for (int i = 0; i < 4000; i++) {
      text.append(i).append(",a@example.com,𠀀张𠮷,1.00,").append("五".repeat(i % 7)).append('\n');
    }

    Outcome file = fixture.drop("a.csv", text.toString());

    assertThat(file.state()).isEqualTo("ACCEPTED");
    assertThat(file.lines()).allMatch(line -> line.name().equals("𠀀张𠮷"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void line_ends_do_not_matter(String end) {
    String text = (IntakeFixture.HEADER + lines("A", "B")).replace("\n", end);

    Outcome file = fixture.drop("a.csv", text);

    assertThat(file.serials()).containsExactly("A", "B");
    assertThat(file.lines().get(1).remark()).isEqualTo("May");
    assertThat(file.lines().get(1).row()).isEqualTo(3);
  }

  @Test
  void the_last_line_needs_no_line_end() {
    assertThat(fixture.dropLines(lines("A") + line("B")).serials()).containsExactly("A", "B");
  }

  @Test
  void quoted_fields_are_read() {
    Outcome file =
        fixture.dropLines("\"A\",\"a@example.com\",\"Zhang, \"\"San\"\"\",\"1.00\",\"\"\n");

    assertThat(file.lines().get(0).name()).isEqualTo("Zhang, \"San\"");
    assertThat(file.lines().get(0).remark()).isEmpty();
  }

  @Test
  void a_quote_inside_an_unquoted_value_is_an_ordinary_character() {
    assertThat(fixture.dropLines("A,a@example.com,5\" pipe,1.00,\n").lines().get(0).name())
        .isEqualTo("5\" pipe");
  }

  @Test
  void two_quotes_in_a_value_stay_two() {
    Outcome file = fixture.dropLines("A,a@example.com,\"5\"\"\"\" pipe\",1.00,5\"\" pipe\n");

    assertThat(file.lines().get(0).name()).isEqualTo("5\"\" pipe");
    assertThat(file.lines().get(0).remark()).isEqualTo("5\"\" pipe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void a_quoted_line_end_is_a_control_character_of_one_row(String end) {
    Outcome file =
        fixture.dropLines("A,a@example.com,\"Zhang" + end + "San\",1.00,\n" + lines("B", "B"));

    assertThat(file.codes())
        .containsExactly("2 payee_name CONTROL_CHARACTER", "4 serial_no SERIAL_REPEATED");
  }

  @Test
  void reading_ends_at_a_quote_that_is_not_closed() {
    Outcome file =
        fixture.dropLines(lines("A") + "B,a@example.com,\"Zhang,1.00,\n" + lines("C", "D"));

    assertThat(file.state()).isEqualTo("REJECTED");
    assertThat(file.codes()).containsExactly("3  UNREADABLE_ROW");
  }

  @Test
  void reading_ends_at_text_after_a_closing_quote() {
    Outcome file = fixture.dropLines(lines("A") + "B,a@example.com,\"Zhang\" San,1.00,\n");

    assertThat(file.codes()).containsExactly("3  UNREADABLE_ROW");
  }

  @Test
  void a_row_that_cannot_be_read_refuses_the_file_even_where_lines_may_be_left_out() {
    fixture.leavesOutLines = true;

    assertThat(fixture.dropLines(lines("A") + "\"B").codes()).containsExactly("3  UNREADABLE_ROW");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Zhang\0San", "\0Zhang\0", "\0\0", "\0", "\0\0Zhang"})
  void a_nul_is_a_control_character(String name) {
    assertThat(fixture.dropLines("A,a@example.com," + name + ",1.00,\n").codes())
        .containsExactly("2 payee_name CONTROL_CHARACTER");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n\n\n", ",,,,\n,,,,\n", " , ,,,\n", "\r\n\r\n", " \n"})
  void blank_rows_at_the_end_are_ignored(String blank) {
    assertThat(fixture.dropLines(lines("A") + blank).state()).isEqualTo("ACCEPTED");
  }

  @Test
  void blank_rows_between_lines_are_reported() {
    Outcome file = fixture.dropLines("\n" + lines("A") + "\n,,,,\n" + lines("B") + "\n");

    assertThat(file.codes()).containsExactly("2  EMPTY_ROW", "4  EMPTY_ROW", "5  EMPTY_ROW");
  }

  @Test
  void blank_rows_between_lines_are_all_counted() {
    Outcome file = fixture.dropLines("\n".repeat(2500) + lines("A"));

    assertThat(file.faultsTotal()).isEqualTo(2500);
    assertThat(file.faults()).hasSize(1000);
  }

  @Test
  void empty_cells_after_the_last_column_are_ignored() {
    Outcome file =
        fixture.drop("a.csv", IntakeFixture.HEADER.strip() + ",,\n" + line("A") + ",,\n,,,,,,\n");

    assertThat(file.serials()).containsExactly("A");
    assertThat(file.lines().get(0).remark()).isEqualTo("May");
  }

  @Test
  void a_value_after_the_last_column_is_a_broken_row() {
    Outcome file =
        fixture.drop("a.csv", IntakeFixture.HEADER.strip() + ",,\n" + line("A") + ",,x\n");

    assertThat(file.codes()).containsExactly("2  BROKEN_ROW");
    assertThat(file.faults().get(0).reason())
        .isEqualTo("The row has values after the last column of the heading.");
  }

  @ParameterizedTest
  @CsvSource({"'A,a@example.com,Zhang,1.00', 4", "'A,a@example.com,Zhang,1.00,x,', 6", "A, 1"})
  void a_row_with_too_few_or_too_many_fields_is_reported(String row, int fields) {
    Outcome file = fixture.dropLines(row + "\n" + lines("B"));

    assertThat(file.codes()).containsExactly("2  BROKEN_ROW");
    assertThat(file.faults().get(0).reason())
        .isEqualTo("The row has " + fields + " fields; the heading has 5.");
  }

  @Test
  void an_empty_file_is_refused() {
    assertThat(fixture.drop("a.csv", "").codes()).containsExactly("0  EMPTY_FILE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", ",,,,\n"})
  void a_heading_alone_is_refused(String rest) {
    assertThat(fixture.dropLines(rest).codes()).containsExactly("0  NO_LINES");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFF",
        "\n",
        "A,a@example.com,Zhang,1.00,\n",
        "Serial_no,payee_account,payee_name,amount,remark\nA,a@example.com,Zhang,1.00,\n",
        "serial_no,payee_account,payee_name,amount\nA,a@example.com,Zhang,1.00\n",
        "serial_no,payee_account,payee_name,amount,remark,note\nA,a@example.com,Zhang,1.00,,\n",
        "payee_account,serial_no,payee_name,amount,remark\na@example.com,A,Zhang,1.00,\n",
        "serial_no;payee_account;payee_name;amount;remark\nA;a@example.com;Zhang;1.00;\n",
        " serial_no,payee_account,payee_name,amount,remark\nA,a@example.com,Zhang,1.00,\n"
      })
  void a_file_without_a_known_heading_is_refused_with_one_fault(String text) {
    assertThat(fixture.drop("a.csv", text).codes()).containsExactly("1  UNKNOWN_HEADER");
  }

  @Test
  void a_repeated_heading_is_an_invalid_line() {
    Outcome file = fixture.drop("a.csv", IntakeFixture.HEADER + IntakeFixture.HEADER + lines("A"));

    assertThat(file.codes())
        .containsExactly("2 payee_account ACCOUNT_INVALID", "2 amount AMOUNT_INVALID");
  }

  @Test
  void two_concatenated_files_with_byte_order_marks_are_refused() {
    String text = "\uFEFF" + IntakeFixture.HEADER + lines("A");

    assertThat(fixture.drop("a.csv", text + text).state()).isEqualTo("REJECTED");
  }

  @Test
  void a_name_of_150_bytes_is_taken_and_a_longer_one_refused() {
    Outcome longest = fixture.drop("n".repeat(146) + ".csv", IntakeFixture.HEADER + lines("A"));
    Outcome over = fixture.drop("张".repeat(49) + ".csv", IntakeFixture.HEADER + lines("B"));

    assertThat(longest.state()).isEqualTo("ACCEPTED");
    assertThat(over.codes()).containsExactly("0  NAME_TOO_LONG");
    assertThat(over.faults().get(0).reason())
        .isEqualTo("The file's name has 151 bytes; 150 are allowed.");
  }

  @Test
  void scratch_files_are_deleted_after_a_big_file() throws java.io.IOException {
    fixture.dropLines(lines(100));

    assertThat(
            Files.exists(fixture.scratch()) && Files.list(fixture.scratch()).findAny().isPresent())
        .isFalse();
  }
}
