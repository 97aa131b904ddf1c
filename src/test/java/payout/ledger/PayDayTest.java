package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import payout.batch.FileState;
import payout.batch.Language;
import payout.batch.Money;

/** Files that are paid on the day that they name. It is 10:00 on 2026-03-10 in China. */
@OnBothDatabases
class PayDayTest extends LedgerFixture {

  private static final LocalDate TODAY = LocalDate.of(2026, 3, 10);
  private static final LocalTime START = LocalTime.of(0, 5);
  private static final AcceptRules FREE = rules(null, null, false);
  private static final AcceptRules APPROVAL = rules(Money.ZERO, null, false);

  private static AcceptRules rules(Money approvalFrom, String dayMax, boolean nextDay) {
    return new AcceptRules(
        approvalFrom,
        Duration.ofHours(72).toMillis(),
        List.of("chen"),
        Map.of("inbox", "li"),
        dayMax == null ? null : Money.parse(dayMax),
        nextDay,
        START);
  }

  @Test
  void a_file_waits_for_its_day_with_its_bytes_and_serials_in_use() {
    FileRecord file = drop(FREE, "a.csv", TODAY.plusDays(1));

    assertThat(file.state()).isEqualTo(FileState.AWAITING_DATE);
    assertThat(file.reason()).startsWith("It is paid on 2026-03-11 from 00:05 on, China time");
    assertThat(file.archiveName()).startsWith(".waiting/");
    assertThat(sending.claim()).isEmpty();
    assertThat(arrive("copy.csv", sha256("a.csv")).file().state()).isEqualTo(FileState.DUPLICATE);
    assertThat(notifies.target(number("a.csv", 1, 1))).isEmpty();
    assertThat(rows("SELECT kind FROM publication WHERE file_id = " + file.id()))
        .containsExactly("WAITING");
  }

  @Test
  void it_goes_out_at_the_start_of_its_day_and_once() {
    FileRecord file = drop(FREE, "a.csv", TODAY.plusDays(1));

    pass(Duration.ofHours(14).plusMinutes(5).minusMillis(1));
    assertThat(waiting(FREE).acceptOnDay(FAILS)).isEmpty();
    pass(Duration.ofMillis(1));

    assertThat(waiting(FREE).acceptOnDay(FAILS))
        .extracting(FileRecord::state)
        .containsExactly(FileState.ACCEPTED);
    assertThat(waiting(FREE).acceptOnDay(FAILS)).isEmpty();
    assertThat(sending.claim()).isPresent();
    assertThat(now(file).archiveName()).startsWith(".done/");
    assertThat(one("SELECT day, amount FROM accepted_day")).isEqualTo("2026-03-11 101");
  }

  @Test
  void today_is_paid_at_once_and_before_the_start_of_the_day_at_the_start() {
    assertThat(drop(FREE, "today.csv", TODAY).state()).isEqualTo(FileState.ACCEPTED);

    pass(Duration.ofHours(14).plusMinutes(1));
    assertThat(drop(FREE, "early.csv", TODAY.plusDays(1)).state())
        .isEqualTo(FileState.AWAITING_DATE);
  }

  @Test
  void a_day_that_went_by_while_nothing_ran_is_made_up_for() {
    FileRecord file = drop(FREE, "a.csv", TODAY.plusDays(1));
    pass(Duration.ofDays(5));

    assertThat(waiting(FREE).acceptOnDay(FAILS)).hasSize(1);

    assertThat(now(file).state()).isEqualTo(FileState.ACCEPTED);
  }

  @Test
  void the_limit_is_that_of_the_day_on_which_it_is_paid() {
    AcceptRules limit = rules(null, "1.50", true);
    assertThat(drop(limit, "today.csv", TODAY).state()).isEqualTo(FileState.ACCEPTED);
    FileRecord first = drop(limit, "first.csv", TODAY.plusDays(1));
    FileRecord second = drop(limit, "second.csv", TODAY.plusDays(1));
    assertThat(one("SELECT day, amount FROM accepted_day")).isEqualTo("2026-03-10 101");
    pass(Duration.ofDays(1));

    assertThat(waiting(limit).acceptOnDay(FAILS))
        .extracting(FileRecord::state)
        .containsExactly(FileState.ACCEPTED, FileState.AWAITING_LIMIT);

    assertThat(now(second).reason()).startsWith("It would exceed the limit of the day");
    pass(Duration.ofDays(1));
    assertThat(waiting(limit).acceptWithinLimit(FAILS))
        .extracting(FileRecord::id)
        .containsExactly(second.id());
    assertThat(now(first).state()).isEqualTo(FileState.ACCEPTED);
  }

  @Test
  void approval_comes_before_the_day() {
    FileRecord file = drop(APPROVAL, "a.csv", TODAY.plusDays(1));
    assertThat(file.state()).isEqualTo(FileState.AWAITING_APPROVAL);

    assertThat(approve(file))
        .isEqualTo(
            "File a.csv is AWAITING_DATE: it is approved and goes out on 2026-03-11 from 00:05 on.");

    assertThat(sending.claim()).isEmpty();
    assertThat(now(file).waited().approvedBy()).isEqualTo("chen");
    assertThatThrownBy(() -> approve(file)).hasMessageContaining("waits for its day, 2026-03-11");
    pass(Duration.ofDays(1));
    assertThat(waiting(APPROVAL).acceptOnDay(FAILS)).hasSize(1);
    assertThat(waiting(APPROVAL).expire(FAILS)).isEmpty();
    assertThat(sending.claim()).isPresent();
  }

  @Test
  void what_is_approved_after_its_day_goes_out_at_once() {
    FileRecord file = drop(APPROVAL, "a.csv", TODAY.plusDays(1));
    pass(Duration.ofDays(2));
    assertThat(waiting(APPROVAL).acceptOnDay(FAILS)).isEmpty();

    assertThat(approve(file))
        .isEqualTo("File a.csv is ACCEPTED: its day, 2026-03-11, is over, so it goes out at once.");
    assertThat(sending.claim()).isPresent();
  }

  @Test
  void nobody_can_let_it_go_before_its_day_but_it_can_be_rejected() {
    FileRecord file = drop(FREE, "a.csv", TODAY.plusDays(1));
    Act act = new Act("chen", "now", false);

    assertThatThrownBy(() -> waiting(FREE).approve("a.csv", null, act))
        .hasMessageContaining("waits for its day, 2026-03-11, not for approval");
    assertThatThrownBy(() -> waiting(FREE).approve("a.csv", file.sha256(), act))
        .hasMessageContaining("waits for its day");
    assertThat(waiting(FREE).reject("a.csv", act)).isEqualTo("File a.csv is REJECTED.");

    pass(Duration.ofDays(1));
    assertThat(waiting(FREE).acceptOnDay(FAILS)).isEmpty();
    assertThat(sending.claim()).isEmpty();
    assertThat(rows("SELECT * FROM batch")).isEmpty();
  }

  @Test
  void it_is_accepted_or_rejected_and_never_both() throws Exception {
    for (int round = 0; round < 20; round++) {
      FileRecord file = drop(FREE, "a" + round + ".csv", TODAY.plusDays(1));
      pass(Duration.ofDays(1));
      WaitingLedger one = waiting(FREE);
      WaitingLedger other = waiting(FREE);
      Callable<String> rejects =
          () -> {
            try {
              return other.reject(file.name(), new Act("chen", "no", false));
            } catch (ActRefusedException e) {
              return "refused";
            }
          };

      atOnce(
          List.of(
              () -> "" + one.acceptOnDay(FAILS).size(),
              rejects,
              () -> "" + other.acceptOnDay(FAILS).size()));

      boolean accepted = now(file).state() == FileState.ACCEPTED;
      assertThat(one("SELECT COUNT(*) FROM batch WHERE file_id = " + file.id()))
          .isEqualTo(accepted ? "1" : "0");
      pass(Duration.ofDays(-1));
    }
  }

  /** A batch that is not READY is a fault of the program; it must cost one file and not all. */
  @Test
  void a_file_that_cannot_be_accepted_does_not_keep_the_next_one_back() {
    FileRecord broken = drop(FREE, "broken.csv", TODAY.plusDays(1));
    FileRecord next = drop(FREE, "next.csv", TODAY.plusDays(1));
    breakBatches(broken);
    List<String> failed = new ArrayList<>();
    pass(Duration.ofDays(1));

    assertThat(waiting(FREE).acceptOnDay((file, e) -> failed.add(file.name() + " " + e)))
        .extracting(FileRecord::id)
        .containsExactly(next.id());

    assertThat(failed).hasSize(1);
    assertThat(failed.get(0)).startsWith("broken.csv ").contains("of which 0 are ready");
    assertThat(now(broken).state()).isEqualTo(FileState.AWAITING_DATE);
    assertThat(one("SELECT amount FROM accepted_day")).as("nothing of it is kept").isEqualTo("101");
  }

  @Test
  void neither_does_one_that_waits_for_the_limit() {
    AcceptRules limit = rules(null, "1.00", true);
    FileRecord broken = drop(limit, "broken.csv", null);
    FileRecord next = drop(limit, "next.csv", null);
    breakBatches(broken);
    List<String> failed = new ArrayList<>();

    assertThat(
            waiting(rules(null, "9.00", true))
                .acceptWithinLimit((file, e) -> failed.add(file.name())))
        .extracting(FileRecord::id)
        .containsExactly(next.id());

    assertThat(failed).containsExactly("broken.csv");
  }

  private void breakBatches(FileRecord file) {
    change("UPDATE batch SET state = 'HELD', held_from = 'READY' WHERE file_id = " + file.id());
  }

  private FileRecord drop(AcceptRules rules, String name, LocalDate payOn) {
    intake = ledger.intake(rules, Language.EN);
    FileRecord arrived = arrive(name, sha256(name)).file();
    StagedBatch batch = StagedBatch.of(1, lines(name, 1));
    intake.stage(arrived, List.of(batch));
    intake.takeTurn(arrived);
    if (payOn != null) {
      intake.keepPayOn(arrived, payOn);
    }
    return intake.accept(
        arrived, new IntakeStore.Decision(1, batch.amount(), 0, 1, 0, new byte[0], "", ""));
  }

  private String approve(FileRecord file) {
    return waiting(APPROVAL).approve(file.name(), file.sha256(), new Act("chen", "seen", false));
  }

  private WaitingLedger waiting(AcceptRules rules) {
    return ledger.waiting(rules, Language.EN);
  }

  private FileRecord now(FileRecord file) {
    return status.file(file.id());
  }
}
