package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A statement that ends the process that reads it is read a few times, and then given up. */
@OnBothDatabases
class StatementReadingsTest extends LedgerFixture {

  private int begin(String name, long size) {
    return ledger.statementReadings().begin(name, size, 7);
  }

  @Test
  void readings_that_are_broken_off_are_counted_over_restarts_with_a_pause_in_between() {
    assertThat(begin("s.csv", 100)).isZero();
    restart();
    assertThatThrownBy(() -> begin("s.csv", 100)).isInstanceOf(FileRestsException.class);
    pass(Duration.ofMinutes(1));
    assertThat(begin("s.csv", 100)).isEqualTo(1);
    restart();
    pass(Duration.ofMinutes(1));
    assertThatThrownBy(() -> begin("s.csv", 100)).isInstanceOf(FileRestsException.class);
    pass(Duration.ofMinutes(1));
    assertThat(begin("s.csv", 100)).isEqualTo(2);
    restart();

    assertThat(begin("s.csv", 100)).as("given up at once").isEqualTo(StatementReadings.OFTEN);
    assertThat(begin("s.csv", 100)).isEqualTo(StatementReadings.OFTEN);
  }

  @Test
  void what_ends_in_order_is_forgotten_and_another_file_of_the_name_is_another() {
    begin("s.csv", 100);
    ledger.statementReadings().end("s.csv");
    assertThat(begin("s.csv", 100)).isZero();

    assertThat(begin("s.csv", 101)).as("another file").isZero();
    assertThat(begin("t.csv", 100)).isZero();
    assertThat(rows("SELECT name FROM statement_reading")).hasSize(2);
  }

  @Test
  void two_that_were_given_up_are_told_from_each_other() {
    StatementIntake intake = ledger.statementIntake(payout.batch.Language.EN);

    StatementRecord one = intake.refuse("a.csv", "", "The reading of a.csv was broken off.");
    StatementRecord other = intake.refuse("b.csv", "", "The reading of b.csv was broken off.");

    assertThat(one.start()).isEqualTo("statement.2026-03-10.unread");
    assertThat(other.start()).isEqualTo("statement.2026-03-10.unread-2");
  }
}
