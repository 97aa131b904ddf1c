package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import payout.batch.Checkpoint;
import payout.batch.Language;
import payout.batch.PayoutLine;
import payout.ledger.serial.SerialEntry;
import payout.statement.Match;
import payout.statement.MatchVerdict;
import payout.statement.RowKind;
import payout.statement.StatementFile;

/**
 * A payment failed, and while the file that makes it again is decided, a statement shows that it
 * was made. Whichever is recorded first, it is not paid twice.
 */
@OnBothDatabases
class RetryRaceTest extends StatementFixture {

  private static final List<PayoutLine> LINES = List.of(longLine(1));

  private final StatementFile statement =
      file(DAY, true, payout("B1", LINES.get(0).serial(), DAY, 101));

  private void failedPayment() {
    String batchNo = accept("a.csv", List.of(LINES)).get(0);
    post(Verdicts.taken());
    Notify.of("n", batchNo).failed(LINES.get(0)).to(notifies);
  }

  /** Reads a file that makes it again, and compares it, up to its decision. */
  private Reading read(String name) {
    FileRecord file = ((Reception.ToRead) arrive(name, sha256(name))).file();
    StagedBatch batch = StagedBatch.of(1, LINES);
    intake.stage(file, List.of(batch));
    intake.takeTurn(file);
    intake.addSerials(file, new long[] {SerialEntry.of(LINES.get(0).serial(), 1)});
    PaidAfterAll.Known known = intake.paidAfterAll();
    return new Reading(
        file,
        new IntakeStore.Decision(1, batch.amount(), 0, 1, 0, new byte[0], "", "")
            .with(Warned.NONE, known.mark()));
  }

  private FileRecord accept(Reading reading) {
    return intake.accept(reading.file, reading.decision, new long[0]);
  }

  private record Reading(FileRecord file, IntakeStore.Decision decision) {}

  @Test
  void a_statement_that_comes_before_the_decision_has_the_file_read_again() {
    failedPayment();
    Reading retry = read("retry.csv");

    take("s", statement);

    assertThatThrownBy(() -> accept(retry))
        .isInstanceOf(ClaimLostException.class)
        .hasMessageContaining("retry.csv", "read again");
    assertThat(sending.claim()).as("nothing is to be sent").isEmpty();
    assertThat(intake.paidAfterAll().payments())
        .as("the next reading refuses its serial")
        .extracting(PaidAfterAll::line)
        .containsExactly(LINES.get(0));
  }

  @Test
  void a_statement_that_comes_after_the_decision_holds_the_retry_and_tells() {
    failedPayment();

    FileRecord retry = accept(read("retry.csv"));
    take("s", statement);

    assertThat(told).extracting(Match::verdict).containsExactly(MatchVerdict.FAILED_BUT_PAID);
    assertThat(status.batches(retry.id()))
        .extracting(each -> each.state().name())
        .containsExactly("HELD");
    assertThat(sending.claim()).isEmpty();
  }

  @Test
  void the_decision_waits_for_a_statement_that_is_being_recorded() throws Exception {
    failedPayment();
    Reading retry = read("retry.csv");
    List<Future<FileRecord>> decision = new ArrayList<>();

    ledger
        .statementIntake(Language.EN)
        .take(
            "s",
            sha256("s"),
            statement,
            fresh -> {
              decision.add(start(() -> accept(retry)));
              assertThatThrownBy(() -> decision.get(0).get(300, TimeUnit.MILLISECONDS))
                  .as("the statement is not committed")
                  .isInstanceOf(TimeoutException.class);
            });

    assertThatThrownBy(() -> end(decision.get(0)))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ClaimLostException.class);
    assertThat(sending.claim()).isEmpty();
  }

  @Test
  void a_statement_of_other_payments_delays_the_file_by_nothing() {
    failedPayment();
    Reading retry = read("retry.csv");

    take("s", file(DAY, true, payout("B9", "SOMETHING-ELSE", DAY, 900)));

    assertThat(accept(retry).state().name()).isEqualTo("ACCEPTED");
  }

  @Test
  void of_both_at_once_one_comes_first_and_nothing_is_paid_twice() throws Exception {
    failedPayment();
    Reading retry = read("retry.csv");

    atOnce(List.of(() -> isAccepted(retry), () -> take("s", statement) != null));

    assertThat(told).extracting(Match::verdict).containsExactly(MatchVerdict.FAILED_BUT_PAID);
    assertThat(sending.claim()).isEmpty();
  }

  private boolean isAccepted(Reading retry) {
    try {
      return accept(retry) != null;
    } catch (ClaimLostException e) {
      return false;
    }
  }

  /** The batch of the first payment, of unknown outcome. */
  private String unknownPayment() {
    String batchNo = accept("a.csv", List.of(LINES)).get(0);
    post(Verdicts.taken());
    return batchNo;
  }

  /** Runs once, when the next statement was compared and is not recorded yet. */
  private static void whenCompared(Runnable meanwhile) {
    Checkpoint.watch(
        passed -> {
          if (passed == Checkpoint.STATEMENT_COMPARED) {
            Checkpoint.watch(null);
            meanwhile.run();
          }
        });
  }

  @Test
  void a_notify_that_comes_after_the_comparison_is_contradicted_all_the_same() {
    String batchNo = unknownPayment();
    whenCompared(() -> Notify.of("n", batchNo).failed(LINES.get(0)).to(notifies));

    take("s", statement);

    assertThat(told).extracting(Match::verdict).containsExactly(MatchVerdict.FAILED_BUT_PAID);
    assertThat(rows("SELECT state FROM statement_proof")).isEmpty();
    assertThat(intake.paidAfterAll().payments()).hasSize(1);
  }

  @Test
  void a_retry_that_is_decided_after_that_notify_is_held() {
    String batchNo = unknownPayment();
    List<FileRecord> retry = new ArrayList<>();
    whenCompared(
        () -> {
          Notify.of("n", batchNo).failed(LINES.get(0)).to(notifies);
          retry.add(accept(read("retry.csv")));
        });

    take("s", statement);

    assertThat(status.batches(retry.get(0).id()))
        .extracting(each -> each.state().name())
        .containsExactly("HELD");
    assertThat(sending.claim()).isEmpty();
  }

  @Test
  void a_statement_waits_while_the_retry_is_being_sent_and_holds_it_before_it_is_sent_again() {
    failedPayment();
    pass(Duration.ofHours(1)); // the booking is too early to be that of the retry
    accept(read("retry.csv"));
    Claim claim = sending.claim().orElseThrow();

    assertThatThrownBy(() -> take("s", statement))
        .isInstanceOf(ClaimLostException.class)
        .hasMessageContaining("is being sent");
    assertThat(told).isEmpty();
    assertThat(rows("SELECT id FROM statement")).isEmpty();

    sending.record(claim, Verdicts.unknown());
    take("s", statement);

    assertThat(told).extracting(Match::verdict).containsExactly(MatchVerdict.FAILED_BUT_PAID);
    assertThat(told.get(0).note()).isEqualTo(claim.batch().batchNo());
  }

  @Test
  void a_contradiction_that_says_nothing_of_the_kind_does_not_have_the_file_read_again() {
    failedPayment();
    String other = accept("b.csv", List.of(List.of(longLine(2)))).get(0);
    post(Verdicts.taken());
    Notify.of("n2", other).paid(longLine(2)).to(notifies);
    Reading retry = read("retry.csv");

    take(
        "s",
        file(
            DAY,
            true,
            payout("B2", "SERIAL-002", DAY, 202),
            row("B3", "SERIAL-002", DAY, 202, RowKind.IN)));

    assertThat(told).extracting(Match::verdict).containsExactly(MatchVerdict.RETURNED);
    assertThat(accept(retry).state().name()).isEqualTo("ACCEPTED");
  }
}
