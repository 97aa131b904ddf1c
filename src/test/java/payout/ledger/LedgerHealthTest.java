package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.ChinaClock;
import payout.batch.Language;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerAddress;
import payout.ledger.sql.LedgerException;
import payout.testing.OwnThread;
import payout.testing.PostgresProxy;
import payout.testing.PostgresProxy.Way;
import payout.testing.PostgresServer;
import payout.testing.SmallDisk;

/** The health of a ledger on a server of its own, which each test troubles in another way. */
class LedgerHealthTest {

  private static final String USER = "postgres";
  private static final int MAX_CONNECTIONS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static EmbeddedPostgres server;

  @TempDir private Path folder;

  private PostgresProxy line;
  private Ledger ledger;
  private LedgerHealth health;

  @BeforeAll
  static void startServer() throws IOException {
    server =
        PostgresServer.builder()
            .setServerConfig("max_connections", Integer.toString(MAX_CONNECTIONS))
            .setServerConfig("superuser_reserved_connections", "0")
            .setServerConfig("reserved_connections", "0")
            .start();
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @BeforeEach
  void open() {
    line = PostgresProxy.to(server.getPort());
    ledger = Ledger.run(address(line.over(url())), "production", ChinaClock.system());
    health = ledger.health();
  }

  @AfterEach
  void close() {
    ledger.close();
    line.close();
  }

  @Test
  void answers_what_is_in_the_ledger_and_who_takes_files_in() {
    assertThat(health.ask().totals().waiting()).isZero();
    assertThat(health.ask().turn()).isEmpty();
    IntakeLedger intake = ledger.intake(Language.EN);
    FileClaim claim = ledger.claims().claim("inbox", "a.csv").orElseThrow();
    IntakeStore.Arrival arrival =
        new IntakeStore.Arrival("inbox", "a.csv", "0".repeat(64), 1, 1, LedgerFixture.PAYER);
    intake.takeTurn(intake.arrive(claim, arrival).file());

    await().atMost(PATIENCE).until(() -> health.ask().turn().isPresent());

    claim.release();
  }

  @Test
  void leaves_no_row_behind() throws SQLException {
    health.ask();

    ask("DO 'BEGIN ASSERT (SELECT COUNT(*) = 0 FROM lease WHERE name LIKE ''health%''); END'");
  }

  @Test
  void a_server_that_takes_no_writes_is_reported_and_recovers() throws SQLException {
    health.ask();
    ask("ALTER SYSTEM SET default_transaction_read_only = on");
    ask("SELECT pg_reload_conf()");
    try {
      awaitTrouble("The server takes no writes: it is a standby, or read-only.");
    } finally {
      ask("ALTER SYSTEM RESET default_transaction_read_only");
      ask("SELECT pg_reload_conf()");
    }
    awaitHealth();
  }

  /** The connections that a node has go on; it misses a new one when it lost them. */
  @Test
  void a_server_without_a_free_connection_is_reported_and_recovers() throws SQLException {
    health.ask();
    line.refuse();
    line.cut();
    List<Connection> all = new ArrayList<>();
    try {
      await().atMost(PATIENCE).until(() -> takeAll(all) >= MAX_CONNECTIONS);
      line.heal();

      awaitTrouble("The server has no connection left for this program.");
    } finally {
      for (Connection each : all) {
        each.close();
      }
    }
    awaitHealth();
  }

  private static int takeAll(List<Connection> all) throws SQLException {
    try {
      while (true) {
        all.add(DriverManager.getConnection(url(), USER, ""));
      }
    } catch (SQLException full) {
      assertThat(full.getSQLState()).isEqualTo("53300");
      return all.size();
    }
  }

  @Test
  void a_full_disk_is_reported_when_a_write_met_it_and_recovers() throws Exception {
    try (SmallDisk disk = SmallDisk.on(folder.resolve("disk"), "40m")) {
      ask("CREATE TABLESPACE small LOCATION '" + folder.resolve("disk") + "'");
      ask("CREATE TABLE big (data TEXT STORAGE EXTERNAL) TABLESPACE small");
      try (Database database = Database.open(url(), USER, "");
          Database aside = database.aside()) {
        LedgerHealth own = health(database, aside);
        own.ask();
        disk.fill();

        assertThatThrownBy(
                () ->
                    database.write(
                        sql -> sql.update("INSERT INTO big VALUES (repeat('x', 99999))")))
            .isInstanceOf(LedgerException.class)
            .hasMessageEndingWith("The disk of the server is full.");

        await()
            .atMost(PATIENCE)
            .until(() -> trouble(own).endsWith("The disk of the server is full."));
        disk.free();
        await().atMost(PATIENCE).until(() -> trouble(own).isEmpty());
      } finally {
        ask("DROP TABLE big");
        ask("DROP TABLESPACE small");
      }
    }
  }

  @Test
  void a_silent_line_is_reported_within_seconds_and_recovers() {
    health.ask();
    line.silence(Way.TO_CLIENT);
    long start = System.nanoTime();

    awaitTrouble("");

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    line.heal();
    awaitHealth();
  }

  @Test
  void the_answer_comes_while_all_connections_are_in_use() throws Exception {
    try (Database database = Database.open(url(), USER, "");
        Database aside = database.aside()) {
      LedgerHealth own = health(database, aside);
      CountDownLatch done = new CountDownLatch(1);
      CountDownLatch hanging = new CountDownLatch(8);
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(
            CompletableFuture.runAsync(
                () -> database.read(sql -> hang(hanging, done)), OwnThread.EACH));
      }
      assertThat(hanging.await(60, TimeUnit.SECONDS)).isTrue();
      long start = System.nanoTime();

      own.ask();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
      done.countDown();
      for (CompletableFuture<Void> each : all) {
        each.get(60, TimeUnit.SECONDS);
      }
    }
  }

  private static Void hang(CountDownLatch hanging, CountDownLatch done) {
    hanging.countDown();
    try {
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
      return null;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitTrouble(String words) {
    await()
        .atMost(PATIENCE)
        .until(() -> trouble(health).contains("The ledger") && trouble(health).endsWith(words));
  }

  private void awaitHealth() {
    await().atMost(PATIENCE).until(() -> trouble(health).isEmpty());
  }

  private static String trouble(LedgerHealth health) {
    try {
      health.ask();
      return "";
    } catch (LedgerException e) {
      return e.getMessage();
    }
  }

  private static LedgerHealth health(Database database, Database aside) {
    return new LedgerHealth(database, aside, ChinaClock.system(), "me");
  }

  private static void ask(String text) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(), USER, "");
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private static LedgerAddress address(String url) {
    return new LedgerAddress(url, USER, "");
  }

  private static String url() {
    return "jdbc:postgresql://localhost:" + server.getPort() + "/postgres";
  }
}
