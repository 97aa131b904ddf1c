package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerAddress;
import payout.ledger.sql.LedgerException;

/** The health of an embedded ledger, whose driver reports failures without an SQLSTATE. */
class EmbeddedHealthTest {

  private static final int WAIT_S = 20;

  @TempDir private Path folder;

  private Database database;
  private Database aside;
  private LedgerHealth health;

  @BeforeEach
  void open() {
    String url = url();
    Ledger.run(new LedgerAddress(url, "", ""), "production", ChinaClock.system()).close();
    database = Database.open(url, "", "");
    aside = database.aside();
    health = new LedgerHealth(database, aside, ChinaClock.system(), "me");
  }

  @AfterEach
  void close() {
    aside.close();
    database.close();
  }

  @Test
  void a_full_disk_that_a_write_met_is_trouble() {
    assertThatThrownBy(
            () ->
                database.write(
                    sql -> {
                      sql.number("PRAGMA max_page_count = 1");
                      return sql.update(
                          "INSERT INTO lease (name, owner, lease_until)"
                              + " VALUES ('full', zeroblob(9999999), 0)");
                    }))
        .isInstanceOf(LedgerException.class);

    troubleEndsWith("The disk of the ledger is full.");
  }

  @Test
  void a_ledger_that_may_only_be_read_is_trouble() {
    fail(SQLiteErrorCode.SQLITE_READONLY_DIRECTORY);

    troubleEndsWith("The file of the ledger, or its folder, is read-only for this process.");
  }

  @Test
  void a_disk_that_fails_is_trouble() {
    fail(SQLiteErrorCode.SQLITE_IOERR_WRITE);

    troubleEndsWith("The disk of the ledger fails.");
  }

  @Test
  void another_failure_is_none() {
    fail(SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE);

    assertThatCode(health::ask).doesNotThrowAnyException();
  }

  @Test
  void a_long_write_of_its_own_is_no_trouble() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    CompletableFuture<Boolean> write =
        CompletableFuture.supplyAsync(
            () ->
                database.write(
                    sql -> {
                      sql.update("DELETE FROM lease");
                      writing.countDown();
                      return awaitQuietly(done);
                    }));
    assertThat(writing.await(WAIT_S, TimeUnit.SECONDS)).isTrue();

    assertThatCode(health::ask).doesNotThrowAnyException();

    done.countDown();
    assertThat(write.get(WAIT_S, TimeUnit.SECONDS)).isTrue();
  }

  /** The writers of a process give up after 20 s; until then a lock is no more than a delay. */
  @Test
  void a_lock_of_another_process_is_trouble_once_a_writer_gave_up() throws SQLException {
    try (Connection other = DriverManager.getConnection(url());
        Statement lock = other.createStatement()) {
      lock.execute("BEGIN IMMEDIATE");
      assertThatCode(health::ask).doesNotThrowAnyException();
      lock.execute("ROLLBACK");
    }

    fail(SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT);

    assertThat(database.recentTrouble().orElseThrow())
        .hasMessageEndingWith("Another process has kept the ledger locked for too long.");
  }

  private void fail(SQLiteErrorCode code) {
    assertThatThrownBy(
            () ->
                database.write(
                    sql -> {
                      throw new SQLiteException("It failed.", code);
                    }))
        .isInstanceOf(LedgerException.class);
  }

  private void troubleEndsWith(String words) {
    assertThatThrownBy(health::ask).isInstanceOf(LedgerException.class).hasMessageEndingWith(words);
  }

  private static boolean awaitQuietly(CountDownLatch latch) {
    try {
      return latch.await(WAIT_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("ledger.db");
  }
}
