package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerAddress;
import payout.ledger.sql.LedgerException;
import payout.ledger.sql.Sql;
import payout.testing.PostgresServer;

@OnBothDatabases
class LedgerOpeningTest extends LedgerFixture {

  private static final String NEWER =
      "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
          + " checksum, installed_by, execution_time, success)"
          + " VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'somebody', 1, %s)";

  @Test
  void a_ledger_of_one_kind_opens_for_no_other() {
    ledger.close();

    assertThatThrownBy(() -> Ledger.run(address, "sandbox", clock))
        .isInstanceOf(LedgerException.class)
        .hasMessage(
            "The ledger at payout.ledger.url is one of production and must not be used for"
                + " sandbox; set payout.ledger.url to another one.");
  }

  @Test
  void a_ledger_keeps_what_it_holds_when_it_is_opened_again() {
    String batchNo = oneBatch(2);
    post(Verdicts.taken());

    restart();

    assertThat(state(batchNo)).isEqualTo("TAKEN");
    assertThat(linesOf(batchNo)).isEqualTo(lines("A", 2));
  }

  @Test
  void a_newer_ledger_is_refused_with_a_sentence() {
    change(NEWER.formatted(engine == Engine.SQLITE ? "1" : "TRUE"));
    ledger.close();

    assertThatThrownBy(() -> Ledger.run(address, "production", clock))
        .isInstanceOf(LedgerException.class)
        .hasMessage(
            "The ledger was written by a newer version of this program (its form is 99); start"
                + " that version, this one must not touch it.");
  }

  @Test
  void an_operators_command_refuses_a_newer_ledger_as_well() {
    change(NEWER.formatted(engine == Engine.SQLITE ? "1" : "TRUE"));

    assertThatThrownBy(() -> Ledger.beside(address, clock))
        .isInstanceOf(LedgerException.class)
        .hasMessageStartingWith("The ledger was written by a newer version of this program");
  }

  @Test
  void a_refused_start_lets_the_lock_go() {
    ledger.close();
    assertThatThrownBy(() -> Ledger.run(address, "sandbox", clock))
        .isInstanceOf(LedgerException.class);

    assertThatCode(() -> anotherProcess()).doesNotThrowAnyException();
  }

  @Test
  void a_second_process_on_an_embedded_ledger_is_refused() {
    assumeThat(engine).isEqualTo(Engine.SQLITE);

    assertThatThrownBy(() -> Ledger.run(address, "production", clock))
        .isInstanceOf(LedgerException.class)
        .hasMessage(
            "Another process is running on the ledger "
                + folder.resolve("ledger.db")
                + "; end it first. Nothing was touched.");
  }

  @Test
  void the_lock_outlives_an_attempt_to_take_it() throws Exception {
    assumeThat(engine).isEqualTo(Engine.SQLITE);
    assertThatThrownBy(() -> Ledger.run(address, "production", clock))
        .isInstanceOf(LedgerException.class);

    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockAttempt.class.getName(),
                address.url())
            .redirectErrorStream(true)
            .start();

    assertThat(
            new String(
                other.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .startsWith("Another process is running on the ledger ");
  }

  @Test
  void a_server_accepts_several_processes() {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    String batchNo = oneBatch(1);

    Ledger another = anotherProcess();

    assertThat(another.status().batches(batchNo)).hasSize(1);
  }

  @Test
  void beside_a_running_process_nothing_is_recovered() {
    String batchNo = oneBatch(1);
    sending.claim().orElseThrow();
    String before = everything();

    Ledger beside = beside();

    assertThat(beside.status().batches(batchNo).get(0).state().name()).isEqualTo("SENDING");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void beside_makes_no_ledger() {
    LedgerAddress nowhere =
        engine == Engine.SQLITE
            ? new LedgerAddress("jdbc:sqlite:" + folder.resolve("none.db"), "", "")
            : new LedgerAddress(PostgresServer.newSchema(), "postgres", "");

    assertThatThrownBy(() -> Ledger.beside(nowhere, clock))
        .isInstanceOf(LedgerException.class)
        .hasMessageMatching(
            "There is no ledger at payout.ledger.url yet; the first start of run creates it."
                + "|The ledger at payout.ledger.url is still empty.");

    assertThat(Files.exists(folder.resolve("none.db"))).isFalse();
  }

  @Test
  void an_operators_command_works_while_the_process_writes() throws Exception {
    List<String> numbers = manyBatches(30);
    ActLedger person = beside().acts();
    List<Callable<Integer>> works = new ArrayList<>();
    works.add(
        () -> {
          int posts = 0;
          for (int i = 0; i < 20; i++) {
            post(Verdicts.taken());
            posts++;
          }
          return posts;
        });
    works.add(
        () -> {
          int held = 0;
          for (int i = 29; i >= 20; i--) {
            person.hold(numbers.get(i), act("look"));
            held++;
          }
          return held;
        });

    List<Integer> done = atOnce(works);

    assertThat(done).containsExactly(20, 10);
    assertThat(rows("SELECT state, COUNT(*) FROM batch GROUP BY state ORDER BY state"))
        .containsExactly("HELD 10", "TAKEN 20");
  }

  @Test
  void every_connection_of_an_embedded_ledger_is_durable() throws Exception {
    assumeThat(engine).isEqualTo(Engine.SQLITE);
    try (Database database = Database.open(address.url(), "", "")) {
      CountDownLatch all = new CountDownLatch(8);
      List<Callable<String>> works = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        works.add(
            () ->
                database.read(
                    sql -> {
                      all.countDown();
                      awaitAll(all);
                      return pragma(sql, "journal_mode")
                          + pragma(sql, "synchronous")
                          + pragma(sql, "foreign_keys")
                          + pragma(sql, "busy_timeout");
                    }));
      }

      List<String> pragmas = atOnce(works);

      assertThat(pragmas).hasSize(8).containsOnly("wal 2 1 20000 ");
    }
  }

  @Test
  void a_commit_on_a_server_is_durable_and_its_isolation_is_known() {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    String lax =
        PostgresServer.newDatabase(
            "synchronous_commit = off", "default_transaction_isolation = 'serializable'");

    try (Database database = Database.open(lax, "postgres", "")) {
      String settings =
          database.write(
              sql ->
                  sql.first("SHOW synchronous_commit", row -> row.getString(1)).orElseThrow()
                      + ", "
                      + sql.first("SHOW transaction_isolation", row -> row.getString(1))
                          .orElseThrow());

      assertThat(settings).isEqualTo("on, read committed");
    }
  }

  @Test
  void a_file_that_is_no_ledger_is_refused_with_a_sentence() throws IOException {
    assumeThat(engine).isEqualTo(Engine.SQLITE);
    Path file = folder.resolve("other.db");
    Files.writeString(file, "This is a letter, not a ledger. ".repeat(100));
    LedgerAddress other = new LedgerAddress("jdbc:sqlite:" + file, "", "");

    assertThatThrownBy(() -> Ledger.run(other, "production", clock))
        .isInstanceOf(LedgerException.class)
        .hasMessageStartingWith("The ledger at payout.ledger.url cannot be opened: ");
    assertThatThrownBy(() -> Ledger.beside(other, clock))
        .isInstanceOf(LedgerException.class)
        .hasMessageStartingWith("The ledger at payout.ledger.url cannot be opened: ");
  }

  @Test
  void a_torn_ledger_is_refused_with_a_sentence() throws IOException {
    assumeThat(engine).isEqualTo(Engine.SQLITE);
    Path file = folder.resolve("torn.db");
    ledger.close();
    byte[] whole = Files.readAllBytes(folder.resolve("ledger.db"));
    for (int i = 100; i < whole.length; i++) {
      whole[i] = (byte) 0xA5;
    }
    Files.write(file, whole);
    LedgerAddress torn = new LedgerAddress("jdbc:sqlite:" + file, "", "");

    assertThatThrownBy(() -> Ledger.run(torn, "production", clock))
        .isInstanceOf(LedgerException.class)
        .hasMessageStartingWith("The ledger");
    assertThatThrownBy(() -> Ledger.beside(torn, clock))
        .isInstanceOf(LedgerException.class)
        .hasMessageStartingWith("The ledger");
  }

  @Test
  void a_server_that_is_down_is_reported_in_a_sentence() {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    LedgerAddress down = new LedgerAddress("jdbc:postgresql://localhost:1/ledger", "me", "secret");

    assertThatThrownBy(() -> Ledger.run(down, "production", clock))
        .isInstanceOf(LedgerException.class)
        .hasMessageStartingWith("The ledger at payout.ledger.url cannot be opened: ")
        .hasMessageNotContaining("secret");
  }

  private static void awaitAll(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pragma(Sql sql, String name) throws java.sql.SQLException {
    return sql.first("PRAGMA " + name, row -> row.getString(1)).orElseThrow() + " ";
  }
}
