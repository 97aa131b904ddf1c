package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import payout.batch.Checkpoint;
import payout.ledger.BatchRecord;
import payout.ledger.StatusLedger;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/**
 * Another process locks the ledger for longer than a writer waits, just when a step is about to
 * write: nothing that was claimed is left behind, no outcome is lost, and the service recovers
 * without help.
 */
class LockedLedgerTest {

  /** A writer gives up after 20 s. */
  private static final long LOCKED_MS = 23_000;

  private static final int BATCHES = 6;

  @TempDir private Path folder;
  private RunningService service;

  @BeforeEach
  void start() {
    service = RunningService.in(folder).with("PAYOUT_BATCH_LINES_MAX", "1").start();
  }

  @AfterEach
  void stop() {
    Checkpoint.watch(null);
    service.close();
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource(
      value = Checkpoint.class,
      names = {"FILE_ARCHIVED", "BATCH_POSTED", "OUTPUT_RENAMED"})
  void goes_on_without_help_when_the_ledger_was_locked(Checkpoint step) throws Exception {
    CompletableFuture<Void> unlocked = lockAt(step);

    service.drop("locked.csv", PayoutFile.lines("LOCKED", BATCHES));

    unlocked.get();
    assertThat(service.awaitResult("locked").lines().filter(row -> row.contains(",PAID,")))
        .hasSize(BATCHES);
    assertThat(service.gateway().book().posts()).hasSize(BATCHES);
    assertThat(events()).doesNotContain("RECOVERED", "UNKNOWN");
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> service.ledger().status().totals().unpublished() == 0);
  }

  /** The step that records throws; nothing may be claimed on behalf of what has ended then. */
  @Test
  void no_batch_stays_behind_when_an_unknown_outcome_could_not_be_recorded() throws Exception {
    service.gateway().fault(Fault.of(FaultKind.STATUS).status(503).withoutTaking());
    CompletableFuture<Void> unlocked = lockAt(Checkpoint.BATCH_POSTED);

    service.drop("locked.csv", PayoutFile.lines("LOCKED", BATCHES));

    unlocked.get();
    assertThat(service.awaitResult("locked").lines().filter(row -> row.contains(",PAID,")))
        .hasSize(BATCHES);
    assertThat(service.gateway().book().posts()).hasSize(BATCHES + 1);
    assertThat(events()).containsOnlyOnce("UNKNOWN").doesNotContain("RECOVERED");
  }

  /** Locks the ledger for a while when a checkpoint is passed for the first time. */
  private CompletableFuture<Void> lockAt(Checkpoint step) {
    CompletableFuture<Void> unlocked = new CompletableFuture<>();
    AtomicBoolean first = new AtomicBoolean(true);
    Checkpoint.watch(
        passed -> {
          if (passed == step && first.compareAndSet(true, false)) {
            CountDownLatch locked = new CountDownLatch(1);
            Thread thread = new Thread(() -> lock(locked, unlocked), "another-process");
            thread.setDaemon(true);
            thread.start();
            await().atMost(Duration.ofSeconds(30)).until(() -> locked.getCount() == 0);
          }
        });
    return unlocked;
  }

  private void lock(CountDownLatch locked, CompletableFuture<Void> unlocked) {
    String url = "jdbc:sqlite:" + service.home().resolve("data/ledger.db") + "?busy_timeout=20000";
    try (Connection other = DriverManager.getConnection(url);
        Statement sql = other.createStatement()) {
      sql.execute("BEGIN IMMEDIATE");
      locked.countDown();
      assertThat(new CountDownLatch(1).await(LOCKED_MS, TimeUnit.MILLISECONDS)).isFalse();
      sql.execute("ROLLBACK");
      unlocked.complete(null);
    } catch (Exception e) {
      unlocked.completeExceptionally(e);
    }
  }

  private List<String> events() {
    return service.ledger().status().files(10).stream()
        .flatMap(file -> service.ledger().status().batches(file.id()).stream())
        .flatMap((BatchRecord batch) -> service.ledger().status().events(batch).stream())
        .map(StatusLedger.Event::kind)
        .toList();
  }
}
