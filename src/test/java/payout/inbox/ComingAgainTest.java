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
import org.junit.jupiter.api.Test;
import payout.batch.BatchNo;
import payout.batch.Language;
import payout.batch.LineState;
import payout.batch.OutputKind;
import payout.inbox.IntakeHouse.Outcome;
import payout.ledger.FileRecord;
import payout.ledger.IntakeLedger;
import payout.ledger.Ledger;
import payout.ledger.Reception;
import payout.ledger.StaleStateException;

/** The same bytes again, a crash at each step, and two processes at one inbox. */
class ComingAgainTest extends IntakeTest {

  @Test
  void the_same_bytes_are_a_duplicate_while_the_first_are_open() {
    Outcome first = house.drop("may.csv", IntakeHouse.HEADER + lines("A"));

    Outcome second = house.drop("other.csv", IntakeHouse.HEADER + lines("A"));

    assertThat(first.state()).isEqualTo("ACCEPTED");
    assertThat(second.state()).isEqualTo("DUPLICATE");
    assertThat(second.file().reason())
        .isEqualTo(
            "DUPLICATE: The same bytes were taken before as may.csv; nothing of this file is"
                + " sent.");
    assertThat(second.batches()).isEmpty();
  }

  @Test
  void the_same_bytes_are_a_duplicate_when_anything_was_paid() {
    house.batchLinesMax = 1;
    Outcome first = house.dropLines(lines("A", "B"));
    house.settle(first.batches().get(0), LineState.FAILED);
    house.settle(first.batches().get(1), LineState.PAID);

    assertThat(house.dropLines(lines("A", "B")).state()).isEqualTo("DUPLICATE");
  }

  @Test
  void the_same_bytes_are_a_duplicate_when_an_earlier_round_was_paid() {
    Outcome first = house.dropLines(lines("A"));
    house.settle(first.batches().get(0), LineState.FAILED);
    Outcome second = house.dropLines(lines("A"));
    house.settle(second.batches().get(0), LineState.FAILED);
    house.sql("UPDATE batch SET paid_lines = 1 WHERE id = ?", first.batches().get(0).batch().id());

    assertThat(house.dropLines(lines("A")).state()).isEqualTo("DUPLICATE");
  }

  @Test
  void the_same_bytes_after_failing_whole_get_new_numbers() {
    Outcome first = house.dropLines(lines("A"));
    house.settle(first.batches().get(0), LineState.FAILED);

    Outcome second = house.dropLines(lines("A"));

    String sha256 = first.file().sha256();
    assertThat(first.batchNumbers()).containsExactly(BatchNo.of(sha256, 1, 1).value());
    assertThat(second.batchNumbers()).containsExactly(BatchNo.of(sha256, 2, 1).value());
    assertThat(second.file().round()).isEqualTo(2);
    assertThat(second.file().arrival()).isEqualTo(2);
  }

  @Test
  void a_refused_batch_keeps_its_number_and_a_failed_one_does_not() {
    house.batchLinesMax = 1;
    Outcome first = house.dropLines(lines("A", "B"));
    house.refuse(first.batches().get(0));
    house.settle(first.batches().get(1), LineState.FAILED);

    Outcome second = house.dropLines(lines("A", "B"));
    house.refuse(second.batches().get(0));
    house.refuse(second.batches().get(1));
    Outcome third = house.dropLines(lines("A", "B"));

    String sha256 = first.file().sha256();
    assertThat(second.batchNumbers())
        .containsExactly(BatchNo.of(sha256, 1, 1).value(), BatchNo.of(sha256, 2, 2).value());
    assertThat(third.batchNumbers()).isEqualTo(second.batchNumbers());
  }

  @Test
  void a_refused_batch_keeps_its_number_for_the_same_lines_only() {
    Outcome first = house.dropLines(lines("A", "B"));
    house.refuse(first.batches().get(0));
    house.batchLinesMax = 1;

    Outcome second = house.dropLines(lines("A", "B"));

    assertThat(second.batchNumbers())
        .containsExactly(
            BatchNo.of(first.file().sha256(), 2, 1).value(),
            BatchNo.of(first.file().sha256(), 2, 2).value());
  }

  @Test
  void a_refused_file_may_come_again_as_it_is() {
    house.lineAmountMax = payout.batch.Money.parse("0.50");
    Outcome refused = house.dropLines(lines("A"));
    house.lineAmountMax = payout.batch.Money.parse("1.00");

    Outcome taken = house.dropLines(lines("A"));

    assertThat(refused.codes()).containsExactly("2 amount AMOUNT_OVER_LIMIT");
    assertThat(taken.state()).isEqualTo("ACCEPTED");
    assertThat(taken.file().round()).isEqualTo(1);
  }

  @Test
  void a_crash_between_decision_and_move_is_no_second_file() {
    Path file = house.put("pay.csv", bytes(IntakeHouse.HEADER + lines("A")));
    FileRecord decided = house.takeIn(file);

    FileRecord again = house.takeIn(file);

    assertThat(again).isEqualTo(decided);
    assertThat(house.count("SELECT COUNT(*) FROM payout_file")).isEqualTo(1);
    assertThat(house.count("SELECT COUNT(*) FROM batch")).isEqualTo(1);
    assertThat(house.count("SELECT COUNT(*) FROM publication")).isEqualTo(1);
  }

  @Test
  void a_crash_amid_the_reading_is_read_anew_with_the_same_end() throws IOException {
    house.batchLinesMax = 100;
    Path file = house.put("pay.csv", bytes(IntakeHouse.HEADER + wide(9000)));
    crash(file, 8);

    Outcome read = house.outcome(house.archive(file, house.takeIn(file)));

    assertThat(read.state()).isEqualTo("ACCEPTED");
    assertThat(read.batches()).hasSize(90);
    assertThat(read.serials()).hasSize(9000).doesNotHaveDuplicates();
    assertThat(house.count("SELECT COUNT(*) FROM payout_file")).isEqualTo(1);
    assertThat(house.count("SELECT COUNT(*) FROM batch")).isEqualTo(90);
    assertThat(house.count("SELECT COUNT(*) FROM batch_lines")).isEqualTo(90);
  }

  @Test
  void what_a_crash_left_of_a_file_that_was_replaced_is_forgotten() throws IOException {
    house.batchLinesMax = 100;
    crash(house.put("pay.csv", bytes(IntakeHouse.HEADER + wide(9000))), 8);

    Outcome replaced = house.drop("pay.csv", IntakeHouse.HEADER + lines("A"));

    assertThat(replaced.state()).isEqualTo("ACCEPTED");
    assertThat(house.count("SELECT COUNT(*) FROM payout_file")).isEqualTo(1);
    assertThat(house.count("SELECT COUNT(*) FROM batch")).isEqualTo(1);
    assertThat(house.count("SELECT COUNT(*) FROM batch_lines")).isEqualTo(1);
  }

  @Test
  void a_file_that_changes_while_it_is_read_is_left_for_later() throws IOException {
    Path file = house.put("pay.csv", bytes(IntakeHouse.HEADER + lines("A")));
    house.intakeLedger().takeTurn();
    InboxFile arrived = house.look(file);
    FileRecord record = house.arrive(arrived).file();
    FileTime time = Files.getLastModifiedTime(file);
    Files.write(file, bytes(IntakeHouse.HEADER + lines("B")));
    Files.setLastModifiedTime(file, time);

    try (IntakeSession session = house.intake().open(record, arrived)) {
      session.chunks().forEachRemaining(rows -> pay(session, rows));
      assertThatThrownBy(session::decide).isInstanceOf(FileChangedException.class);
    }
    house.intakeLedger().forget(record);

    assertThat(house.count("SELECT COUNT(*) FROM payout_file")).isZero();
    assertThat(house.count("SELECT COUNT(*) FROM batch")).isZero();
    assertThat(house.count("SELECT COUNT(*) FROM event")).isZero();
  }

  @Test
  void a_file_that_grows_after_it_was_read_is_left_for_later() throws IOException {
    Path file = house.put("pay.csv", bytes(IntakeHouse.HEADER + lines("A")));
    house.intakeLedger().takeTurn();
    InboxFile arrived = house.look(file);
    FileRecord record = house.arrive(arrived).file();

    try (IntakeSession session = house.intake().open(record, arrived)) {
      session.chunks().forEachRemaining(rows -> pay(session, rows));
      Files.setLastModifiedTime(file, FileTime.fromMillis(1));
      assertThatThrownBy(session::decide).isInstanceOf(FileChangedException.class);
    }
  }

  @Test
  void a_file_that_was_decided_upon_cannot_be_forgotten() {
    Outcome taken = house.dropLines(lines("A"));

    house.intakeLedger().forget(taken.file());

    assertThat(house.count("SELECT COUNT(*) FROM batch")).isEqualTo(1);
    assertThat(house.count("SELECT COUNT(*) FROM batch_lines")).isEqualTo(1);
    assertThat(house.count("SELECT COUNT(*) FROM event")).isGreaterThan(0);
  }

  @Test
  void a_second_process_gets_no_turn_while_the_first_has_it() {
    house.intakeLedger().takeTurn();
    try (Ledger other = Ledger.beside(house.address(), house.clock())) {
      assertThat(other.intake(Language.EN).takeTurn()).isFalse();
      house.intakeLedger().giveTurnBack();
      assertThat(other.intake(Language.EN).takeTurn()).isTrue();
      assertThat(house.intakeLedger().takeTurn()).isFalse();
    }
  }

  @Test
  void a_process_that_lost_its_turn_can_neither_stage_nor_decide_nor_forget() {
    Path file = house.put("pay.csv", bytes(IntakeHouse.HEADER + lines("A")));
    house.intakeLedger().takeTurn();
    InboxFile arrived = house.look(file);
    FileRecord mine = house.arrive(arrived).file();
    try (Ledger other = Ledger.beside(house.address(), house.clock())) {
      house.sql("UPDATE lease SET lease_until = 0");
      IntakeLedger theirs = other.intake(Language.EN);
      theirs.takeTurn();
      theirs.arrive(house.intake().arrival(arrived));

      assertThatThrownBy(() -> house.intakeLedger().stage(mine, List.of()))
          .isInstanceOf(StaleStateException.class);
      assertThatThrownBy(() -> house.intakeLedger().stageRejected(mine, 0, new byte[0]))
          .isInstanceOf(StaleStateException.class);
      assertThatThrownBy(() -> house.intakeLedger().addSerials(mine, new long[] {1}))
          .isInstanceOf(StaleStateException.class);
      assertThatThrownBy(() -> house.intakeLedger().arrive(house.intake().arrival(arrived)))
          .isInstanceOf(StaleStateException.class);
      assertThatThrownBy(() -> house.intake().refuseAtDoor(mine, empty(arrived)))
          .isInstanceOf(StaleStateException.class);
      house.intakeLedger().forget(mine);
      assertThat(house.count("SELECT COUNT(*) FROM payout_file WHERE state = 'RECEIVED'"))
          .isEqualTo(1);
    }
  }

  @Test
  void each_decision_is_published_once() {
    Outcome taken = house.dropLines(lines("A"));

    assertThat(house.published(taken.file(), OutputKind.ACK))
        .isEqualTo(
            "file,sha256,status,lines,amount,batches,reason,inbox\npay.csv,"
                + taken.file().sha256()
                + ",ACCEPTED,1,1.00,1,,inbox\n");
    assertThat(house.published(taken.file(), OutputKind.REJECTS)).isNull();
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

  /** Reads some chunks and stops, as a kill does. */
  private void crash(Path file, int chunks) throws IOException {
    house.intakeLedger().takeTurn();
    InboxFile arrived = house.look(file);
    Reception reception = house.arrive(arrived);
    try (IntakeSession session = house.intake().open(reception.file(), arrived)) {
      Iterator<List<Row>> rows = session.chunks();
      for (int i = 0; i < chunks; i++) {
        pay(session, rows.next());
      }
    }
    assertThat(house.count("SELECT COUNT(*) FROM batch")).isPositive();
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
