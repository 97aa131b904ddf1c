package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import payout.batch.LineState;
import payout.inbox.IntakeFixture.Outcome;
import payout.ledger.serial.SerialEntry;

class SerialsTest extends IntakeTest {

  /** Two serials with the same hash, found by trying four million. */
  private static final String TWIN = "C-776336";

  private static final String OTHER_TWIN = "C-2234693";

  /** Another such pair, whose hash has its highest bit set. */
  private static final String HIGH_TWIN = "C-148129";

  private static final String OTHER_HIGH_TWIN = "C-789008";

  @ParameterizedTest
  @ValueSource(strings = {"S-0", "S-1", "S-2", "S-3", TWIN, HIGH_TWIN})
  void a_repeated_serial_refuses_the_file(String serial) {
    Outcome file = fixture.dropLines(lines("A", serial, serial, "B"));

    assertThat(file.state()).isEqualTo("REJECTED");
    assertThat(file.codes()).containsExactly("4 serial_no SERIAL_REPEATED");
    assertThat(file.faults().get(0).reason()).isEqualTo("The serial number is already in row 3.");
    assertThat(file.batches()).isEmpty();
  }

  @Test
  void a_repeated_serial_is_found_for_any_hash() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      text.append(line("X" + i)).append('\n').append(line("X" + i)).append('\n');
    }

    Outcome file = fixture.dropLines(text.toString());

    assertThat(file.faultsTotal()).isEqualTo(200);
  }

  @Test
  void a_serial_that_repeats_in_another_batch_refuses_the_file() {
    fixture.batchLinesMax = 2;

    Outcome file = fixture.dropLines(lines("A", "B", "C", "S-0", "D", "E", "S-0", "S-2", "S-2"));

    assertThat(file.codes())
        .containsExactly("8 serial_no SERIAL_REPEATED", "10 serial_no SERIAL_REPEATED");
  }

  @Test
  void every_repeat_is_reported_with_the_first_row() {
    Outcome file = fixture.dropLines(lines("S", "S", "T", "S"));

    assertThat(file.codes())
        .containsExactly("3 serial_no SERIAL_REPEATED", "5 serial_no SERIAL_REPEATED");
    assertThat(file.faults())
        .allMatch(fault -> fault.reason().equals("The serial number is already in row 2."));
  }

  @Test
  void five_thousand_repeats_are_counted_and_the_first_thousand_reported() {
    Outcome file = fixture.dropLines(lines("S").repeat(5000));

    assertThat(file.faultsTotal()).isEqualTo(4999);
    assertThat(file.faults()).hasSize(1000);
    assertThat(file.faults().get(999).row()).isEqualTo(1002);
  }

  @Test
  void serials_that_differ_in_case_or_inner_spaces_are_different() {
    Outcome file = fixture.dropLines(lines("a1", "A1", "A 1"));

    assertThat(file.state()).isEqualTo("ACCEPTED");
    assertThat(file.serials()).containsExactly("a1", "A1", "A 1");
  }

  @Test
  void two_serials_with_the_same_hash_are_both_taken() {
    assertThat(SerialEntry.hash(TWIN)).isEqualTo(SerialEntry.hash(OTHER_TWIN));
    assertThat(SerialEntry.hash(HIGH_TWIN)).isEqualTo(SerialEntry.hash(OTHER_HIGH_TWIN));

    Outcome file = fixture.dropLines(lines(TWIN, OTHER_TWIN, HIGH_TWIN, OTHER_HIGH_TWIN));

    assertThat(file.state()).isEqualTo("ACCEPTED");
    assertThat(file.serials()).containsExactly(TWIN, OTHER_TWIN, HIGH_TWIN, OTHER_HIGH_TWIN);
  }

  @Test
  void a_repeat_among_serials_with_the_same_hash_is_found() {
    Outcome file = fixture.dropLines(lines(TWIN, OTHER_TWIN, TWIN));

    assertThat(file.codes()).containsExactly("4 serial_no SERIAL_REPEATED");
  }

  @ParameterizedTest
  @ValueSource(strings = {TWIN, HIGH_TWIN})
  void a_serial_that_is_open_in_another_file_refuses_the_file(String serial) {
    Outcome first = fixture.dropLines(lines(serial));

    Outcome second = fixture.dropLines(lines("NEW", serial));

    assertThat(first.state()).isEqualTo("ACCEPTED");
    assertThat(second.state()).isEqualTo("REJECTED");
    assertThat(second.codes()).containsExactly("3 serial_no SERIAL_USED");
    assertThat(second.faults().get(0).reason())
        .isEqualTo(
            "The serial number belongs to a payment that is still open: file pay.csv, accepted"
                + " 2026-02-01 10:00:00, batch "
                + first.batchNumbers().get(0)
                + ".");
  }

  @Test
  void a_serial_with_the_hash_of_an_open_one_is_taken() {
    fixture.dropLines(lines(TWIN, HIGH_TWIN));

    Outcome second = fixture.dropLines(lines(OTHER_TWIN, OTHER_HIGH_TWIN));

    assertThat(second.state()).isEqualTo("ACCEPTED");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_serial_that_was_paid_refuses_the_file_in_both_modes(boolean leavesOutLines) {
    fixture.leavesOutLines = leavesOutLines;
    Outcome first = fixture.dropLines(lines("PAID"));
    fixture.settle(first.batches().get(0), LineState.PAID);

    Outcome second = fixture.dropLines(lines("NEW", "PAID"));

    assertThat(second.state()).isEqualTo("REJECTED");
    assertThat(second.codes()).containsExactly("3 serial_no SERIAL_USED");
    assertThat(second.faults().get(0).reason())
        .isEqualTo(
            "The serial number was paid by the file pay.csv, accepted 2026-02-01 10:00:00, batch "
                + first.batchNumbers().get(0)
                + ".");
    assertThat(fixture.count("SELECT COUNT(*) FROM batch WHERE file_id = ?", second.file().id()))
        .isZero();
  }

  @Test
  void a_serial_that_the_gateway_paid_is_reported_with_its_time_and_file() {
    Outcome first = fixture.drop("may.csv", IntakeFixture.HEADER + lines("PAID"));
    fixture.settle(first.batches().get(0), LineState.PAID, "20260131235959");

    Outcome second = fixture.dropLines(lines("NEW", "PAID"));

    assertThat(second.faults().get(0).reason())
        .isEqualTo(
            "The serial number was paid on 2026-01-31 23:59:59 by the file may.csv, batch "
                + first.batchNumbers().get(0)
                + ".");
  }

  /** As many hits of the index as are compared at a time, and one more. */
  @Test
  void a_retry_of_more_failed_lines_than_are_reported_in_use_is_taken() {
    String lines = numbered(UsedSerials.KEPT_MAX + 1);
    Outcome first = fixture.dropLines(lines);
    first.batches().forEach(batch -> fixture.settle(batch, LineState.FAILED));

    Outcome retry = fixture.drop("retry.csv", IntakeFixture.HEADER + lines + line("NEW"));

    assertThat(retry.codes()).isEmpty();
    assertThat(retry.state()).isEqualTo("ACCEPTED");
  }

  @Test
  @Tag("long")
  void among_many_that_failed_the_few_that_are_open_or_paid_are_found() {
    String lines = numbered(UsedSerials.KEPT_MAX + 1);
    Outcome first = fixture.dropLines(lines);
    first.batches().stream().skip(2).forEach(batch -> fixture.settle(batch, LineState.FAILED));
    fixture.settle(first.batches().get(0), LineState.PAID);

    Outcome retry = fixture.drop("retry.csv", IntakeFixture.HEADER + lines + line("NEW"));

    assertThat(retry.faultsTotal()).isEqualTo(2000);
    assertThat(retry.faults()).allMatch(fault -> fault.code().equals("SERIAL_USED"));
  }

  @Test
  void more_serials_in_use_than_are_reported_refuse_the_file() {
    String lines = numbered(UsedSerials.KEPT_MAX + 1);
    fixture.dropLines(lines);

    Outcome second = fixture.drop("again.csv", IntakeFixture.HEADER + lines + line("NEW"));

    assertThat(second.codes()).contains("0  TOO_MANY_SERIALS_IN_USE");
  }

  private static String numbered(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(line("N-" + i)).append('\n');
    }
    return text.toString();
  }

  @ParameterizedTest
  @EnumSource(
      value = LineState.class,
      names = {"FAILED", "REFUSED"})
  void a_serial_that_is_known_to_be_unpaid_may_be_used_again(LineState state) {
    Outcome first = fixture.dropLines(lines("AGAIN"));
    if (state == LineState.REFUSED) {
      fixture.refuse(first.batches().get(0));
    } else {
      fixture.settle(first.batches().get(0), state);
    }

    Outcome second = fixture.dropLines(lines("NEW", "AGAIN"));
    Outcome third = fixture.dropLines(lines("NEWER", "AGAIN"));

    assertThat(second.state()).isEqualTo("ACCEPTED");
    assertThat(third.codes()).containsExactly("3 serial_no SERIAL_USED");
  }

  @Test
  void the_serials_of_a_refused_file_are_free() {
    Outcome refused = fixture.dropLines(lines("A", "B") + line("A").replace("1.00", "0"));

    Outcome taken = fixture.dropLines(lines("A", "B"));

    assertThat(refused.state()).isEqualTo("REJECTED");
    assertThat(taken.state()).isEqualTo("ACCEPTED");
    assertThat(fixture.count("SELECT SUM(LENGTH(data)) / 12 FROM serial_page")).isEqualTo(2);
  }
}
