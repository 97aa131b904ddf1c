package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import payout.batch.ChinaClock;
import payout.batch.Money;
import payout.batch.PayoutLine;
import payout.ledger.sql.Database;
import payout.testing.SettableClock;

@OnBothDatabases
class AccountBacklogTest extends LedgerFixture {

  private static final int FILES = 4;
  private static final int BATCHES = 25;
  private static final int STEPS_MAX = 1000;

  /** Several commits a round. */
  private static final int PAIRS = 25;

  private static final String INDEXED = "SELECT SUM(length(data)) FROM account_page";

  private final List<Database> databases = new ArrayList<>();

  @AfterEach
  void closeDatabases() {
    databases.forEach(Database::close);
  }

  @Test
  void the_accounts_of_earlier_files_are_found_once_they_are_indexed() {
    earlierFiles();
    assertThat(ledger.payments().ofAccount("f2@example.com", "").payments()).isEmpty();

    AccountBacklog backlog = backlog("one", 40);
    List<Long> until = new ArrayList<>();
    while (backlog.step()) {
      long now = ledger.payments().ofAccount("f2@example.com", "").accountsBefore();
      if (until.isEmpty() || until.get(until.size() - 1) != now) {
        until.add(now);
      }
    }

    everythingIsFound();
    assertThat(until).as("from the newest back").hasSize(FILES + 1);
    assertThat(until).isSortedAccordingTo(Comparator.reverseOrder()).endsWith(0L);
  }

  @Test
  void what_is_accepted_meanwhile_needs_no_backlog() {
    earlierFiles();
    AccountBacklog backlog = backlog("one", 40);
    backlog.step();

    accept("new.csv", List.of(List.of(line("N-1", 1, 100))));

    assertThat(ledger.payments().ofAccount("n-1@example.com", "").payments()).hasSize(1);
    finish(backlog);
    everythingIsFound();
  }

  @Test
  void after_a_crash_at_any_step_the_next_process_goes_on() {
    earlierFiles();
    int steps = 0;
    for (int process = 1; backlogIsLeft(); process++) {
      AccountBacklog backlog = backlog("process-" + process, 40);
      for (int step = 0; step < process; step++) {
        backlog.step();
        steps++;
      }
      pass(Duration.ofSeconds(21)); // it died, and its lease ends
      assertThat(steps).isLessThan(STEPS_MAX);
    }

    everythingIsFound();
    assertThat(rows(INDEXED))
        .as("nothing is there twice")
        .containsExactly(Integer.toString(12 * (FILES * BATCHES + FILES * BATCHES * 2)));
  }

  @Test
  void one_process_at_a_time_does_it() {
    earlierFiles();
    AccountBacklog one = backlog("one", 40);
    AccountBacklog other = backlog("other", 40);
    one.step();

    assertThat(other.step()).isFalse();
    pass(Duration.ofSeconds(21));
    assertThat(other.step()).isTrue();
    finish(other);

    assertThat(one.step()).as("what it has read is done by the other").isFalse();
    everythingIsFound();
  }

  @Test
  void a_process_that_was_overtaken_in_a_round_writes_nothing_more() {
    earlierFiles();
    AccountBacklog one = backlog("one", 40, ahead(Duration.ofSeconds(-30)));
    AccountBacklog other = backlog("other", 40);
    for (int i = 0; i < 4; i++) {
      one.step();
    }
    String before = one(INDEXED);
    assertThat(before).as("one commit of its round").isEqualTo(Integer.toString(12 * PAIRS));
    other.step();

    for (int i = 0; i < 20; i++) {
      one.step();
    }

    assertThat(one(INDEXED)).isEqualTo(before);
    finish(other);
    everythingIsFound();
  }

  @Test
  void it_waits_while_a_file_is_being_decided() {
    earlierFiles();
    AccountBacklog backlog = backlog("one", 40);
    FileRecord file = arrive("new.csv", sha256("new.csv")).file();
    intake.takeTurn(file);
    int steps = 0;
    while (backlog.step()) {
      steps++;
    }

    assertThat(steps).as("it may read").isPositive();
    assertThat(one("SELECT COUNT(*) FROM account_page")).isEqualTo("0");
    intake.forget(file);
    finish(backlog);
    everythingIsFound();
  }

  @Test
  void a_closed_gate_stops_it() {
    earlierFiles();
    AccountBacklog backlog =
        new AccountBacklog(
            database(), clock, "one", () -> Optional.of("The clock is wrong."), 40, PAIRS);

    assertThat(backlog.step()).isFalse();
  }

  @Test
  void files_that_were_refused_are_no_backlog() {
    FileRecord file = arrive("bad.csv", sha256("bad.csv")).file();
    intake.reject(
        file, new IntakeStore.Decision(0, Money.ZERO, 0, 0, 0, new byte[0], "NO_LINES: x", ""));

    assertThat(backlogIsLeft()).isFalse();
    assertThat(ledger.accountBacklog().step()).isFalse();
  }

  @Test
  void a_file_that_an_earlier_program_settled_is_counted() {
    String batchNo = oneBatch(2);
    post(Verdicts.taken());
    Notify.of("n", batchNo)
        .paid(linesOf(batchNo).get(0))
        .failed(linesOf(batchNo).get(1))
        .to(notifies);
    change("UPDATE payout_file SET open_lines = 2, paid_lines = 0, paid_amount = 0");

    assertThat(ledger.fileRecount().step()).isTrue();
    assertThat(ledger.fileRecount().step()).isFalse();

    assertThat(rows("SELECT open_lines, paid_lines, paid_amount FROM payout_file"))
        .containsExactly("0 1 101");
  }

  /**
   * As an earlier program accepted them: each batch pays to one account of its file, and others.
   */
  private void earlierFiles() {
    for (int file = 1; file <= FILES; file++) {
      pass(Duration.ofMinutes(1));
      List<List<PayoutLine>> batches = new ArrayList<>();
      for (int batch = 1; batch <= BATCHES; batch++) {
        String serial = "S-" + file + "-" + batch;
        batches.add(
            List.of(
                new PayoutLine(1, serial, "f" + file + "@example.com", "李四", new Money(100), ""),
                line(serial + "-a", 2, 100),
                line(serial + "-b", 3, 100)));
      }
      accept("f" + file + ".csv", batches);
    }
    change("DELETE FROM account_page");
    change("UPDATE payout_file SET accounts_from = 1");
  }

  private void everythingIsFound() {
    for (int file = 1; file <= FILES; file++) {
      PaymentPage page = ledger.payments().ofAccount("f" + file + "@example.com", "");
      assertThat(page.payments()).hasSize(BATCHES);
      assertThat(page.accountsBefore()).isZero();
      assertThat(ledger.payments().ofAccount("s-" + file + "-7-b@example.com", "").payments())
          .hasSize(1);
    }
  }

  private boolean backlogIsLeft() {
    return ledger.payments().ofAccount("nobody@example.com", "").accountsBefore() > 0;
  }

  private static void finish(AccountBacklog backlog) {
    int steps = 0;
    while (backlog.step()) {
      assertThat(steps++).isLessThan(STEPS_MAX);
    }
  }

  private AccountBacklog backlog(String owner, int linesARound) {
    return backlog(owner, linesARound, clock);
  }

  private AccountBacklog backlog(String owner, int linesARound, ChinaClock by) {
    return new AccountBacklog(database(), by, owner, LedgerGate.OPEN, linesARound, PAIRS);
  }

  private ChinaClock ahead(Duration offset) {
    return new ChinaClock(SettableClock.standing(time.instant().plus(offset)));
  }

  private Database database() {
    Database database = Database.open(address.url(), address.user(), address.password());
    databases.add(database);
    return database;
  }
}
