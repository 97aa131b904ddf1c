package payout.ledger.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;
import payout.testing.OwnThread;

class DatabaseTest {

  private static final int BUSY_TIMEOUT_MS = 100;

  @TempDir private Path folder;

  @Test
  void a_failed_write_leaves_nothing_behind_after_another_process_kept_the_ledger_busy()
      throws Exception {
    try (Database database = Database.open(url(), BUSY_TIMEOUT_MS, 30_000);
        Connection other = DriverManager.getConnection(url());
        Statement statement = other.createStatement()) {
      database.write(sql -> sql.update("CREATE TABLE note (word TEXT)"));
      statement.execute("BEGIN IMMEDIATE");
      assertThatThrownBy(() -> insert(database, "while busy", false))
          .isInstanceOf(LedgerException.class);
      statement.execute("ROLLBACK");

      assertThatThrownBy(() -> insert(database, "then failed", true))
          .isInstanceOf(IllegalStateException.class);
      insert(database, "then sound", false);

      assertThat(words(database)).isEqualTo("then sound");
    }
  }

  /**
   * Otherwise another process that locks the ledger right after the commit makes the next BEGIN
   * fail, and a durable change would be reported as lost.
   */
  @Test
  void no_transaction_begins_after_a_commit() throws Exception {
    try (Database database = Database.open(url(), BUSY_TIMEOUT_MS, 30_000)) {
      database.write(sql -> sql.update("CREATE TABLE note (word TEXT)"));
      AtomicInteger commits = new AtomicInteger();
      watchCommits(database, commits);

      insert(database, "one", false);
      insert(database, "two", false);

      assertThat(commits).hasValue(2);
      assertThat(words(database)).isEqualTo("one,two");
    }
  }

  /**
   * The pool itself retries at intervals that grow to 5 s: after a fault of 5.2 s it would stall
   * for 5 s more, and with it every user of the ledger.
   */
  @Test
  void a_ledger_answers_soon_after_the_end_of_a_fault() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    try (Database database = Database.open("jdbc:sqlite:" + data.resolve("l.db"), "", "")) {
      database.write(sql -> sql.update("CREATE TABLE note (word TEXT)"));
      Path away = Files.move(data, folder.resolve("away"));
      CompletableFuture<String> answer = waitingForConnection(database);

      assertThatThrownBy(() -> answer.get(3_200, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      Files.move(away, data);

      assertThat(answer.get(4, TimeUnit.SECONDS)).contains("no such table: note_2");
    }
  }

  /** Lets the pool lose its connections, one by one, until a caller waits for a new one. */
  private static CompletableFuture<String> waitingForConnection(Database database)
      throws Exception {
    while (true) {
      CompletableFuture<String> answer =
          CompletableFuture.supplyAsync(() -> fault(database), OwnThread.EACH);
      try {
        answer.get(2, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        return answer;
      }
    }
  }

  private static String fault(Database database) {
    try {
      database.write(sql -> sql.update("DELETE FROM note_2"));
      return "";
    } catch (LedgerException e) {
      return e.getMessage();
    }
  }

  @Test
  void a_ledger_that_cannot_be_reached_reports_why() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    try (Database database = Database.open("jdbc:sqlite:" + data.resolve("l.db"), 100, 500)) {
      database.write(sql -> sql.update("CREATE TABLE note (word TEXT)"));
      Files.move(data, folder.resolve("away"));

      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> fault(database).contains("unable to open database file"));
    }
  }

  /** The library of SQLite 3.51.1 locks itself up when one thread closes while another opens. */
  @Test
  void a_ledger_answers_however_often_connections_are_given_up() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                GivenUpConnections.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("it ended").isTrue();
      assertThat(Files.readString(folder.resolve("output"))).contains(GivenUpConnections.DONE);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void watchCommits(Database database, AtomicInteger commits) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      connection
          .unwrap(SQLiteConnection.class)
          .addCommitListener(
              new SQLiteCommitListener() {
                @Override
                public void onCommit() {
                  commits.incrementAndGet();
                }

                @Override
                public void onRollback() {}
              });
    }
  }

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("ledger.db");
  }

  private static void insert(Database database, String word, boolean fails) {
    database.write(
        sql -> {
          sql.update("INSERT INTO note (word) VALUES (?)", word);
          if (fails) {
            throw new IllegalStateException(word);
          }
          return word;
        });
  }

  private static String words(Database database) {
    return database.read(
        sql -> String.join(",", sql.list("SELECT word FROM note", row -> row.getString("word"))));
  }
}
