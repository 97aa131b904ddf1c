package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Iterator;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import payout.batch.BatchNo;
import payout.batch.Language;
import payout.batch.LineState;
import payout.batch.Money;
import payout.batch.OutputKind;
import payout.inbox.IntakeFixture.Outcome;
import payout.ledger.ClaimLostException;
import payout.ledger.FileClaim;
import payout.ledger.FileRecord;
import payout.ledger.IntakeLedger;
import payout.ledger.IntakeStore;
import payout.ledger.Ledger;
import payout.ledger.Reception;
import payout.ledger.StagedBatch;

/** The same bytes again, a crash at each step, and two processes at one inbox. */
class ComingAgainTest extends IntakeTest {

  @Test
  void the_same_bytes_are_a_duplicate_while_the_first_are_open() {
    Outcome first = fixture.drop("may.csv", IntakeFixture.HEADER + lines("A"));

    Outcome second = fixture.drop("other.csv", IntakeFixture.HEADER + lines("A"));

    assertThat(first.state()).isEqualTo("ACCEPTED");
    assertThat(second.state()).isEqualTo("DUPLICATE");
    assertThat(second.file().reason())
        .isEqualTo(
            "DUPLICATE: The same bytes were accepted before as may.csv; nothing of this file is sent.");
    assertThat(second.batches()).isEmpty();
  }

  @Test
  void the_same_bytes_are_a_duplicate_when_anything_was_paid() {
    fixture.batchLinesMax = 1;
    Outcome first = fixture.dropLines(lines("A", "B"));
    fixture.settle(first.batches().get(0), LineState.FAILED);
    fixture.settle(first.batches().get(1), LineState.PAID);

    assertThat(fixture.dropLines(lines("A", "B")).state()).isEqualTo("DUPLICATE");
  }

  @Test
  void the_same_bytes_are_a_duplicate_when_an_earlier_round_was_paid() {
    Outcome first = fixture.dropLines(lines("A"));
    fixture.settle(first.batches().get(0), LineState.FAILED);
    Outcome second = fixture.dropLines(lines("A"));
    fixture.settle(second.batches().get(0), LineState.FAILED);
    fixture.sql(
        "UPDATE batch SET paid_lines = 1 WHERE id = ?", first.batches().get(0).batch().id());

    assertThat(fixture.dropLines(lines("A")).state()).isEqualTo("DUPLICATE");
  }

  /** What a statement of the account says about the first line of a batch that failed. */
  private void wasPaidAfterAll(Outcome failed) {
    fixture.sql(
        "INSERT INTO statement_finding (verdict, batch_id, place, booking_id, statement_id, line,"
            + " serial, amount, found_at) VALUES ('FAILED_BUT_PAID', ?, 0, 'B1', 1, 7, ?, 100, 1)",
        failed.batches().get(0).batch().id(),
        failed.serials().get(0));
  }

  @Test
  void a_serial_that_failed_and_that_a_statement_shows_as_paid_is_not_paid_again() {
    Outcome first = fixture.dropLines(lines("A"));
    fixture.settle(first.batches().get(0), LineState.FAILED);
    wasPaidAfterAll(first);

    Outcome second = fixture.dropLines(lines("A"));
    Outcome third = fixture.dropLines(lines("A", "B"));

    for (Outcome each : List.of(second, third)) {
      assertThat(each.state()).isEqualTo("REJECTED");
      assertThat(each.codes()).containsExactly("2 serial_no SERIAL_USED");
      assertThat(each.file().reason()).contains("as a statement of the account shows");
    }
  }

  @Test
  void the_same_amount_to_the_payee_of_such_a_payment_waits_for_a_person() {
    Outcome first = fixture.dropLines(lines("A"));
    fixture.settle(first.batches().get(0), LineState.FAILED);
    wasPaidAfterAll(first);
    StringBuilder many = new StringBuilder(lines("NEW"));
    for (int i = 0; i < 50; i++) {
      many.append("M-" + i + ",m" + i + "@example.com,Zhang San,1.00,May\n");
    }

    assertThat(fixture.dropLines(many.toString()).state()).isEqualTo("AWAITING_APPROVAL");
    assertThat(fixture.dropLines("O,a@example.com,Zhang San,1.01,May\n").state())
        .isEqualTo("ACCEPTED");
  }

  @Test
  void the_same_bytes_get_new_numbers_after_all_lines_failed() {
    Outcome first = fixture.dropLines(lines("A"));
    fixture.settle(first.batches().get(0), LineState.FAILED);

    Outcome second = fixture.dropLines(lines("A"));

    String sha256 = first.file().sha256();
    assertThat(first.batchNumbers()).containsExactly(BatchNo.of(sha256, 1, 1).value());
    assertThat(second.batchNumbers()).containsExactly(BatchNo.of(sha256, 2, 1).value());
    assertThat(second.file().round()).isEqualTo(2);
    assertThat(second.file().arrival()).isEqualTo(2);
  }

  @Test
  void a_refused_batch_keeps_its_number_and_a_failed_one_does_not() {
    fixture.batchLinesMax = 1;
    Outcome first = fixture.dropLines(lines("A", "B"));
    fixture.refuse(first.batches().get(0));
    fixture.settle(first.batches().get(1), LineState.FAILED);

    Outcome second = fixture.dropLines(lines("A", "B"));
    fixture.refuse(second.batches().get(0));
    fixture.refuse(second.batches().get(1));
    Outcome third = fixture.dropLines(lines("A", "B"));

    String sha256 = first.file().sha256();
    assertThat(second.batchNumbers())
        .containsExactly(BatchNo.of(sha256, 1, 1).value(), BatchNo.of(sha256, 2, 2).value());
    assertThat(third.batchNumbers()).isEqualTo(second.batchNumbers());
  }

  @Test
  void a_refused_batch_keeps_its_number_for_the_same_lines_only() {
    Outcome first = fixture.dropLines(lines("A", "B"));
    fixture.refuse(first.batches().get(0));
    fixture.batchLinesMax = 1;

    Outcome second = fixture.dropLines(lines("A", "B"));

    assertThat(second.batchNumbers())
        .containsExactly(
            BatchNo.of(first.file().sha256(), 2, 1).value(),
            BatchNo.of(first.file().sha256(), 2, 2).value());
  }

  @Test
  void a_refused_file_may_come_again_unchanged() {
    fixture.lineAmountMax = payout.batch.Money.parse("0.50");
    Outcome refused = fixture.dropLines(lines("A"));
    fixture.lineAmountMax = payout.batch.Money.parse("1.00");

    Outcome taken = fixture.dropLines(lines("A"));

    assertThat(refused.codes()).containsExactly("2 amount AMOUNT_OVER_LIMIT");
    assertThat(taken.state()).isEqualTo("ACCEPTED");
    assertThat(taken.file().round()).isEqualTo(1);
  }

  @Test
  void a_crash_between_decision_and_move_makes_no_second_file() {
    Path file = fixture.put("pay.csv", bytes(IntakeFixture.HEADER + lines("A")));
    FileRecord decided = fixture.takeIn(file);

    FileRecord again = fixture.takeIn(file);

    assertThat(again).isEqualTo(decided);
    assertThat(fixture.count("SELECT COUNT(*) FROM payout_file")).isEqualTo(1);
    assertThat(fixture.count("SELECT COUNT(*) FROM batch")).isEqualTo(1);
    assertThat(fixture.count("SELECT COUNT(*) FROM publication")).isEqualTo(1);
  }

  @Test
  void a_file_is_read_again_with_the_same_result_after_a_crash_while_reading() throws IOException {
    fixture.batchLinesMax = 100;
    Path file = fixture.put("pay.csv", bytes(IntakeFixture.HEADER + wide(9000)));
    crash(file, 8);

    Outcome read = fixture.outcome(fixture.archive(file, fixture.takeIn(file)));

    assertThat(read.state()).isEqualTo("ACCEPTED");
    assertThat(read.batches()).hasSize(90);
    assertThat(read.serials()).hasSize(9000).doesNotHaveDuplicates();
    assertThat(fixture.count("SELECT COUNT(*) FROM payout_file")).isEqualTo(1);
    assertThat(fixture.count("SELECT COUNT(*) FROM batch")).isEqualTo(90);
    assertThat(fixture.count("SELECT COUNT(*) FROM batch_lines")).isEqualTo(90);
  }

  @Test
  void the_remains_of_a_crash_are_deleted_when_the_file_was_replaced() throws IOException {
    fixture.batchLinesMax = 100;
    crash(fixture.put("pay.csv", bytes(IntakeFixture.HEADER + wide(9000))), 8);

    Outcome replaced = fixture.drop("pay.csv", IntakeFixture.HEADER + lines("A"));

    assertThat(replaced.state()).isEqualTo("ACCEPTED");
    assertThat(fixture.count("SELECT COUNT(*) FROM payout_file")).isEqualTo(1);
    assertThat(fixture.count("SELECT COUNT(*) FROM batch")).isEqualTo(1);
    assertThat(fixture.count("SELECT COUNT(*) FROM batch_lines")).isEqualTo(1);
  }

  @Test
  void a_file_that_changes_while_it_is_read_is_left_for_later() throws IOException {
    Path file = fixture.put("pay.csv", bytes(IntakeFixture.HEADER + lines("A")));
    InboxFile arrived = fixture.inspect(file);
    FileRecord record = fixture.arrive(arrived).file();
    FileTime time = Files.getLastModifiedTime(file);
    Files.write(file, bytes(IntakeFixture.HEADER + lines("B")));
    Files.setLastModifiedTime(file, time);

    try (IntakeSession session = fixture.intake().open(record, arrived)) {
      session.chunks().forEachRemaining(rows -> pay(session, rows));
      assertThatThrownBy(session::decide).isInstanceOf(FileChangedException.class);
    }
    fixture.intakeLedger().forget(record);

    assertThat(fixture.count("SELECT COUNT(*) FROM payout_file")).isZero();
    assertThat(fixture.count("SELECT COUNT(*) FROM batch")).isZero();
    // What happened to it stays in the trail, which is sealed.
    assertThat(fixture.count("SELECT COUNT(*) FROM event")).isEqualTo(1);
  }

  @Test
  void a_file_that_grows_after_it_was_read_is_left_for_later() throws IOException {
    Path file = fixture.put("pay.csv", bytes(IntakeFixture.HEADER + lines("A")));
    InboxFile arrived = fixture.inspect(file);
    FileRecord record = fixture.arrive(arrived).file();

    try (IntakeSession session = fixture.intake().open(record, arrived)) {
      session.chunks().forEachRemaining(rows -> pay(session, rows));
      Files.setLastModifiedTime(file, FileTime.fromMillis(1));
      assertThatThrownBy(session::decide).isInstanceOf(FileChangedException.class);
    }
  }

  @Test
  void a_decided_file_cannot_be_forgotten() {
    Outcome taken = fixture.dropLines(lines("A"));

    fixture.intakeLedger().forget(taken.file());

    assertThat(fixture.count("SELECT COUNT(*) FROM batch")).isEqualTo(1);
    assertThat(fixture.count("SELECT COUNT(*) FROM batch_lines")).isEqualTo(1);
    assertThat(fixture.count("SELECT COUNT(*) FROM event")).isGreaterThan(0);
  }

  @Test
  void a_process_whose_file_was_taken_over_can_neither_stage_nor_decide_nor_forget() {
    Path file = fixture.put("pay.csv", bytes(IntakeFixture.HEADER + lines("A")));
    InboxFile arrived = fixture.inspect(file);
    FileClaim claim = fixture.claim(arrived);
    IntakeLedger ours = fixture.intakeLedger();
    FileRecord mine = ours.arrive(claim, fixture.intake().arrival(arrived)).file();
    try (Ledger other = Ledger.beside(fixture.address(), fixture.clock())) {
      fixture.sql("UPDATE intake_claim SET lease_until = 0");
      FileClaim next = other.claims().claim("inbox", "pay.csv").orElseThrow();
      other.intake(Language.EN).arrive(next, fixture.intake().arrival(arrived));

      assertThat(claim.isHeld()).isFalse();
      for (ThrowingCallable late :
          List.<ThrowingCallable>of(
              () -> ours.stage(mine, List.of()),
              () -> ours.restage(mine, StagedBatch.of(1, List.of())),
              () -> ours.stageRejected(mine, 0, new byte[0]),
              () -> ours.takeTurn(mine),
              () -> ours.addSerials(mine, new long[] {1}),
              () -> ours.removeSerials(mine, new long[] {1}),
              () -> ours.arrive(claim, fixture.intake().arrival(arrived)),
              () -> ours.accept(mine, decision()),
              () -> fixture.intake().refuseUnread(mine, empty(arrived)))) {
        assertThatThrownBy(late).isInstanceOf(ClaimLostException.class);
      }
      ours.forget(mine);
      claim.release();
      assertThat(next.isHeld()).isTrue();
      assertThat(fixture.count("SELECT COUNT(*) FROM payout_file WHERE state = 'RECEIVED'"))
          .isEqualTo(1);
    }
  }

  @Test
  void each_decision_is_published_once() {
    Outcome taken = fixture.dropLines(lines("A"));

    assertThat(fixture.published(taken.file(), OutputKind.ACK))
        .isEqualTo(
            "file,sha256,status,lines,amount,batches,reason,inbox\npay.csv,"
                + taken.file().sha256()
                + ",ACCEPTED,1,1.00,1,,inbox\n");
    assertThat(fixture.published(taken.file(), OutputKind.REJECTS)).isNull();
  }

  private static IntakeStore.Decision decision() {
    return new IntakeStore.Decision(1, Money.parse("1.00"), 0, 1, 0, new byte[0], "", "");
  }

  private static InboxFile empty(InboxFile file) {
    Fingerprint fingerprint = file.fingerprint();
    return new InboxFile(
        file.open(),
        file.inbox(),
        file.name(),
        file.modifiedAt(),
        new Fingerprint(fingerprint.sha256(), 0, fingerprint.charset(), FileKind.TEXT, false));
  }

  /** Reads some chunks and stops, as if the process were killed. */
  private void crash(Path file, int chunks) throws IOException {
    InboxFile arrived = fixture.inspect(file);
    Reception reception = fixture.arrive(arrived);
    try (IntakeSession session = fixture.intake().open(reception.file(), arrived)) {
      Iterator<List<Row>> rows = session.chunks();
      for (int i = 0; i < chunks; i++) {
        pay(session, rows.next());
      }
    }
    assertThat(fixture.count("SELECT COUNT(*) FROM batch")).isPositive();
  }

  private static void pay(IntakeSession session, List<Row> rows) {
    session.aggregate(session.check(session.bind(rows)));
  }

  private static String wide(int count) {
    String remark = "r".repeat(190);
    return lines(count).replace("0.01,\n", "0.01," + remark + "\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
