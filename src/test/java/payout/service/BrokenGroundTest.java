package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.sandbox.DeliveryRecord;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/**
 * Folders and the ledger fail: an alarm is raised, nothing is lost, and it goes on without help.
 */
class BrokenGroundTest {

  private static RunningService service;

  @BeforeAll
  static void start(@TempDir Path folder) {
    service = RunningService.in(folder).start();
    service.drop("first.csv", PayoutFile.of("FIRST-1,a@example.com,张三,1.00,x"));
    service.awaitResult("first");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void pays_and_publishes_later_when_there_is_no_outbox() throws IOException {
    Path aside = service.home().resolve("outbox-aside");
    Files.move(service.outbox(), aside);
    Files.writeString(service.outbox(), "a file where the folder was");
    double alarms = service.alarms("route");

    service.drop("blind.csv", PayoutFile.of("BLIND-1,a@example.com,张三,1.00,x"));
    await().atMost(RunningService.PATIENCE).until(() -> service.alarms("route") > alarms);
    await().atMost(RunningService.PATIENCE).until(() -> service.timesPaid("BLIND-1") == 1);
    Files.delete(service.outbox());
    Files.move(aside, service.outbox());

    assertThat(service.awaitResult("blind")).contains(",PAID,");
    assertThat(service.timesPaid("BLIND-1")).isEqualTo(1);
  }

  @Test
  void takes_a_file_once_when_it_cannot_be_archived() throws IOException {
    Path done = service.inbox().resolve(".done");
    Path aside = service.home().resolve("done-aside");
    Files.move(done, aside);
    Files.writeString(done, "a file where the folder was");
    double alarms = service.alarms("archive");
    double others = service.alarms("inbox");

    service.drop("stuck.csv", PayoutFile.of("STUCK-1,a@example.com,张三,1.00,x"));
    assertThat(service.awaitResult("stuck")).contains(",PAID,");
    await().atMost(RunningService.PATIENCE).until(() -> service.alarms("archive") > alarms + 1);
    assertThat(service.alarms("inbox")).as("alarms that say it again").isEqualTo(others);
    assertThat(service.inbox().resolve("stuck.csv")).exists();
    Files.delete(done);
    Files.move(aside, done);

    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> !Files.exists(service.inbox().resolve("stuck.csv")));
    assertThat(Folders.names(done)).filteredOn(name -> name.endsWith("-stuck.csv")).hasSize(1);
    assertThat(service.out()).filteredOn(name -> name.startsWith("stuck.")).hasSize(3);
    assertThat(service.timesPaid("STUCK-1")).isEqualTo(1);
  }

  /** Longer than the ledger waits for its turn (20 s), so that work really fails. */
  @Test
  void answers_no_notify_with_success_while_the_ledger_is_locked() throws Exception {
    service.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
    service.drop("locked.csv", PayoutFile.of("LOCKED-1,a@example.com,张三,1.00,x"));
    String batchNo = service.awaitTaken("locked");
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + service.home().resolve("data/ledger.db"));
        Statement sql = other.createStatement()) {
      sql.execute("BEGIN IMMEDIATE");
      service.gateway().clearFaults();
      service.drop("waiting.csv", PayoutFile.of("WAITING-1,a@example.com,张三,1.00,x"));
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> !service.gateway().book().deliveriesOf(batchNo).isEmpty());
      sql.execute("ROLLBACK");
    }

    assertThat(service.awaitResult("locked")).contains(",PAID,");
    assertThat(service.awaitResult("waiting")).contains(",PAID,");
    assertThat(service.gateway().book().deliveriesOf(batchNo).get(0).success()).isFalse();
    await("the answer, which follows what is durable")
        .atMost(RunningService.PATIENCE)
        .until(
            () ->
                service.gateway().book().deliveriesOf(batchNo).stream()
                    .anyMatch(DeliveryRecord::success));
    assertThat(service.timesPaid("LOCKED-1")).isEqualTo(1);
    assertThat(service.timesPaid("WAITING-1")).isEqualTo(1);
  }
}
