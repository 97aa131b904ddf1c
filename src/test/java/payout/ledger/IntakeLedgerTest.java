package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import payout.batch.Money;
import payout.batch.Payer;
import payout.batch.RequestCharset;

@OnBothDatabases
class IntakeLedgerTest extends LedgerFixture {

  private static final Payer OTHER =
      new Payer(
          "2088000000000002",
          "other@example.com",
          "Other Ltd",
          "buyer@example.com",
          "store_id^7",
          "https://other.example/gateway.do",
          RequestCharset.GBK);

  @Test
  void nothing_that_is_staged_can_be_sent() {
    FileRecord file = arrive("a.csv", sha256("a.csv")).file();

    intake.stage(file, List.of(StagedBatch.of(1, lines("A", 2))));

    assertThat(sending.claim()).isEmpty();
    assertThat(status.batches(file.id())).isEmpty();
  }

  @Test
  void a_file_that_was_begun_under_other_settings_is_made_for_the_payer_of_now() {
    IntakeStore.Arrival arrival =
        new IntakeStore.Arrival("inbox", "a.csv", sha256("a.csv"), 100, 7, OTHER);
    intake.arrive(claim("a.csv"), arrival);
    restart();
    pass(Duration.ofMinutes(3));

    Reception again =
        intake.arrive(
            claim("a.csv"),
            new IntakeStore.Arrival("inbox", "a.csv", sha256("a.csv"), 100, 7, PAYER));
    take(again.file(), List.of(lines("A", 1)));

    assertThat(again.file().payer()).isEqualTo(PAYER);
    assertThat(sending.claim().orElseThrow().payer()).isEqualTo(PAYER);
  }

  /** Perhaps it is the file that ends the process that reads it. */
  @Test
  void a_file_whose_reading_is_broken_off_again_and_again_rests() {
    begin("a.csv");
    begin("a.csv");
    begin("a.csv");

    assertThatThrownBy(() -> begin("a.csv"))
        .isInstanceOf(FileRestsException.class)
        .hasMessageContaining("a.csv was being read 3 times")
        .hasMessageContaining("not read again before 10 s");
    begin("b.csv");
    pass(Duration.ofSeconds(10));
    begin("a.csv");
    pass(Duration.ofSeconds(19));
    assertThatThrownBy(() -> begin("a.csv")).isInstanceOf(FileRestsException.class);
    pass(Duration.ofSeconds(1));
    FileRecord read = begin("a.csv");

    assertThat(take(read, List.of(lines("A", 1))).state().name()).isEqualTo("ACCEPTED");
  }

  @Test
  void it_rests_for_an_hour_at_most() {
    for (int i = 0; i < 40; i++) {
      begin("a.csv");
      pass(Duration.ofHours(1));
    }

    assertThat(begin("a.csv").state().name()).isEqualTo("RECEIVED");
  }

  @Test
  void a_reading_that_ends_in_order_is_not_broken_off() {
    for (int i = 0; i < 10; i++) {
      intake.forget(begin("a.csv"));
    }

    assertThat(begin("a.csv").state().name()).isEqualTo("RECEIVED");
  }

  /** The same file each time, which no process decided. */
  private FileRecord begin(String name) {
    return intake
        .arrive(claim(name), new IntakeStore.Arrival("inbox", name, sha256(name), 100, 7, PAYER))
        .file();
  }

  @Test
  void a_file_is_not_taken_when_its_sums_are_not_those_of_its_batches() {
    FileRecord file = arrive("a.csv", sha256("a.csv")).file();
    intake.stage(file, List.of(StagedBatch.of(1, lines("A", 2))));
    intake.takeTurn(file);

    for (IntakeStore.Decision wrong :
        List.of(decision(2, 304, 1), decision(1, 303, 1), decision(2, 303, 2))) {
      assertThatThrownBy(() -> intake.accept(file, wrong))
          .isInstanceOf(IllegalStateException.class);
    }

    assertThat(one("SELECT state FROM payout_file")).isEqualTo("RECEIVED");
    assertThat(sending.claim()).isEmpty();
    assertThat(intake.accept(file, decision(2, 303, 1)).state().name()).isEqualTo("ACCEPTED");
  }

  @Test
  void a_batch_that_was_deleted_after_it_was_suspected_holds_no_serial() {
    String batchNo = oneBatch(2);
    long id = batch(batchNo).id();
    assertThat(intake.content(id).orElseThrow().lines()).hasSize(2);
    change("DELETE FROM batch_lines");
    assertThat(intake.content(id)).isEmpty();
    change("DELETE FROM batch");
    assertThat(intake.content(id)).isEmpty();
  }

  @Test
  void the_refused_batches_of_a_file_keep_their_numbers_and_the_failed_ones_get_new_ones() {
    List<String> first = manyBatches(2);
    post(Verdicts.taken());
    post(Verdicts.refused("ILLEGAL_ARGUMENT"));
    Notify.of("n1", first.get(0)).failed(linesOf(first.get(0)).get(0)).to(notifies);

    List<String> second = manyBatches(2);

    assertThat(first).containsExactly(number("a.csv", 1, 1), number("a.csv", 1, 2));
    assertThat(second).containsExactly(number("a.csv", 2, 1), number("a.csv", 1, 2));
  }

  @Test
  void a_refused_number_is_never_sent_with_other_lines() {
    oneBatch(2);
    post(Verdicts.refused("ILLEGAL_ARGUMENT"));

    List<String> again = accept("a.csv", List.of(lines("A", 1), List.of(lines("A", 2).get(1))));

    assertThat(again).containsExactly(number("a.csv", 2, 1), number("a.csv", 2, 2));
  }

  private static IntakeStore.Decision decision(long lines, long fen, int batches) {
    return new IntakeStore.Decision(lines, new Money(fen), 0, batches, 0, new byte[0], "", "");
  }
}
