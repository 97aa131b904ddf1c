package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import payout.batch.Money;
import payout.batch.PayoutLine;
import payout.ledger.sql.LedgerException;

/** A batch number that a file states stands for one list of lines, for ever. */
@OnBothDatabases
class StatedNumbersTest extends LedgerFixture {

  private static final String NO = "20260131001";
  private static final List<PayoutLine> LINES = lines("A", 2);

  @Test
  void a_number_that_nobody_knows_is_free_and_is_given() {
    FileRecord file = arrive("a.csv", sha256("a")).file();

    assertThat(intake.isUsed(file, NO, LINES)).isFalse();
    take(file);

    assertThat(state(NO)).isEqualTo("READY");
  }

  @Test
  void a_number_of_an_open_batch_is_used() {
    take(arrive("a.csv", sha256("a")).file());

    FileRecord other = arrive("b.csv", sha256("b")).file();

    assertThat(intake.isUsed(other, NO, lines("B", 2))).isTrue();
    assertThat(intake.isUsed(other, NO, LINES)).isTrue();
    assertThat(status.isUsed(NO, other.sha256(), LINES)).isTrue();
  }

  @Test
  void a_refused_number_is_free_for_the_same_lines_alone() {
    take(arrive("a.csv", sha256("a")).file());
    post(Verdicts.refused("ILLEGAL_SIGN"));

    FileRecord other = arrive("b.csv", sha256("b")).file();

    assertThat(intake.isUsed(other, NO, lines("B", 2))).isTrue();
    assertThat(intake.isUsed(other, NO, List.of())).isTrue();
    assertThat(intake.isUsed(other, NO, LINES)).isFalse();
  }

  @Test
  void the_ledger_itself_gives_a_number_to_one_open_batch_only() {
    take(arrive("a.csv", sha256("a")).file());

    FileRecord other = arrive("b.csv", sha256("b")).file();

    assertThatThrownBy(() -> take(other)).isInstanceOf(LedgerException.class);
    assertThat(status.batches(NO)).hasSize(1);
  }

  @Test
  void a_number_that_a_waiting_file_states_is_used() {
    FileRecord file = arrive("a.csv", sha256("a")).file();
    change(
        "UPDATE payout_file SET state = 'AWAITING_APPROVAL', stated_no = '"
            + NO
            + "' WHERE id = "
            + file.id());

    FileRecord other = arrive("b.csv", sha256("b")).file();

    assertThat(intake.isUsed(other, NO, LINES)).isTrue();
  }

  private void take(FileRecord file) {
    StagedBatch batch = StagedBatch.of(1, LINES);
    intake.stage(file, List.of(batch));
    intake.takeTurn(file);
    Money sum = batch.amount();
    intake.archived(
        intake.accept(file, new IntakeStore.Decision(2, sum, 0, 1, 0, new byte[0], "", NO)));
  }
}
