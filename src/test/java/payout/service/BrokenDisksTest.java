package payout.service;

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
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.BatchState;
import payout.batch.FileState;
import payout.ledger.BatchRecord;
import payout.ledger.FileRecord;
import payout.ledger.sql.LedgerException;
import payout.sandbox.DeliveryRecord;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.testing.FakeGateway;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.RunningService;
import payout.testing.SettableClock;
import payout.testing.SmallDisk;

/**
 * Disks that are full or read-only, for the ledger, the outbox and the inbox: an alarm is raised,
 * nothing is lost, nothing is paid twice, and it goes on without help after the repair.
 */
class BrokenDisksTest {

  private static final Deque<SmallDisk> MOUNTED = new ArrayDeque<>();

  private static SmallDisk ledgerDisk;
  private static SmallDisk outboxDisk;
  private static SmallDisk inboxDisk;
  private static FakeGateway wire;
  private static RunningService service;
  private static SettableClock clock;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    ledgerDisk = mount(folder.resolve("home/data"));
    outboxDisk = mount(folder.resolve("home/outbox"));
    inboxDisk = mount(folder.resolve("home/inbox"));
    clock = SettableClock.ticking();
    wire = new FakeGateway();
    service =
        RunningService.in(folder)
            .clock(clock)
            .with("PAYOUT_GATEWAY_URL", wire.url().toString())
            .with("PAYOUT_GATEWAY_READ_TIMEOUT_MS", "60000")
            .start();
    wire.leadsTo(service.gateway().gatewayUrl());
    drop("first");
    service.awaitResult("first");
  }

  /**
   * The log of the database is cut first: in the room that it has already it could go on a while.
   */
  private static void fillLedgerDisk() throws IOException {
    String url = "jdbc:sqlite:" + service.inbox().resolveSibling("data/ledger.db");
    await()
        .atMost(RunningService.PATIENCE)
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
    if (service != null) {
      service.close();
      wire.close();
    }
    MOUNTED.forEach(SmallDisk::close);
  }

  /** The file waits in its inbox, nothing is posted, and no notify is answered success. */
  @Test
  void the_disk_of_the_ledger_is_full() throws IOException {
    service.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
    drop("taken");
    String batchNo = service.awaitTaken("taken");
    int posts = service.gateway().book().posts().size();
    double alarms = service.alarms("inbox");
    fillLedgerDisk();

    service.drop("waiting.csv", PayoutFile.lines("WAITING", 2_500));
    service.gateway().clearFaults();
    await().atMost(RunningService.PATIENCE).until(() -> service.alarms("inbox") > alarms);
    await().atMost(RunningService.PATIENCE).until(() -> !deliveries(batchNo).isEmpty());
    assertThat(deliveries(batchNo)).noneMatch(DeliveryRecord::success);
    assertThat(service.inbox().resolve("waiting.csv")).exists();
    assertThat(service.gateway().book().posts()).hasSize(posts);
    await()
        .atMost(RunningService.PATIENCE)
        .until(
            () ->
                service
                    .managed("/observe/health/ready")
                    .contains("The disk of the ledger is full."));
    ledgerDisk.free();

    assertPaidOnce("taken");
    assertThat(service.awaitResult("waiting").lines().filter(row -> row.contains(",PAID,")))
        .hasSize(2_500);
    assertThat(service.timesPaid("WAITING-00001")).isEqualTo(1);
    assertThat(deliveries(batchNo)).filteredOn(DeliveryRecord::success).isNotEmpty();
  }

  /** What the gateway answered cannot be recorded; it is kept, and recorded after the repair. */
  @Test
  void the_disk_of_the_ledger_is_full_when_an_answer_comes() throws IOException {
    service.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
    CountDownLatch isFull = new CountDownLatch(1);
    wire.spoil(
        "answered-",
        (line, truth) -> {
          isFull.await();
          line.answer(200, "text/xml", truth);
        },
        true,
        1);
    int posts = service.gateway().book().posts().size();
    double alarms = service.alarms("route");
    drop("answered");
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> service.gateway().book().posts().size() > posts);
    fillLedgerDisk();
    isFull.countDown();

    await().atMost(RunningService.PATIENCE).until(() -> service.alarms("route") > alarms);
    assertThat(batch("answered").state()).isEqualTo(BatchState.SENDING);
    ledgerDisk.free();
    service.awaitTaken("answered");
    service.gateway().clearFaults();

    assertPaidOnce("answered");
    assertThat(batch("answered").attempts()).isEqualTo(1);
  }

  /** No part of a file is in the outbox under its name before the whole file is. */
  @Test
  void the_disk_of_the_outbox_is_full() throws IOException {
    List<String> before = service.out();
    double alarms = service.alarms("route");
    outboxDisk.fill();

    drop("unheard");
    await().atMost(RunningService.PATIENCE).until(() -> service.alarms("route") > alarms);
    await().atMost(RunningService.PATIENCE).until(() -> service.timesPaid("unheard-1") == 1);
    assertThat(service.out()).isEqualTo(before);
    outboxDisk.free();

    assertPaidOnce("unheard");
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> Folders.names(service.outbox()).equals(service.out()));
  }

  @Test
  void the_outbox_is_read_only() {
    double alarms = service.alarms("route");
    outboxDisk.makeReadOnly();

    drop("unwritten");
    await().atMost(RunningService.PATIENCE).until(() -> service.alarms("route") > alarms);
    await().atMost(RunningService.PATIENCE).until(() -> service.timesPaid("unwritten-1") == 1);
    outboxDisk.makeWritable();

    assertPaidOnce("unwritten");
  }

  /** It is read and paid; that it cannot be moved is said, and makes nobody pay it again. */
  @Test
  void the_inbox_is_read_only() {
    service.stop();
    drop("stuck");
    inboxDisk.makeReadOnly();
    service.start();

    assertPaidOnce("stuck");
    await().atMost(RunningService.PATIENCE).until(() -> service.alarms("archive") > 1);
    assertThat(service.inbox().resolve("stuck.csv")).exists();
    assertThat(file("stuck").state()).isEqualTo(FileState.SETTLED);
    inboxDisk.makeWritable();

    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> !service.inbox().resolve("stuck.csv").toFile().exists());
    assertThat(Folders.names(service.inbox().resolve(".done")))
        .filteredOn(name -> name.endsWith("-stuck.csv"))
        .hasSize(1);
    assertPaidOnce("stuck");
  }

  @Test
  void the_folder_of_the_ledger_is_read_only() {
    service.stop();
    drop("early");
    ledgerDisk.makeReadOnly();

    assertThatThrownBy(service::start)
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("ledger");
    assertThat(service.inbox().resolve("early.csv")).exists();
    ledgerDisk.makeWritable();
    service.start();

    assertPaidOnce("early");
  }

  private static void drop(String file) {
    service.drop(file + ".csv", PayoutFile.of(file + "-1,a@example.com,张三,1.00,x"));
  }

  private static FileRecord file(String name) {
    return service.ledger().status().files(name + ".csv").get(0);
  }

  private static BatchRecord batch(String file) {
    return service.ledger().status().batches(file(file).id()).get(0);
  }

  private static List<DeliveryRecord> deliveries(String batchNo) {
    return service.gateway().book().deliveriesOf(batchNo);
  }

  private static void assertPaidOnce(String file) {
    assertThat(service.awaitResult(file)).contains(",PAID,");
    assertThat(service.timesPaid(file + "-1")).isEqualTo(1);
    assertThat(service.ledger().status().files(file + ".csv")).hasSize(1);
  }
}
