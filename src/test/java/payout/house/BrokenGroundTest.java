package payout.house;

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

/** Folders and the ledger fail: a person is called, nothing is lost, and it goes on by itself. */
class BrokenGroundTest {

  private static RunningHouse house;

  @BeforeAll
  static void start(@TempDir Path folder) {
    house = RunningHouse.in(folder).start();
    house.drop("first.csv", PayoutFiles.of("FIRST-1,a@example.com,张三,1.00,x"));
    house.awaitResult("first");
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  @Test
  void pays_and_tells_later_when_there_is_no_outbox() throws IOException {
    Path aside = house.home().resolve("outbox-aside");
    Files.move(house.outbox(), aside);
    Files.writeString(house.outbox(), "a file where the folder was");
    double alarms = house.alarms("route");

    house.drop("blind.csv", PayoutFiles.of("BLIND-1,a@example.com,张三,1.00,x"));
    await().atMost(RunningHouse.PATIENCE).until(() -> house.alarms("route") > alarms);
    await().atMost(RunningHouse.PATIENCE).until(() -> house.timesPaid("BLIND-1") == 1);
    Files.delete(house.outbox());
    Files.move(aside, house.outbox());

    assertThat(house.awaitResult("blind")).contains(",PAID,");
    assertThat(house.timesPaid("BLIND-1")).isEqualTo(1);
  }

  @Test
  void takes_a_file_once_when_it_cannot_be_archived() throws IOException {
    Path done = house.inbox().resolve(".done");
    Path aside = house.home().resolve("done-aside");
    Files.move(done, aside);
    Files.writeString(done, "a file where the folder was");
    double alarms = house.alarms("archive");
    double others = house.alarms("inbox");

    house.drop("stuck.csv", PayoutFiles.of("STUCK-1,a@example.com,张三,1.00,x"));
    assertThat(house.awaitResult("stuck")).contains(",PAID,");
    await().atMost(RunningHouse.PATIENCE).until(() -> house.alarms("archive") > alarms + 1);
    assertThat(house.alarms("inbox")).as("alarms that say it again").isEqualTo(others);
    assertThat(house.inbox().resolve("stuck.csv")).exists();
    Files.delete(done);
    Files.move(aside, done);

    await()
        .atMost(RunningHouse.PATIENCE)
        .until(() -> !Files.exists(house.inbox().resolve("stuck.csv")));
    assertThat(Folders.names(done)).filteredOn(name -> name.endsWith("-stuck.csv")).hasSize(1);
    assertThat(house.out()).filteredOn(name -> name.startsWith("stuck.")).hasSize(3);
    assertThat(house.timesPaid("STUCK-1")).isEqualTo(1);
  }

  /** Longer than the ledger waits for its turn (20 s), so that work really fails. */
  @Test
  void answers_no_notify_with_success_while_the_ledger_is_locked() throws Exception {
    house.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
    house.drop("locked.csv", PayoutFiles.of("LOCKED-1,a@example.com,张三,1.00,x"));
    String batchNo = house.awaitTaken("locked");
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + house.home().resolve("data/ledger.db"));
        Statement sql = other.createStatement()) {
      sql.execute("BEGIN IMMEDIATE");
      house.gateway().clearFaults();
      house.drop("waiting.csv", PayoutFiles.of("WAITING-1,a@example.com,张三,1.00,x"));
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> !house.gateway().book().deliveriesOf(batchNo).isEmpty());
      sql.execute("ROLLBACK");
    }

    assertThat(house.awaitResult("locked")).contains(",PAID,");
    assertThat(house.awaitResult("waiting")).contains(",PAID,");
    assertThat(house.gateway().book().deliveriesOf(batchNo).get(0).success()).isFalse();
    assertThat(house.gateway().book().deliveriesOf(batchNo))
        .filteredOn(DeliveryRecord::success)
        .isNotEmpty();
    assertThat(house.timesPaid("LOCKED-1")).isEqualTo(1);
    assertThat(house.timesPaid("WAITING-1")).isEqualTo(1);
  }
}
