package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import payout.batch.Language;
import payout.batch.PayoutLine;
import payout.ledger.serial.SerialEntry;
import payout.statement.Match;
import payout.statement.MatchVerdict;
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
}
