package payout.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import payout.batch.BatchState;
import payout.batch.ChinaClock;
import payout.batch.LineState;
import payout.crash.SimulatedGateway.Notice;
import payout.crash.SimulatedGateway.Shape;
import payout.ledger.Act;
import payout.ledger.ActRefusedException;
import payout.ledger.BatchRecord;
import payout.ledger.FileRecord;
import payout.ledger.Settlement;
import payout.ledger.StatusLedger;
import payout.ledger.sql.LedgerException;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.SettableClock;

/**
 * One life of the service, drawn from one seed: files, faults of gateway, net, disk and ledger,
 * deaths, jumps of the clock, acts of operators. Then the faults stop, and it runs until it is
 * quiet.
 */
final class Simulation implements AutoCloseable {

  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
  private static final Instant START = Instant.parse("2026-03-01T02:00:00Z");
  private static final List<String> TABLES =
      List.of(
          "payout_file",
          "batch",
          "batch_lines",
          "batch_results",
          "serial_page",
          "submission",
          "submission_chunk",
          "notify",
          "publication",
          "event",
          "lease",
          "accepted_day",
          "closed_day",
          "pause");

  private final Random random;

  /** Its own, so that the rest of a story does not depend on which files name a day. */
  private final Random dates;

  private final SettableClock clock = SettableClock.standing(START);
  private final PowerSwitch power = new PowerSwitch();
  private final SimulatedGateway gateway;
  private final SimulatedService service;
  private final SimulationAudit audit;
  private final StringBuilder story = new StringBuilder();
  private final List<byte[]> dropped = new ArrayList<>();
  private int drops;
  private int submissions;
  private int serials;
  private int acts;
  private int diskFaults;
  private int waited;
  private boolean diskFails;

  Simulation(long seed, Path folder) {
    this.random = new Random(seed);
    this.dates = new Random(~seed);
    this.gateway = new SimulatedGateway(clock, random);
    this.service = new SimulatedService(folder, clock, gateway, power, 1 + random.nextInt(8));
    this.audit = new SimulationAudit(service, gateway);
    service.whileInFlight(this::whileInFlight);
    switch (random.nextInt(3)) {
      case 0 -> service.needsApproval();
      case 1 -> service.limitsTheDay();
      default -> {}
    }
    if (random.nextBoolean()) {
      service.takesSubmissionsFirst();
    }
  }

  /** Lives; what it saw that must never be. */
  List<String> run() {
    gateway.behaves(false);
    service.startAnyhow();
    int turns = 40 + random.nextInt(60);
    for (int turn = 0; turn < turns; turn++) {
      turn();
      if (turn % 8 == 0 && service.isRunning()) {
        audit.nothingFinalChanged();
      }
    }
    recoverFromAll();
    untilQuiet();
    clock.move(Duration.ofHours(2));
    service.clean();
    audit.everythingAtTheEnd(drops);
    waited = audit.waitedForTheLimit();
    List<String> wrongs = new ArrayList<>(service.wrongs());
    wrongs.addAll(gateway.wrongs());
    wrongs.addAll(audit.wrongs());
    return wrongs;
  }

  /** What happened, the same for the same seed. */
  String story() {
    return story.toString();
  }

  int deaths() {
    return service.deaths();
  }

  int posts() {
    return gateway.posts();
  }

  int drops() {
    return drops + submissions;
  }

  int acts() {
    return acts;
  }

  int diskFaults() {
    return diskFaults;
  }

  /** Files that had to wait for the limit of a day. */
  int waited() {
    return waited;
  }

  PowerSwitch power() {
    return power;
  }

  @Override
  public void close() {
    service.close();
    power.close();
  }

  private void turn() {
    clock.move(Duration.ofMillis(1 + random.nextInt(20_000)));
    if (!service.isRunning()) {
      repairDisk();
      record("start");
      if (random.nextInt(4) == 0) {
        power.cutAt(null, 1 + random.nextInt(6));
      }
      service.start();
      return;
    }
    switch (random.nextInt(22)) {
      case 0, 1 -> dropNew();
      case 2 -> dropAgain();
      case 3 -> dropRetry();
      case 4, 5, 6 -> look();
      case 7, 8, 9 -> submit();
      case 10, 11, 12 -> deliver();
      case 13, 14 -> publish();
      case 15 -> moveClock();
      case 16, 17 -> operator();
      case 18 -> breakDisk();
      case 19 -> power.cutAt(null, 1 + random.nextInt(12));
      case 20 -> kill();
      default -> watch();
    }
  }

  private void look() {
    record("look");
    service.lookAtInbox();
  }

  private void submit() {
    record("submit");
    service.submit();
    gateway.lateArrival();
  }

  private void publish() {
    record("publish");
    service.outboxIsFull(random.nextInt(8) == 0);
    service.publish();
    service.outboxIsFull(false);
  }

  private void watch() {
    record("watch");
    service.watch();
    service.approve();
    service.tidy();
    service.clean();
  }

  private void kill() {
    record("kill");
    service.die();
    repairDisk();
  }

  /** A notify may be faster than the answer, or the post may arrive late, or the process die. */
  private void whileInFlight() {
    int luck = random.nextInt(8);
    if (luck == 0) {
      clock.move(Duration.ofMillis(1 + random.nextInt(120_000)));
    } else if (luck == 1) {
      deliver();
    }
  }

  private void dropNew() {
    StringBuilder text = new StringBuilder(PayoutFile.HEADER);
    int lines = 1 + random.nextInt(20);
    for (int i = 0; i < lines; i++) {
      boolean old = serials > 0 && random.nextInt(60) == 0;
      int serial = old ? 1 + random.nextInt(serials) : ++serials;
      String amount = random.nextInt(150) == 0 ? "0.001" : (1 + random.nextInt(900)) + ".07";
      text.append(String.format(Locale.ROOT, "S-%05d,payee-%d@example.com,", serial, serial));
      text.append("收款人,").append(amount).append(",工资\n");
    }
    dropped.add(text.toString().getBytes(UTF_8));
    drop("new-" + drops + payOn() + ".csv", dropped.get(dropped.size() - 1));
  }

  /** Some files are to be paid today or on one of the next two days. */
  private String payOn() {
    return dates.nextInt(6) > 0
        ? ""
        : "@" + new ChinaClock(clock).today().plusDays(dates.nextInt(3));
  }

  private void dropAgain() {
    if (!dropped.isEmpty()) {
      byte[] same = dropped.get(random.nextInt(dropped.size()));
      drop(random.nextBoolean() ? "same-" + drops + ".csv" : "same.csv", same);
    }
  }

  private void dropRetry() {
    List<String> retries =
        service.outputs().keySet().stream().filter(name -> name.endsWith(".retry.csv")).toList();
    if (!retries.isEmpty()) {
      String name = retries.get(random.nextInt(retries.size()));
      drop("retry-" + drops + ".csv", service.outputs().get(name).getBytes(UTF_8));
    }
  }

  private void drop(String name, byte[] content) {
    if (random.nextInt(4) == 0) {
      record("submit console-" + name);
      service.submitLater("console-" + submissions++ + "-" + name, content);
    } else if (!Folders.names(service.inbox()).contains(name)) {
      record("drop " + name);
      drops++;
      service.drop(name, content);
    }
  }

  private void deliver() {
    List<Notice> waiting = gateway.notices().stream().filter(notice -> !notice.done).toList();
    if (!waiting.isEmpty()) {
      boolean confirmed = random.nextInt(10) > 0;
      deliver(waiting.get(random.nextInt(waiting.size())), confirmed, random.nextInt(6) == 0);
    }
  }

  private void deliver(Notice notice, boolean confirmed, boolean answerIsLost) {
    if (!service.isRunning()
        || notice.shape == Shape.CONTRADICTION && !audit.isSettled(notice.batchNo)) {
      return;
    }
    record("notify " + notice.shape + " " + notice.batchNo + " " + notice.places.size());
    boolean success = service.take(notice, confirmed ? "true" : "false");
    record(success ? "  success" : "  fail");
    audit.answered(notice, success);
    boolean never = notice.shape == Shape.FORGED || notice.shape == Shape.OTHER_MERCHANT;
    notice.done = never || success && !answerIsLost;
  }

  private void moveClock() {
    switch (random.nextInt(6)) {
      case 0 -> clock.move(Duration.ofMinutes(random.nextInt(120)));
      case 1 -> clock.move(Duration.ofMinutes(-random.nextInt(20)));
      case 2 -> clock.move(Duration.ofHours(26));
      case 3 -> clock.move(Duration.ofHours(1));
      default -> toMidnight();
    }
    record("clock " + clock.instant());
  }

  /** A few seconds before or after the day in China ends. */
  private void toMidnight() {
    LocalTime now = clock.instant().atZone(CHINA).toLocalTime();
    long rest = 86_400_000L - now.toNanoOfDay() / 1_000_000L;
    clock.move(Duration.ofMillis(rest - 70_000L + random.nextInt(75_000)));
  }

  private void operator() {
    List<BatchRecord> batches = batches();
    if (batches.isEmpty()) {
      return;
    }
    BatchRecord batch = batches.get(random.nextInt(batches.size()));
    Act act = new Act("anna", "simulated", random.nextInt(5) == 0);
    int kind = random.nextInt(7);
    record("operator " + kind + " " + batch.batchNo() + (act.dryRun() ? " dry" : ""));
    try {
      switch (kind) {
        case 0, 1 -> service.ledger().acts().hold(batch.batchNo(), act);
        case 2 -> service.ledger().acts().release(batch.batchNo(), act);
        case 3 -> service.ledger().acts().resend(batch.batchNo(), act);
        case 4 -> settle(batch, act);
        case 5 -> service.ledger().acts().resume(SimulatedGateway.PARTNER, act);
        default -> again(batch, act);
      }
      acts++;
    } catch (ActRefusedException e) {
      record("  refused");
    } catch (LedgerException e) {
      record("  the ledger failed");
    }
  }

  /** An operator records what the gateway's own book has, and nothing else. */
  private void settle(BatchRecord batch, Act act) {
    SimulatedGateway.Batch there = gateway.book().get(batch.batchNo());
    if (there != null) {
      SimulatedGateway.Line line = there.lines().get(random.nextInt(there.lines().size()));
      LineState as = line.isPaid() ? LineState.PAID : LineState.FAILED;
      service
          .ledger()
          .acts()
          .settle(Settlement.line(batch.batchNo(), line.serial(), as).evenEarly(), act);
    }
  }

  private void again(BatchRecord batch, Act act) {
    FileRecord file = service.ledger().status().file(batch.fileId());
    service.ledger().acts().again(file.sha256(), act);
  }

  private List<BatchRecord> batches() {
    StatusLedger status = service.ledger().status();
    return status.files(1000).stream().flatMap(file -> status.batches(file.id()).stream()).toList();
  }

  /** From now on the ledger cannot write one of its tables. */
  private void breakDisk() {
    if (diskFails) {
      repairDisk();
      return;
    }
    String table = TABLES.get(random.nextInt(TABLES.size()));
    String what = random.nextBoolean() ? "INSERT" : "UPDATE";
    record("the disk fails for " + what + " of " + table);
    sql(
        "CREATE TRIGGER disk BEFORE "
            + what
            + " ON "
            + table
            + " BEGIN SELECT RAISE(ABORT, 'the disk failed'); END");
    diskFails = true;
    diskFaults++;
  }

  private void repairDisk() {
    if (diskFails) {
      record("the disk is repaired");
      sql("DROP TRIGGER disk");
      diskFails = false;
    }
  }

  private void sql(String text) {
    try (Connection connection = DriverManager.getConnection(service.address().url());
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** No fault from here on; only what an operator held needs that operator. */
  private void recoverFromAll() {
    record("the faults stop");
    power.never();
    gateway.behaves(true);
    repairDisk();
    service.startAnyhow();
    for (BatchRecord batch : batches()) {
      if (batch.state() == BatchState.HELD) {
        Act act = new Act("anna", "the end", false);
        if (batch.openLines() == batch.lines()) {
          service.ledger().acts().release(batch.batchNo(), act);
        } else {
          service.ledger().acts().isOurs(batch.batchNo(), act);
        }
      }
    }
  }

  private void untilQuiet() {
    for (int turn = 0; turn < 300; turn++) {
      service.lookAtInbox();
      service.submit();
      gateway.lateArrival();
      for (Notice notice : List.copyOf(gateway.notices())) {
        if (!notice.done) {
          deliver(notice, true, false);
        }
      }
      service.approve();
      service.tidy();
      service.publish();
      service.watch();
      if (audit.isQuiet()) {
        return;
      }
      clock.move(Duration.ofMinutes(20));
    }
    audit.wrong("I8: it never came to rest");
  }

  private void record(String what) {
    story.append(what).append('\n');
  }
}
