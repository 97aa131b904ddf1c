package payout.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.Checkpoint;
import payout.batch.ChinaClock;
import payout.crash.SimulatedGateway.Notice;
import payout.testing.FastDisk;
import payout.testing.PayoutFile;
import payout.testing.QuietLog;
import payout.testing.Seed;
import payout.testing.SettableClock;

/**
 * A process ends at one checkpoint, and the next one, which recovers from that, at another.
 *
 * <p>A sample in which each checkpoint is first and second, once or, with {@code
 * -Dpayout.crash=each}, three times; {@code all} takes every ordered pair. See {@link PowerCut} for
 * why an end within this JVM is as good as a real one.
 */
@Tag("open-ended")
@ExtendWith(QuietLog.class)
class CrashPairsTest {

  private static final String HOW_MANY = System.getProperty("payout.crash", "sample");
  private static final int PAIRS_OF_A_POINT =
      switch (HOW_MANY) {
        case "sample" -> 1;
        case "each" -> 3;
        default -> Checkpoint.values().length;
      };

  /** Which pairs these are, another choice at every run. */
  private final int shift =
      Math.floorMod(Seed.of(CrashPairsTest.class), Checkpoint.values().length);

  @TempDir(factory = FastDisk.class)
  private Path folder;

  @Test
  void reaches_the_same_end_when_the_recovery_from_a_crash_crashes_too() {
    Checkpoint[] points = Checkpoint.values();
    List<String> broken = new ArrayList<>();
    int pairs = 0;
    for (Checkpoint first : points) {
      for (Checkpoint second : points) {
        if (isInSample(first, second)) {
          pairs++;
          List<String> wrongs = run(first, second);
          if (!wrongs.isEmpty()) {
            broken.add(first + " then " + second + ": " + wrongs);
          }
        }
      }
    }

    System.out.printf(
        "Crash pairs: %d of %d ordered pairs of %d checkpoints.%n",
        pairs, points.length * points.length, points.length);
    assertThat(broken).isEmpty();
  }

  /** Each distance between the two makes every checkpoint the first once, and the second once. */
  private boolean isInSample(Checkpoint first, Checkpoint second) {
    int count = Checkpoint.values().length;
    int distance = Math.floorMod(second.ordinal() - first.ordinal() - shift, count);
    return distance < PAIRS_OF_A_POINT;
  }

  private List<String> run(Checkpoint first, Checkpoint second) {
    SettableClock clock = SettableClock.standing(Instant.parse("2026-03-01T02:00:00Z"));
    SimulatedGateway gateway = new SimulatedGateway(clock, new Random(first.ordinal() * 100L));
    try (PowerSwitch power = new PowerSwitch();
        SimulatedService service =
            new SimulatedService(folder.resolve(first + "-" + second), clock, gateway, power, 2)) {
      SimulationAudit audit = new SimulationAudit(service, gateway);
      if (first.compareTo(Checkpoint.LEDGER_STAMPED) > 0) {
        service.beginMigrated();
      }
      service.leavesOutLines();
      service.needsApproval();
      if ((first.ordinal() + second.ordinal()) % 2 == 0) {
        service.takesSubmissionsFirst();
      }
      drop(service, "A", clock);
      power.cutAt(first, 1);
      service.start();
      turnsUntil(1, service, gateway, audit, clock);
      if (service.deaths() != 1) {
        audit.wrong(first + " was never passed");
      }
      drop(service, "B", clock);
      power.cutAt(second, 1);
      service.start();
      turnsUntil(2, service, gateway, audit, clock);
      if (service.deaths() != 2) {
        audit.wrong(second + " was never passed");
      }
      power.never();
      service.startAnyhow();
      turnsUntil(3, service, gateway, audit, clock);
      clock.move(Duration.ofHours(2));
      service.clean();
      audit.everythingAtTheEnd(6);
      if (service.outputs().keySet().stream().noneMatch(name -> name.startsWith("reconcile."))) {
        audit.wrong("no day was closed");
      }
      List<String> wrongs = new ArrayList<>(service.wrongs());
      wrongs.addAll(gateway.wrongs());
      wrongs.addAll(audit.wrongs());
      return wrongs;
    }
  }

  /** Turns of every route until the process died so often, or all is quiet. */
  private static void turnsUntil(
      int deaths,
      SimulatedService service,
      SimulatedGateway gateway,
      SimulationAudit audit,
      SettableClock clock) {
    for (int turn = 0; turn < 20 && service.deaths() < deaths; turn++) {
      service.lookAtInbox();
      service.submit();
      for (Notice notice : List.copyOf(gateway.notices())) {
        if (!notice.done && service.isRunning()) {
          notice.done = service.take(notice, "true");
          audit.answered(notice, notice.done);
        }
      }
      service.approve();
      service.lookAtStatements();
      service.tidy();
      service.publish();
      if (service.isRunning() && audit.isQuiet()) {
        clock.move(Duration.ofDays(1));
        service.tidy();
        service.publish();
      }
      if (service.isRunning() && audit.isQuiet()) {
        return;
      }
      clock.move(Duration.ofMinutes(1));
    }
  }

  /**
   * A valid file that names its day, one of which a line is left out, one that is refused, one by
   * the console, and a statement of the account.
   */
  private static void drop(SimulatedService service, String name, SettableClock clock) {
    PayoutFile valid = new PayoutFile(name, 3);
    PayoutFile other = new PayoutFile(name + "L", 3);
    String refused = new PayoutFile(name + "R", 2).text().replace("#total,2,", "#total,9,");
    String today = "@" + new ChinaClock(clock).today();
    service.drop(name + "-valid" + today + ".csv", valid.text().getBytes(UTF_8));
    service.drop(name + "-left-out.csv", other.withRepeatedSerial().getBytes(UTF_8));
    service.drop(name + "-refused.csv", refused.getBytes(UTF_8));
    service.submitLater(
        name + "-submitted.csv", new PayoutFile(name + "S", 3).text().getBytes(UTF_8));
    service.dropStatement(name);
  }
}
