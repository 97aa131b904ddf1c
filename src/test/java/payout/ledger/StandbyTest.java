package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerAddress;
import payout.ledger.sql.LedgerException;
import payout.ledger.sql.LedgerUnavailableException;
import payout.testing.PostgresPair;

/** A ledger on a server with a standby: which of the two is written to, and when nothing is. */
class StandbyTest {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir private Path folder;
  private PostgresPair pair;

  @BeforeEach
  void start() {
    pair = PostgresPair.in(folder);
  }

  @AfterEach
  void stop() {
    pair.close();
  }

  @Test
  void the_connections_move_to_the_standby_that_was_promoted() {
    pair.synchronous(true);
    try (Database database = open()) {
      database.write(sql -> sql.update("CREATE TABLE note (word TEXT)"));
      awaitWrite(database, "before");

      pair.stopFirst();
      assertThatThrownBy(() -> write(database, "nowhere"))
          .isInstanceOf(LedgerUnavailableException.class);
      pair.promote();
      awaitWrite(database, "after");

      assertThat(PostgresPair.value(pair.secondPort(), "SELECT string_agg(word, ' ') FROM note"))
          .isEqualTo("before after");
    }
  }

  /** Its connections are alive and useless: only a write tells. */
  @Test
  @Tag("long")
  void connections_to_a_server_that_takes_no_more_writes_are_dropped() {
    try (Database database = open()) {
      database.write(sql -> sql.update("CREATE TABLE note (word TEXT)"));
      await()
          .atMost(PATIENCE)
          .until(() -> PostgresPair.value(pair.secondPort(), "SELECT to_regclass('note')") != null);
      pair.promote();
      PostgresPair.ask(pair.firstPort(), "ALTER SYSTEM SET default_transaction_read_only = on");
      PostgresPair.ask(pair.firstPort(), "SELECT pg_reload_conf()");

      awaitWrite(database, "after");

      assertThat(PostgresPair.value(pair.secondPort(), "SELECT word FROM note")).isEqualTo("after");
    }
  }

  @Test
  @Tag("long")
  void a_standby_alone_is_no_ledger_to_run_on() {
    String standby = "jdbc:postgresql://localhost:" + pair.secondPort() + "/postgres";

    assertThatThrownBy(() -> Database.open(standby, PostgresPair.USER, ""))
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessageEndingWith("The server takes no writes: it is a standby, or read-only.");
  }

  @Test
  void the_gate_is_open_only_while_a_synchronous_standby_follows() {
    pair.synchronous(true);
    try (Ledger ledger =
        Ledger.run(
            new LedgerAddress(pair.url(), PostgresPair.USER, ""),
            "production",
            ChinaClock.system())) {
      ledger.requireStandby();
      awaitGate(ledger, "");

      pair.stopSecond();
      awaitGate(ledger, "No synchronous standby follows the ledger");
      pair.startSecond();
      awaitGate(ledger, "");

      pair.synchronous(false);
      awaitGate(ledger, "No synchronous standby is required by the server");
      WaitingLedger waiting = ledger.waiting(AcceptRules.AT_ONCE, payout.batch.Language.EN);
      assertThatThrownBy(() -> waiting.refuseUnreadable("a.approve", "no"))
          .isInstanceOf(LedgerUnavailableException.class)
          .hasMessageContaining("synchronous_standby_names is empty");
      pair.synchronous(true);
      awaitGate(ledger, "");
    }
  }

  @Test
  @Tag("long")
  void a_user_who_cannot_see_standbys_is_told_what_to_grant() {
    PostgresPair.ask(pair.firstPort(), "CREATE USER clerk");
    PostgresPair.ask(pair.firstPort(), "GRANT ALL ON SCHEMA public TO clerk");
    try (Ledger ledger =
        Ledger.run(new LedgerAddress(pair.url(), "clerk", ""), "production", ChinaClock.system())) {
      assertThatThrownBy(ledger::requireStandby)
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("GRANT pg_monitor");
    }
  }

  private Database open() {
    return Database.open(pair.url(), PostgresPair.USER, "");
  }

  private static void write(Database database, String word) {
    database.write(sql -> sql.update("INSERT INTO note VALUES (?)", word));
  }

  private static void awaitWrite(Database database, String word) {
    await().atMost(PATIENCE).until(() -> catchThrowable(() -> write(database, word)) == null);
  }

  private static void awaitGate(Ledger ledger, String words) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              String why = ledger.gate().closedBecause().orElse("");
              return words.isEmpty() ? why.isEmpty() : why.startsWith(words);
            });
  }
}
