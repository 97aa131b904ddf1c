package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerAddress;
import payout.ledger.sql.LedgerException;
import payout.ledger.sql.LedgerUnavailableException;
import payout.testing.OwnThread;
import payout.testing.PgBouncer;
import payout.testing.PostgresServer;

/** A ledger behind PgBouncer, which gives each transaction another session. */
class PoolerTest {

  private static final String USER = "postgres";

  private final String direct = PostgresServer.newDatabase("synchronous_commit = local");
  private PgBouncer pooler;

  /** A folder of JUnit is for its user alone, and PgBouncer runs as another one. */
  private Path folder;

  @BeforeEach
  void start() throws IOException {
    folder = Files.createTempDirectory("payout-pooler-");
    pooler = PgBouncer.before(PostgresServer.port(), folder);
  }

  @AfterEach
  void stop() throws IOException {
    if (pooler != null) {
      pooler.close();
    }
    for (String name : List.of("users.txt", "pgbouncer.ini", "pgbouncer.log", "")) {
      Files.deleteIfExists(folder.resolve(name));
    }
  }

  @Test
  void an_address_that_does_not_say_so_is_refused() {
    assertThatThrownBy(() -> Database.open(pooled(""), USER, ""))
        .isInstanceOf(LedgerException.class)
        .isNotInstanceOf(LedgerUnavailableException.class)
        .hasMessageStartingWith(
            "The ledger at payout.ledger.url cannot be opened: payout.ledger.url leads to a"
                + " connection pooler")
        .hasMessageContaining("prepareThreshold=0");
  }

  @Test
  void the_tables_are_made_past_it() {
    assertThatThrownBy(() -> run(pooled("?prepareThreshold=0")))
        .isInstanceOf(LedgerException.class)
        .isNotInstanceOf(LedgerUnavailableException.class)
        .hasMessageEndingWith("Start once with the address of PostgreSQL itself.");
  }

  @Test
  void a_ledger_that_is_up_to_date_opens_over_it() {
    run(direct).close();

    try (Ledger ledger = run(pooled("?prepareThreshold=0"))) {
      assertThat(ledger.status().files(1)).isEmpty();
      assertThat(ledger.health().ask().totals().waiting()).isZero();
    }
  }

  @Test
  void each_transaction_that_writes_has_the_limits_and_no_session_keeps_them() {
    try (Database database = Database.open(pooled("?prepareThreshold=0"), USER, "")) {
      for (int i = 0; i < 10; i++) {
        assertThat(written(database, "lock_timeout")).isEqualTo("15s");
        assertThat(written(database, "synchronous_commit")).isEqualTo("on");
        assertThat(written(database, "idle_in_transaction_session_timeout")).isEqualTo("10s");
        assertThat(written(database, "transaction_isolation")).isEqualTo("read committed");
        assertThat(read(database, "lock_timeout")).isEqualTo("0");
      }
    }
  }

  @Test
  void many_threads_share_few_sessions() throws Exception {
    try (Database database = Database.open(pooled("?prepareThreshold=0"), USER, "")) {
      database.write(sql -> sql.update("CREATE TABLE note (n BIGINT)"));
      database.write(sql -> sql.update("INSERT INTO note VALUES (0)"));
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int n = 0; n < 50; n++) {
                    database.write(sql -> sql.update("UPDATE note SET n = n + ?", 1));
                    database.read(sql -> sql.number("SELECT n FROM note WHERE n > ?", 0));
                  }
                },
                OwnThread.EACH));
      }

      for (CompletableFuture<Void> each : all) {
        each.get(60, TimeUnit.SECONDS);
      }

      long counted = database.read(sql -> sql.number("SELECT n FROM note"));
      assertThat(counted).isEqualTo(400);
    }
  }

  private static String written(Database database, String setting) {
    return database.write(
        sql -> sql.first("SHOW " + setting, row -> row.getString(1)).orElseThrow());
  }

  private static String read(Database database, String setting) {
    return database.read(
        sql -> sql.first("SHOW " + setting, row -> row.getString(1)).orElseThrow());
  }

  private static Ledger run(String url) {
    return Ledger.run(new LedgerAddress(url, USER, ""), "production", ChinaClock.system());
  }

  private String pooled(String parameters) {
    return direct.replace("localhost:" + PostgresServer.port(), "127.0.0.1:" + pooler.port())
        + parameters;
  }
}
