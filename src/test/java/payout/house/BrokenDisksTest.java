package payout.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.BatchState;
import payout.batch.FileState;
import payout.batch.TestClock;
import payout.ledger.BatchRecord;
import payout.ledger.FileRecord;
import payout.ledger.LedgerException;
import payout.sandbox.DeliveryRecord;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;

/**
 * Disks that are full or read-only, for the ledger, the outbox and the inbox: a person is called,
 * nothing is lost, nothing is paid twice, and it goes on by itself after the repair.
 */
class BrokenDisksTest {

  private static final Deque<SmallDisk> MOUNTED = new ArrayDeque<>();

  private static SmallDisk ledgerDisk;
  private static SmallDisk outboxDisk;
  private static SmallDisk inboxDisk;
  private static RunningHouse house;
  private static TestClock clock;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    ledgerDisk = mount(folder.resolve("home/data"));
    outboxDisk = mount(folder.resolve("home/outbox"));
    inboxDisk = mount(folder.resolve("home/inbox"));
    clock = TestClock.ticking();
    house = RunningHouse.in(folder).clock(clock).start();
    drop("first");
    house.awaitResult("first");
  }

  /**
   * The log of the database is cut first: in the room that it has already it could go on a while.
   */
  private static void fillLedgerDisk() throws IOException {
    String url = "jdbc:sqlite:" + house.inbox().resolveSibling("data/ledger.db");
    await()
        .atMost(RunningHouse.PATIENCE)
        .until(
            () -> {
              try (Connection ledger = DriverManager.getConnection(url);
                  Statement cut = ledger.createStatement();
                  ResultSet busy = cut.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                return busy.next() && busy.getInt(1) == 0;
              }
            });
    ledgerDisk.fill();
  }

  private static SmallDisk mount(Path folder) throws IOException {
    SmallDisk disk = SmallDisk.on(folder, "8m");
    MOUNTED.push(disk);
    return disk;
  }

  @AfterAll
  static void stop() {
    if (house != null) {
      house.close();
    }
    MOUNTED.forEach(SmallDisk::close);
  }

  /** The file waits in its inbox, nothing is posted, and no notify is told success. */
  @Test
  void the_disk_of_the_ledger_is_full() throws IOException {
    house.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
    drop("taken");
    String batchNo = house.awaitTaken("taken");
    int posts = house.gateway().book().posts().size();
    double alarms = house.alarms("route");
    fillLedgerDisk();

    house.drop("waiting.csv", PayoutFiles.lines("WAITING", 2_500));
    house.gateway().clearFaults();
    await().atMost(RunningHouse.PATIENCE).until(() -> house.alarms("route") > alarms);
    await().atMost(RunningHouse.PATIENCE).until(() -> !deliveries(batchNo).isEmpty());
    assertThat(deliveries(batchNo)).noneMatch(DeliveryRecord::success);
    assertThat(house.inbox().resolve("waiting.csv")).exists();
    assertThat(house.gateway().book().posts()).hasSize(posts);
    ledgerDisk.free();

    assertPaidOnce("taken");
    assertThat(house.awaitResult("waiting").lines().filter(row -> row.contains(",PAID,")))
        .hasSize(2_500);
    assertThat(house.timesPaid("WAITING-00001")).isEqualTo(1);
    assertThat(deliveries(batchNo)).filteredOn(DeliveryRecord::success).isNotEmpty();
  }

  /** What the gateway answered cannot be recorded; it is kept, and recorded after the repair. */
  @Test
  void the_disk_of_the_ledger_is_full_when_an_answer_comes() throws IOException {
    house.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
    house.gateway().fault(Fault.of(FaultKind.DELAY).millis(2_000));
    int posts = house.gateway().book().posts().size();
    double alarms = house.alarms("route");
    drop("answered");
    await()
        .atMost(RunningHouse.PATIENCE)
        .until(() -> house.gateway().book().posts().size() > posts);
    fillLedgerDisk();

    await().atMost(RunningHouse.PATIENCE).until(() -> house.alarms("route") > alarms);
    assertThat(batch("answered").state()).isEqualTo(BatchState.SENDING);
    ledgerDisk.free();
    house.awaitTaken("answered");
    house.gateway().clearFaults();

    assertPaidOnce("answered");
    assertThat(batch("answered").attempts()).isEqualTo(1);
  }

  /** Nothing of a file stands in the outbox under its name before the whole of it does. */
  @Test
  void the_disk_of_the_outbox_is_full() throws IOException {
    List<String> before = house.out();
    double alarms = house.alarms("route");
    outboxDisk.fill();

    drop("unheard");
    await().atMost(RunningHouse.PATIENCE).until(() -> house.alarms("route") > alarms);
    await().atMost(RunningHouse.PATIENCE).until(() -> house.timesPaid("unheard-1") == 1);
    assertThat(house.out()).filteredOn(name -> !name.startsWith(".")).isEqualTo(before);
    outboxDisk.free();

    assertPaidOnce("unheard");
    assertThat(house.out()).noneMatch(name -> name.startsWith("."));
  }

  @Test
  void the_outbox_is_read_only() {
    double alarms = house.alarms("route");
    outboxDisk.makeReadOnly();

    drop("unwritten");
    await().atMost(RunningHouse.PATIENCE).until(() -> house.alarms("route") > alarms);
    await().atMost(RunningHouse.PATIENCE).until(() -> house.timesPaid("unwritten-1") == 1);
    outboxDisk.makeWritable();

    assertPaidOnce("unwritten");
  }

  /** It is read and paid; that it cannot be moved is said, and makes nobody pay it again. */
  @Test
  void the_inbox_is_read_only() {
    house.stop();
    drop("stuck");
    inboxDisk.makeReadOnly();
    house.start();

    assertPaidOnce("stuck");
    await().atMost(RunningHouse.PATIENCE).until(() -> house.alarms("archive") > 1);
    assertThat(house.inbox().resolve("stuck.csv")).exists();
    assertThat(file("stuck").state()).isEqualTo(FileState.SETTLED);
    inboxDisk.makeWritable();

    await()
        .atMost(RunningHouse.PATIENCE)
        .until(() -> !house.inbox().resolve("stuck.csv").toFile().exists());
    assertThat(Folders.names(house.inbox().resolve(".done")))
        .filteredOn(name -> name.endsWith("-stuck.csv"))
        .hasSize(1);
    assertPaidOnce("stuck");
  }

  @Test
  void the_folder_of_the_ledger_is_read_only() {
    house.stop();
    drop("early");
    ledgerDisk.makeReadOnly();

    assertThatThrownBy(house::start)
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("ledger");
    assertThat(house.inbox().resolve("early.csv")).exists();
    ledgerDisk.makeWritable();
    house.start();

    assertPaidOnce("early");
  }

  private static void drop(String file) {
    house.drop(file + ".csv", PayoutFiles.of(file + "-1,a@example.com,张三,1.00,x"));
  }

  private static FileRecord file(String name) {
    return house.ledger().status().files(name + ".csv").get(0);
  }

  private static BatchRecord batch(String file) {
    return house.ledger().status().batches(file(file).id()).get(0);
  }

  private static List<DeliveryRecord> deliveries(String batchNo) {
    return house.gateway().book().deliveriesOf(batchNo);
  }

  private static void assertPaidOnce(String file) {
    assertThat(house.awaitResult(file)).contains(",PAID,");
    assertThat(house.timesPaid(file + "-1")).isEqualTo(1);
    assertThat(house.ledger().status().files(file + ".csv")).hasSize(1);
  }
}
