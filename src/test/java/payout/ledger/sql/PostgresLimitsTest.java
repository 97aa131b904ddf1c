package payout.ledger.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import payout.testing.OwnThread;
import payout.testing.PostgresProxy;
import payout.testing.PostgresProxy.Loss;
import payout.testing.PostgresProxy.Way;
import payout.testing.PostgresServer;

/**
 * A node that is frozen, and a line that breaks or goes silent, hold up nobody for ever. The limits
 * here are shorter than the true ones, and in the same order.
 */
class PostgresLimitsTest {

  private static final PostgresLimits SHORT =
      new PostgresLimits(2_500, 1_000, 4_000, 1_000, 5, 1, 2, 2_000, 500);

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String USER = "postgres";
  private static final String TOUCH = "UPDATE note SET word = word || ?";

  private final PostgresProxy line = PostgresProxy.to(PostgresServer.port());
  private final String url = PostgresServer.newSchema();
  private Database here;
  private Database there;

  @BeforeEach
  void open() {
    here = Database.open(line.over(url), USER, "", SHORT);
    there = Database.open(url, USER, "", SHORT);
    there.write(sql -> sql.update("CREATE TABLE note (word TEXT)"));
    there.write(sql -> sql.update("INSERT INTO note VALUES ('a')"));
  }

  @AfterEach
  void close() {
    line.close();
    here.close();
    there.close();
  }

  @Test
  void every_session_has_the_limits() {
    try (Database usual = Database.open(url, USER, "")) {
      assertThat(shown(usual, "lock_timeout")).isEqualTo("15s");
      assertThat(shown(usual, "statement_timeout")).isEqualTo("30s");
      assertThat(shown(usual, "idle_in_transaction_session_timeout")).isEqualTo("10s");
      assertThat(shown(usual, "tcp_user_timeout")).isEqualTo("10000");
      assertThat(shown(usual, "tcp_keepalives_idle")).isEqualTo("5");
      assertThat(shown(usual, "tcp_keepalives_interval")).isEqualTo("2");
      assertThat(shown(usual, "tcp_keepalives_count")).isEqualTo("3");
    }
  }

  @Test
  void the_limits_let_the_others_go_on_within_40_seconds() {
    PostgresLimits usual = PostgresLimits.USUAL;

    assertThat(usual.lockMs()).as("a waiter outlasts a frozen node").isGreaterThan(usual.idleMs());
    assertThat(usual.statementMs()).as("and has time to work").isGreaterThan(usual.lockMs());
    assertThat(usual.answerS() * 1000)
        .as("the server's reason arrives")
        .isGreaterThan(usual.statementMs());
    assertThat(2 * usual.idleMs() + usual.lockMs()).isLessThan(40_000);
    assertThat(usual.answerS()).isLessThan(40);
  }

  @Test
  void a_node_that_is_frozen_inside_a_transaction_loses_its_locks() throws Exception {
    CountDownLatch frozen = new CountDownLatch(1);
    CountDownLatch thawed = new CountDownLatch(1);
    CompletableFuture<Throwable> first =
        failureOf(
            () ->
                here.write(
                    sql -> {
                      sql.update(TOUCH, "1");
                      frozen.countDown();
                      pass(thawed);
                      return sql.update(TOUCH, "2");
                    }));
    pass(frozen);

    there.write(sql -> sql.update(TOUCH, "3"));
    thawed.countDown();

    assertThat(first.get(10, TimeUnit.SECONDS)).isInstanceOf(LedgerUnavailableException.class);
    assertThat(words()).isEqualTo("a3");
  }

  /** The server cannot send what the frozen node does not read: no timeout of statements helps. */
  @Test
  void a_node_that_is_frozen_while_it_is_sent_rows_loses_its_locks() throws Exception {
    CountDownLatch frozen = new CountDownLatch(1);
    CompletableFuture<Throwable> first =
        failureOf(
            () ->
                here.write(
                    sql -> {
                      sql.update(TOUCH, "1");
                      line.silence(Way.TO_CLIENT);
                      frozen.countDown();
                      return sql.list(
                          "SELECT repeat('x', 1000000) FROM generate_series(1, 200)",
                          row -> row.getString(1).length());
                    }));
    pass(frozen);

    there.write(sql -> sql.update(TOUCH, "3"));

    assertThat(first.get(20, TimeUnit.SECONDS)).isInstanceOf(LedgerUnavailableException.class);
    assertThat(words()).isEqualTo("a3");
  }

  @Test
  void a_waiter_for_a_lock_gives_up_with_a_sentence() throws Exception {
    CountDownLatch locked = new CountDownLatch(1);
    CompletableFuture<Throwable> holder =
        failureOf(
            () ->
                here.write(
                    sql -> {
                      sql.update(TOUCH, "1");
                      locked.countDown();
                      return sql.list("SELECT pg_sleep(3.5)", row -> 0);
                    }));
    pass(locked);

    assertThatThrownBy(() -> there.write(sql -> sql.update(TOUCH, "2")))
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessageStartingWith("The ledger cannot be written: ERROR: canceling statement due to")
        .hasMessageEndingWith("Another transaction held a lock for too long.");
    assertThat(holder.get(10, TimeUnit.SECONDS)).isNull();
    assertThat(words()).isEqualTo("a1");
  }

  @Test
  void a_statement_ends_at_its_limit() {
    assertThatThrownBy(() -> there.read(sql -> sql.list("SELECT pg_sleep(60)", row -> 0)))
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessageEndingWith("The statement took too long.");
  }

  @Test
  void a_line_that_goes_silent_holds_no_thread_for_ever_and_heals_by_itself() throws Exception {
    assertThat(words(here)).isEqualTo("a");
    line.silence(Way.TO_SERVER, Way.TO_CLIENT);
    CompletableFuture<Throwable> writer =
        failureOf(() -> here.write(sql -> sql.update(TOUCH, "1")));
    CompletableFuture<Throwable> reader = failureOf(() -> words(here));

    assertThat(writer.get(15, TimeUnit.SECONDS)).isInstanceOf(LedgerUnavailableException.class);
    assertThat(reader.get(15, TimeUnit.SECONDS)).isInstanceOf(LedgerUnavailableException.class);
    assertThatThrownBy(() -> words(here))
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessageStartingWith("The ledger cannot be read: ");

    line.heal();
    here.write(sql -> sql.update(TOUCH, "2"));
    assertThat(words()).isEqualTo("a2");
  }

  @Test
  void a_line_that_goes_silent_within_a_statement_is_given_up() throws Exception {
    CompletableFuture<Throwable> writer =
        failureOf(
            () ->
                here.write(
                    sql -> {
                      line.silence(Way.TO_CLIENT);
                      return sql.update(TOUCH, "1");
                    }));

    Throwable failure = writer.get(15, TimeUnit.SECONDS);

    assertThat(failure)
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessageContaining("SocketTimeoutException")
        .hasMessageEndingWith("The database cannot be reached, or does not answer.");
    there.write(sql -> sql.update(TOUCH, "2"));
    assertThat(words()).isEqualTo("a2");
  }

  @Test
  void connections_that_broke_are_replaced() {
    here.write(sql -> sql.update(TOUCH, "1"));
    line.cut();

    awaitHealing();

    assertThat(words()).isEqualTo("a1");
  }

  @Test
  void a_server_that_refuses_connections_is_named_and_waited_for() {
    line.refuse();
    line.cut();

    await()
        .atMost(PATIENCE)
        .until(
            () -> String.valueOf(catchThrowable(() -> words(here))),
            why ->
                why.contains("Connection to localhost:" + line.port() + " refused")
                    && why.endsWith("The database cannot be reached, or does not answer."));

    line.heal();
    awaitHealing();
  }

  /** Whoever retries must look first: the change is there. */
  @ParameterizedTest
  @EnumSource
  void a_commit_whose_answer_is_lost_is_reported_as_a_failure(Loss loss) throws Exception {
    for (int i = 1; i <= 7; i++) {
      // From the fifth time on the driver sends the name of a prepared statement, not its text.
      here.write(sql -> sql.update(TOUCH, "1"));
    }
    CompletableFuture<List<String>> lost = line.loseCommit(loss, "UPDATE note");

    assertThatThrownBy(() -> here.write(sql -> sql.update(TOUCH, "2")))
        .isInstanceOf(LedgerUnavailableException.class);

    assertThat(lost.get(1, TimeUnit.SECONDS)).anyMatch(each -> each.startsWith("UPDATE note"));
    assertThat(words()).isEqualTo("a11111112");
    here.write(sql -> sql.update(TOUCH, "3"));
    assertThat(words()).isEqualTo("a111111123");
  }

  @Test
  void a_slow_line_is_slow_each_way() {
    assertThat(words(here)).isEqualTo("a");
    line.delay(Way.TO_SERVER, Duration.ofMillis(60));
    line.delay(Way.TO_CLIENT, Duration.ofMillis(40));
    long start = System.nanoTime();

    assertThat(words(here)).isEqualTo("a");

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(99));
  }

  @Test
  void a_migration_may_take_longer_than_a_statement() throws SQLException {
    try (Connection migrating = there.migrationSource().getConnection()) {
      assertThat(shown(migrating, "statement_timeout")).isEqualTo("0");
      assertThat(shown(migrating, "idle_in_transaction_session_timeout")).isEqualTo("0");
      assertThat(shown(migrating, "lock_timeout")).isEqualTo("15s");
    }
  }

  /** What was used within the last half a second is not tried before it is used again. */
  private void awaitHealing() {
    await().atMost(PATIENCE).until(() -> catchThrowable(() -> words(here)) == null);
  }

  private String words() {
    return words(there);
  }

  private static String words(Database database) {
    return database.read(
        sql -> sql.first("SELECT word FROM note", row -> row.getString(1)).orElseThrow());
  }

  private static String shown(Database database, String setting) {
    return database.read(
        sql -> sql.first("SHOW " + setting, row -> row.getString(1)).orElseThrow());
  }

  private static String shown(Connection connection, String setting) throws SQLException {
    try (ResultSet row = connection.createStatement().executeQuery("SHOW " + setting)) {
      row.next();
      return row.getString(1);
    }
  }

  private static CompletableFuture<Throwable> failureOf(Runnable work) {
    return CompletableFuture.supplyAsync(() -> catchThrowable(work::run), OwnThread.EACH);
  }

  private static void pass(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
