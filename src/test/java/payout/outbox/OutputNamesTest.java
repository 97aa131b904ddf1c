package payout.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import payout.batch.BatchNo;
import payout.batch.FileNames;

class OutputNamesTest {

  private static final String SHA256 =
      "0123abcd456789ef0123abcd456789ef0123abcd456789ef0123abcd456789ef";
  private static final BatchNo BATCH = new BatchNo("0123abcd456789ef0123ab0010000001");

  @Test
  void names_every_file_after_the_input_and_its_bytes() {
    OutputNames names = new OutputNames("payroll.csv", SHA256, 1, false);

    assertThat(names.ack()).isEqualTo("payroll.0123abcd.ack.csv");
    assertThat(names.waiting()).isEqualTo("payroll.0123abcd.waiting.csv");
    assertThat(names.approval()).isEqualTo("payroll.0123abcd.approve");
    assertThat(names.rejects()).isEqualTo("payroll.0123abcd.rejects.csv");
    assertThat(OutputNames.reconcile(LocalDate.parse("2026-03-10"), false))
        .isEqualTo("reconcile.2026-03-10.csv");
    assertThat(names.result(BATCH))
        .isEqualTo("payroll.0123abcd.0123abcd456789ef0123ab0010000001.result.csv");
    assertThat(names.result()).isEqualTo("payroll.0123abcd.result.csv");
    assertThat(names.retry()).isEqualTo("payroll.0123abcd.retry.csv");
    assertThat(names.correction(3)).isEqualTo("payroll.0123abcd.correction-3.csv");
  }

  @Test
  void the_same_bytes_again_get_a_number() {
    assertThat(new OutputNames("payroll.csv", SHA256, 2, false).ack())
        .isEqualTo("payroll.0123abcd-2.ack.csv");
    assertThat(new OutputNames("payroll.csv", SHA256, 13, false).result())
        .isEqualTo("payroll.0123abcd-13.result.csv");
  }

  @Test
  void every_name_in_a_sandbox_starts_with_sandbox() {
    OutputNames names = new OutputNames("payroll.csv", SHA256, 2, true);

    assertThat(names.ack()).isEqualTo("SANDBOX-payroll.0123abcd-2.ack.csv");
    assertThat(OutputNames.reconcile(LocalDate.parse("2026-03-10"), true))
        .isEqualTo("SANDBOX-reconcile.2026-03-10.csv");
    assertThat(names.result(BATCH)).startsWith("SANDBOX-payroll.0123abcd-2.0123");
  }

  @ParameterizedTest
  @CsvSource({
    "payroll.csv,payroll", "payroll.2026.05.csv,payroll.2026.05", "payroll,payroll",
    "工资.csv,工资", "payroll.,payroll", ".csv,.csv"
  })
  void the_stem_is_the_name_without_its_last_suffix(String file, String stem) {
    assertThat(FileNames.stemOf(file)).isEqualTo(stem);
  }

  @Test
  void arrivals_are_counted_from_one() {
    assertThatThrownBy(() -> new OutputNames("payroll.csv", SHA256, 0, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Arrivals are counted from 1.");
  }

  @Test
  void a_name_that_intake_accepts_is_never_shortened() {
    assertThat(FileNames.stemOf("工".repeat(50))).isEqualTo("工".repeat(50));
  }

  @Test
  void a_longer_name_is_shortened_between_two_characters() {
    assertThat(FileNames.stemOf("a" + "工".repeat(60) + ".csv")).isEqualTo("a" + "工".repeat(49));
    assertThat(FileNames.stemOf("ab" + "😀".repeat(60) + ".csv")).isEqualTo("ab" + "😀".repeat(37));
  }

  @Property(tries = 300)
  void no_name_is_longer_than_a_file_system_allows(
      @ForAll @StringLength(min = 1, max = 300) String file,
      @ForAll @IntRange(min = 1) int number) {
    OutputNames names = new OutputNames(file, SHA256, number, true);

    assertThat(names.result(BATCH).getBytes(UTF_8)).hasSizeLessThanOrEqualTo(255);
    assertThat(names.correction(number).getBytes(UTF_8)).hasSizeLessThanOrEqualTo(255);
  }

  @Test
  void the_reports_of_a_file_that_was_only_checked_tell_of_no_input() {
    String made = new OutputNames("pay.csv", "a".repeat(64), 1, false).ack();

    assertThat(OutputNames.inputOf(made, false)).isPresent();
    assertThat(OutputNames.inputOf("CHECK-" + made, false)).isEmpty();
    assertThat(OutputNames.inputOf("SANDBOX-CHECK-" + made, true)).isEmpty();
  }
}
