package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import payout.batch.Fault;
import payout.batch.Money;
import payout.batch.OutboxCharset;
import payout.batch.OutputKind;
import payout.batch.RequestCharset;
import payout.inbox.IntakeFixture.Outcome;

/** The rules for a line: each is reported with row, column and code. */
class BadLinesTest extends IntakeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-5",
        "1e3",
        "\"1,000.00\"",
        "0.001",
        "１２.００",
        "NaN",
        "+5",
        " 5",
        "5 ",
        ".5",
        "5.",
        "0x10",
        "1_000",
        "1234567890123456",
        "1.0.0",
        "¥5",
        "五",
        "Infinity",
        "=1",
        "5\u00a0"
      })
  void an_invalid_amount_is_reported(String amount) {
    Outcome file = fixture.dropLines("A,a@example.com,Zhang," + amount + ",\n");

    assertThat(file.state()).isEqualTo("REJECTED");
    assertThat(file.codes()).containsExactly("2 amount AMOUNT_INVALID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.0", "0.00", "000"})
  void an_amount_of_zero_is_refused(String amount) {
    assertThat(fixture.dropLines("A,a@example.com,Zhang," + amount + ",\n").codes())
        .containsExactly("2 amount AMOUNT_ZERO");
  }

  @ParameterizedTest
  @CsvSource({"0.01, 1", "1, 100", "1.5, 150", "007.50, 750", "1000000.00, 100000000"})
  void a_valid_amount_is_read_exactly_to_the_fen(String amount, long fen) {
    assertThat(fixture.dropLines("A,a@example.com,Zhang," + amount + ",\n").lines().get(0).amount())
        .isEqualTo(new Money(fen));
  }

  @Test
  void an_amount_over_the_limit_is_reported() {
    Outcome file = fixture.dropLines("A,a@example.com,Zhang,1000000.01,\n");

    assertThat(file.codes()).containsExactly("2 amount AMOUNT_OVER_LIMIT");
    assertThat(file.faults().get(0).reason())
        .isEqualTo("The amount is over the limit of 1000000.00 a line.");
  }

  @ParameterizedTest
  @CsvSource({
    "'B,a@example.com,Zhang,,', amount",
    "',a@example.com,Zhang,1.00,', serial_no",
    "'B,,Zhang,1.00,', payee_account",
    "'B,a@example.com,,1.00,', payee_name",
    "'  ,a@example.com,Zhang,1.00,', serial_no",
    "'B,a@example.com,\u3000,1.00,', payee_name"
  })
  void a_missing_value_is_reported(String row, String column) {
    assertThat(fixture.dropLines(lines("A") + row + "\n").codes())
        .containsExactly("3 " + column + " VALUE_MISSING");
  }

  @ParameterizedTest
  @CsvSource({
    "'A^1,a@example.com,Zhang,1.00,', serial_no",
    "'A,a|b@example.com,Zhang,1.00,', payee_account",
    "'A,a@example.com,Zh^ang,1.00,', payee_name",
    "'A,a@example.com,Zhang,1.00,a|b', remark"
  })
  void a_separator_of_the_gateway_is_reported(String row, String column) {
    assertThat(fixture.dropLines(row + "\n").codes())
        .containsExactly("2 " + column + " SEPARATOR_CHARACTER");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\t", "\u0000", "\u0007", "\u001b", "\u007f", "\u0085", "\u2028", "\u2029"})
  void a_control_character_is_reported_in_each_column(String control) {
    String x = "x" + control + "y";
    Outcome file =
        fixture.dropLines(
            x + ",a" + control + "@example.com," + x + ",1" + control + "," + x + "\n");

    assertThat(file.codes())
        .containsExactly(
            "2 serial_no CONTROL_CHARACTER",
            "2 payee_account CONTROL_CHARACTER",
            "2 payee_name CONTROL_CHARACTER",
            "2 amount AMOUNT_INVALID",
            "2 remark CONTROL_CHARACTER");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=", "+", "-", "@"})
  void a_formula_is_reported_in_each_column(String start) {
    String x = start + "x";

    Outcome file =
        fixture.dropLines(x + "," + x + "@example.com," + x + "," + start + "1," + x + "\n");

    assertThat(file.codes())
        .contains(
            "2 serial_no FORMULA",
            "2 payee_account FORMULA",
            "2 payee_name FORMULA",
            "2 amount AMOUNT_INVALID",
            "2 remark FORMULA");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=", "+", "-", "@"})
  void a_formula_is_accepted_if_the_setting_allows_it(String start) {
    fixture.refuseFormulas = false;

    Outcome file =
        fixture.dropLines(start + "A,x@example.com," + start + "Zhang,1.00," + start + "May\n");

    assertThat(file.state()).isEqualTo("ACCEPTED");
    assertThat(file.lines().get(0).remark()).isEqualTo(start + "May");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\t1", "\r1"})
  void a_value_that_starts_with_a_tab_or_a_line_end_is_always_refused(String value) {
    fixture.refuseFormulas = false;

    assertThat(fixture.dropLines("A,a@example.com,Zhang,1.00,\"" + value + "\"\n").codes())
        .containsExactly("2 remark CONTROL_CHARACTER");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nobody",
        "1380013800",
        "138001380000",
        "a@b@c",
        "example.org x",
        "a b@c",
        "１３８００１３８０００"
      })
  void an_invalid_account_is_reported(String account) {
    assertThat(fixture.dropLines("A," + account + ",Zhang,1.00,\n").codes())
        .contains("2 payee_account ACCOUNT_INVALID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"13800138000", "a@b", "张三@example.com", "a+b@example.com", "a.b-c@d_e.f"})
  void a_valid_account_is_accepted(String account) {
    assertThat(fixture.dropLines("A," + account + ",Zhang,1.00,\n").state()).isEqualTo("ACCEPTED");
  }

  @Test
  void limits_are_in_bytes_of_the_charset_of_the_request() {
    Outcome longest =
        fixture.dropLines(
            "s".repeat(32)
                + ","
                + "a".repeat(97)
                + "@b,"
                + "名".repeat(42)
                + "ab,1.00,"
                + "五".repeat(66)
                + "ab\n");
    Outcome over =
        fixture.dropLines(
            "t".repeat(33)
                + ","
                + "a".repeat(98)
                + "@b,"
                + "名".repeat(43)
                + ",1.00,"
                + "五".repeat(67)
                + "\n");

    assertThat(longest.state()).isEqualTo("ACCEPTED");
    assertThat(over.codes())
        .containsExactly(
            "2 serial_no VALUE_TOO_LONG",
            "2 payee_account VALUE_TOO_LONG",
            "2 payee_name VALUE_TOO_LONG",
            "2 remark VALUE_TOO_LONG");
    assertThat(over.faults().get(2).reason())
        .isEqualTo("The value has 129 bytes; 128 are allowed.");
  }

  @Test
  void limits_are_in_bytes_of_gbk_for_a_request_in_gbk() {
    fixture.requestCharset = RequestCharset.GBK;

    assertThat(fixture.dropLines("A,a@b," + "名".repeat(64) + ",1.00,\n").state())
        .isEqualTo("ACCEPTED");
    assertThat(fixture.dropLines("B,a@b," + "名".repeat(65) + ",1.00,\n").codes())
        .containsExactly("2 payee_name VALUE_TOO_LONG");
  }

  @ParameterizedTest
  @CsvSource({
    "GBK, é, false",
    "GBK, 𠮷, false",
    "GBK, 镕, true",
    "GB2312, 镕, false",
    "GB2312, 张, true",
    "UTF_8, 𠮷, true"
  })
  void a_character_that_the_request_cannot_encode_is_reported(
      RequestCharset charset, String character, boolean exists) {
    fixture.requestCharset = charset;

    Outcome file = fixture.dropLines("A,a@example.com," + character + ",1.00,\n");

    // GBK contains é as well, because pinyin uses it.
    boolean taken = exists || charset == RequestCharset.GBK && character.equals("é");
    assertThat(file.codes())
        .isEqualTo(
            taken
                ? java.util.List.of()
                : java.util.List.of("2 payee_name CHARACTER_NOT_IN_CHARSET"));
  }

  @Test
  void a_character_that_the_results_cannot_encode_is_reported() {
    fixture.outboxCharset = OutboxCharset.GBK;

    assertThat(fixture.dropLines("A,a@example.com,𠮷,1.00,\n").codes())
        .containsExactly("2 payee_name CHARACTER_NOT_IN_CHARSET");
  }

  @Test
  void half_of_a_surrogate_pair_in_utf_8_is_not_a_character() {
    byte[] bytes =
        (IntakeFixture.HEADER + "A,a@example.com,abc,1.00,\n")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    int at = IntakeFixture.HEADER.length() + "A,a@example.com,".length();
    bytes[at] = (byte) 0xed;
    bytes[at + 1] = (byte) 0xa0;
    bytes[at + 2] = (byte) 0x80;
    fixture.inboxCharset = "utf-8";

    assertThat(fixture.drop("a.csv", bytes).codes()).containsExactly("2  UNREADABLE_BYTES");
  }

  @Test
  void a_zero_width_character_is_reported_once_in_any_charset() {
    String row = "A,a@example.com,Zhang\u200bSan,1.00,\n";
    fixture.requestCharset = RequestCharset.GBK;
    assertThat(fixture.dropLines(row).codes()).containsExactly("2 payee_name HIDDEN_CHARACTER");
    fixture.requestCharset = RequestCharset.UTF_8;

    assertThat(fixture.dropLines(row).codes()).containsExactly("2 payee_name HIDDEN_CHARACTER");
  }

  @Test
  void a_cell_of_a_megabyte_is_reported_with_its_size_in_bytes() {
    Outcome file = fixture.dropLines("A,a@example.com,Zhang,1.00," + "x".repeat(1_000_000) + "\n");

    assertThat(file.codes()).containsExactly("2 remark VALUE_TOO_LONG");
    assertThat(file.faults().get(0).reason())
        .isEqualTo("The value has 1000000 bytes; 200 are allowed.");
  }

  @Test
  void all_faults_of_a_file_are_reported_at_once_in_the_order_of_rows_and_columns() {
    Outcome file =
        fixture.dropLines(
            "=A^\u0001,nobody,=Zhang,0,=May\n"
                + "short\n"
                + "\n"
                + lines("S", "S")
                + "#total,9,9\n");

    assertThat(file.codes())
        .containsExactly(
            "2 serial_no SEPARATOR_CHARACTER",
            "2 serial_no CONTROL_CHARACTER",
            "2 serial_no FORMULA",
            "2 payee_account ACCOUNT_INVALID",
            "2 payee_name FORMULA",
            "2 amount AMOUNT_ZERO",
            "2 remark FORMULA",
            "3  BROKEN_ROW",
            "4  EMPTY_ROW",
            "6 serial_no SERIAL_REPEATED",
            "7  TOTAL_LINES_DIFFER",
            "7  TOTAL_AMOUNT_DIFFERS");
    assertThat(file.faultsTotal()).isEqualTo(12);
  }

  @Test
  void the_first_thousand_faults_are_reported_and_the_number_of_the_others() {
    Outcome file = fixture.dropLines(lines(1200).replace("0.01", "0"));

    assertThat(file.faultsTotal()).isEqualTo(1200);
    assertThat(file.faults())
        .extracting(Fault::row)
        .containsExactlyElementsOf(
            java.util.stream.LongStream.rangeClosed(2, 1001).boxed().toList());
    assertThat(file.file().reason())
        .isEqualTo(
            "AMOUNT_ZERO: Row 2: The amount must be more than zero. And 1199 more, see the rejects"
                + " file.");
    assertThat(fixture.published(file.file(), OutputKind.REJECTS))
        .endsWith(",,MORE_FAULTS,\"There are 200 more faults, which are not listed.\"\n");
  }

  @Test
  void no_reason_contains_an_account_a_name_or_a_serial() {
    fixture.fileAmountMax = Money.parse("1");
    String row = "SECRETS,SECRETA@example.com,SECRETN,1.00,SECRETR\n";
    Outcome file =
        fixture.dropLines(
            row
                + row
                + row.replace(",", "^|\t,").replace("SECRETN", "=SECRETN")
                + row.replace("SECRETA@", "SECRETA")
                + row.replace("SECRETN", "SECRETN".repeat(30))
                + row.replace("1.00", "SECRET5")
                + "SECRETS,SECRETA\n#total,SECRET,SECRET\n#total,9,9\nSECRET\n");

    assertThat(file.faults()).hasSizeGreaterThan(10);
    assertThat(file.faults()).noneMatch(fault -> fault.reason().contains("SECRET"));
    assertThat(fixture.published(file.file(), OutputKind.REJECTS)).doesNotContain("SECRET");
    assertThat(fixture.published(file.file(), OutputKind.ACK)).doesNotContain("SECRET");
    assertThat(fixture.count("SELECT COUNT(*) FROM event WHERE detail LIKE '%SECRET%'")).isZero();
  }
}
