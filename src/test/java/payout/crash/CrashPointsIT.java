package payout.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.Checkpoint;
import payout.ledger.TrailReport;
import payout.sandbox.GatewaySimulator;
import payout.sandbox.SignType;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.ProductProcess;
import payout.testing.ProductionHome;
import payout.testing.Seed;

/**
 * Real processes of the distribution that die at every checkpoint, and at any moment, beside a
 * gateway whose book outlives them. Started again, each comes to the one end that its file has.
 *
 * <p>{@code payout.crash} says how many of these rounds are run: {@code sample} runs a few, drawn
 * by the seed of the run; {@code each} runs every checkpoint with files of 1 and 1001 lines; {@code
 * all} takes 1, 999, 1000, 1001 and 2500 lines, the first, second and third time that each is
 * passed, and more kills.
 */
@Tag("open-ended")
class CrashPointsIT {

  private static final String HOW_MANY = System.getProperty("payout.crash", "sample");
  private static final boolean ALL = HOW_MANY.equals("all");
  private static final boolean SAMPLE = HOW_MANY.equals("sample");
  private static final int LANES = 2;

  /** Passed on the way of an invalid or a submitted file or a statement, or by a second start. */
  private static final Set<Checkpoint> OTHER_WAYS =
      EnumSet.of(
          Checkpoint.SUBMISSION_STORED,
          Checkpoint.FILE_SUBMITTED,
          Checkpoint.SERIALS_REMOVED,
          Checkpoint.BATCH_RESTAGED,
          Checkpoint.PAY_DAY_KEPT,
          Checkpoint.WAITING_DECIDED,
          Checkpoint.DAY_CLOSED,
          Checkpoint.STATEMENT_COMPARED,
          Checkpoint.STATEMENT_TAKEN,
          Checkpoint.STATEMENT_APPLIED,
          Checkpoint.SENDING_RECOVERED,
          Checkpoint.ROWS_SEALED);

  /** Passed once by a file, whatever its size. */
  private static final Set<Checkpoint> ONCE =
      EnumSet.range(Checkpoint.LEDGER_MIGRATED, Checkpoint.FILE_ARCHIVED);

  /** Passed once or more by a file of several batches: what is ready together is noted together. */
  private static final Set<Checkpoint> TOGETHER =
      EnumSet.of(Checkpoint.OUTPUT_PUT, Checkpoint.OUTPUT_RECORDED);

  /** The ledger shows the last record a moment before the process is gone, milliseconds. */
  private static final int LAST_MOMENT = 2000;

  @TempDir private static Path folder;
  private static final Random RANDOM = new Random(Seed.of(CrashPointsIT.class));

  private static final AtomicInteger HOMES = new AtomicInteger();
  private static final AtomicInteger DEATHS = new AtomicInteger();
  private static final ConcurrentLinkedQueue<GatewaySimulator> FREE = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void startGateways() {
    for (int lane = 0; lane < LANES; lane++) {
      FREE.add(GatewaySimulator.start(ProductionHome.gateway(SignType.RSA)));
    }
  }

  @AfterAll
  static void stopGateways() {
    FREE.forEach(GatewaySimulator::close);
    System.out.println("Crash points: " + DEATHS + " processes died, in " + HOMES + " homes.");
  }

  @Test
  void pays_every_line_once_wherever_the_process_ends() throws Exception {
    List<Callable<Void>> rounds = new ArrayList<>();
    for (int lines : ALL ? List.of(1, 999, 1000, 1001, 2500) : List.of(1, 1001)) {
      for (Checkpoint point : EnumSet.complementOf(EnumSet.copyOf(OTHER_WAYS))) {
        times(point, lines).forEach(time -> rounds.add(() -> round(point, time, lines)));
      }
    }
    run("rounds over " + Checkpoint.values().length + " checkpoints", drawn(2, rounds));
  }

  @Test
  void pays_every_line_once_when_the_process_ends_off_the_usual_way() throws Exception {
    List<Callable<Void>> rounds = new ArrayList<>();
    for (int lines : ALL ? List.of(1, 999, 1000, 1001, 2500) : List.of(1, 1001)) {
      rounds.add(
          () -> round(lines, "BATCH_POSTED:1", "SENDING_RECOVERED:1", "SENDING_RECOVERED:1"));
    }
    rounds.add(() -> refusedRound("SERIALS_REMOVED:1"));
    rounds.add(() -> leftOutRound("BATCH_RESTAGED:1"));
    rounds.add(() -> approvedRound("WAITING_DECIDED:1"));
    rounds.add(() -> dayRound("DAY_CLOSED:1"));
    rounds.add(() -> sealedRound("ROWS_SEALED:1"));
    rounds.add(() -> sealedRound("ROWS_SEALED:2"));
    run(
        "rounds with a recovery, a refusal, a line left out, an approval, a day, a seal",
        drawn(1, rounds));
  }

  @Test
  void pays_every_line_once_when_it_is_killed_at_any_moment() throws Exception {
    int count = Integer.getInteger("payout.kills", ALL ? 40 : SAMPLE ? 1 : 4);
    List<Callable<Void>> rounds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int lines = 1 + RANDOM.nextInt(2500);
      List<Integer> moments = RANDOM.ints(SAMPLE ? 2 : 3, 300, 4500).boxed().toList();
      rounds.add(() -> killedRound(lines, moments));
    }
    run("rounds with kill -9", rounds);
  }

  /** So many of the rounds where this run takes a sample; else all of them. */
  private static List<Callable<Void>> drawn(int count, List<Callable<Void>> rounds) {
    if (!SAMPLE) {
      return rounds;
    }
    Collections.shuffle(rounds, RANDOM);
    return rounds.subList(0, count);
  }

  private static Stream<Integer> times(Checkpoint point, int lines) {
    if (ALL) {
      return ONCE.contains(point) ? Stream.of(1) : Stream.of(1, 2, 3);
    }
    if (ONCE.contains(point) || lines == 1) {
      return Stream.of(1);
    }
    return TOGETHER.contains(point) ? Stream.of(1, 2) : Stream.of(2);
  }

  private static Void round(Checkpoint point, int time, int lines) {
    return round(lines, point + ":" + time);
  }

  /** A home, a file, a death for each of these checkpoints, and a process that goes to the end. */
  private static Void round(int lines, String... haltAt) {
    try {
      return rounds(lines, haltAt);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(List.of(haltAt) + " with " + lines + " lines: " + e, e);
    }
  }

  private static Void rounds(int lines, String... haltAt) {
    return inHome(
        (service, number) -> {
          PayoutFile file = new PayoutFile("C" + number, lines);
          String name = "crash-" + number + ".csv";
          service.drop(name, file.text());
          for (String halt : haltAt) {
            ProductProcess process = service.start(halt);
            if (service.awaitEndOr(() -> service.isQuiet(name))
                || process.endsWithin(LAST_MOMENT)) {
              assertThat(process.exit()).as(process.lastLines()).isEqualTo(ProductProcess.HALTED);
              DEATHS.incrementAndGet();
            } else {
              process.kill();
              assertThat(mayNotBePassed(halt)).as("%s was never passed", halt).isTrue();
            }
          }
          Map<String, String> before = service.outboxFiles();
          service.start("");
          service.awaitQuiet(name);
          new OneEnd(service, name, file).holds(before);
        });
  }

  private static boolean mayNotBePassed(String halt) {
    return ALL || TOGETHER.stream().anyMatch(point -> halt.equals(point + ":2"));
  }

  private static Void killedRound(int lines, List<Integer> moments) {
    return inHome(
        (service, number) -> {
          PayoutFile file = new PayoutFile("K" + number, lines);
          String name = "killed-" + number + ".csv";
          service.drop(name, file.text());
          for (int moment : moments) {
            ProductProcess process = service.start("");
            assertThat(process.endsWithin(moment)).as(process.lastLines()).isFalse();
            process.kill();
            DEATHS.incrementAndGet();
          }
          Map<String, String> before = service.outboxFiles();
          service.start("");
          service.awaitQuiet(name);
          new OneEnd(service, name, file).holds(before);
        });
  }

  private static Void refusedRound(String haltAt) {
    return inHome(
        (service, number) -> {
          PayoutFile file = new PayoutFile("R" + number, 1001);
          String name = "refused-" + number + ".csv";
          service.drop(name, file.withRepeatedSerial());
          die(service, haltAt);
          service.start("");
          service.awaitQuiet(name);

          assertThat(service.gateway().book().timesPosted("R" + number + "-00001")).isZero();
          assertThat(service.outboxFiles().keySet().stream().map(CrashPointsIT::kind))
              .containsExactly("ack.csv", "rejects.csv");
          assertThat(Folders.names(service.inbox().resolve(".rejected"))).hasSize(1);
          assertThat(Folders.names(service.inbox().resolve(".done"))).isEmpty();
          service.drop("corrected-" + number + ".csv", file.text());
          service.awaitQuiet("corrected-" + number + ".csv");
          assertThat(service.gateway().book().timesPosted("R" + number + "-00001")).isOne();
        });
  }

  private static Void leftOutRound(String haltAt) {
    return inHome(
        (service, number) -> {
          PayoutFile file = new PayoutFile("L" + number, 1001);
          String name = "leftout-" + number + ".csv";
          service.set("PAYOUT_INBOX_ON_INVALID_LINE", "reject-line");
          service.drop(name, file.withRepeatedSerial());
          die(service, haltAt);
          service.start("");
          service.awaitQuiet(name);

          String result =
              service.outboxFiles().entrySet().stream()
                  .filter(each -> kind(each.getKey()).equals("result.csv"))
                  .map(Map.Entry::getValue)
                  .findFirst()
                  .orElseThrow();
          assertThat(result.lines()).hasSize(1 + 1002);
          assertThat(result.lines().filter(row -> row.contains(",REJECTED,SERIAL_REPEATED,")))
              .hasSize(1);
          assertThat(service.gateway().book().lines())
              .filteredOn(line -> line.serial().startsWith("L" + number + "-"))
              .hasSize(1001);
        });
  }

  private static Void approvedRound(String haltAt) {
    return inHome(
        (service, number) -> {
          PayoutFile file = new PayoutFile("A" + number, 1001);
          String name = "approved-" + number + ".csv";
          service.set("PAYOUT_APPROVAL", "required");
          service.set("PAYOUT_INBOX_OWNER", "li");
          service.set("PAYOUT_APPROVAL_FOLDER", "approvals");
          service.drop(name, file.text());
          ProductProcess process = service.start(haltAt);
          String waiting = service.awaitOut("approved-.*\\.waiting\\.csv");
          assertThat(service.gateway().book().timesPosted("A" + number + "-00001")).isZero();
          service.approve(waiting);
          awaitHalt(service, process);
          service.start("");
          service.awaitQuiet(name);
          service.awaitNames(service.inbox().resolve(".done"), 1);

          assertThat(service.gateway().book().lines())
              .filteredOn(line -> line.serial().startsWith("A" + number + "-"))
              .hasSize(1001);
          assertThat(service.outboxFiles().keySet().stream().map(CrashPointsIT::kind))
              .contains("waiting.csv", "ack.csv", "result.csv");
          assertThat(Folders.names(service.inbox().resolve(".waiting"))).isEmpty();
          service.awaitNames(service.approvals().resolve(".done"), 1);
          assertThat(Folders.names(service.approvals().resolve(".rejected"))).isEmpty();
        });
  }

  private static Void dayRound(String haltAt) {
    return inHome(
        (service, number) -> {
          String name = "yesterday-" + number + ".csv";
          service.drop(name, new PayoutFile("Y" + number, 8).text());
          service.start("");
          service.awaitQuiet(name);
          service.close();
          service.change("UPDATE payout_file SET received_at = received_at - 86400000");
          die(service, haltAt);
          assertThat(service.outboxFiles().keySet()).noneMatch(each -> each.contains("reconcile"));
          service.start("");

          assertThat(service.awaitOut("reconcile\\..*\\.csv"))
              .contains(",SETTLED,8,36.08,7,29.07,1,");
          assertThat(service.outboxFiles().keySet()).filteredOn(n -> n.contains("rec")).hasSize(1);
        });
  }

  private static Void sealedRound(String haltAt) {
    return inHome(
        (service, number) -> {
          String name = "sealed-" + number + ".csv";
          service.drop(name, new PayoutFile("T" + number, 8).text());
          die(service, haltAt);
          service.start("");
          service.awaitQuiet(name);

          TrailReport report = service.awaitSealed();
          assertThat(report.isWhole()).as("%s", report).isTrue();
          assertThat(report.pending()).isZero();
          assertThat(report.head().number()).isGreaterThan(1);
        });
  }

  private static void die(RestartedService service, String haltAt) {
    awaitHalt(service, service.start(haltAt));
  }

  private static void awaitHalt(RestartedService service, ProductProcess process) {
    assertThat(service.awaitEndOr(() -> false)).isTrue();
    assertThat(process.exit()).as(process.lastLines()).isEqualTo(ProductProcess.HALTED);
    DEATHS.incrementAndGet();
  }

  private static String kind(String name) {
    return name.replaceFirst("^[^.]+\\.[0-9a-f]{8}\\.", "");
  }

  private static Void inHome(Story story) {
    int number = HOMES.incrementAndGet();
    GatewaySimulator gateway = FREE.remove();
    try (RestartedService service = new RestartedService(folder.resolve("h" + number), gateway)) {
      story.run(service, number);
      return null;
    } finally {
      FREE.add(gateway);
    }
  }

  /** Runs rounds side by side; the first that fails is shown. */
  private static void run(String what, List<Callable<Void>> rounds) throws Exception {
    long start = System.nanoTime();
    ExecutorService lanes = Executors.newFixedThreadPool(LANES);
    List<String> broken = new ArrayList<>();
    try {
      for (Future<Void> round : lanes.invokeAll(rounds)) {
        try {
          round.get();
        } catch (ExecutionException e) {
          broken.add(e.getCause().toString());
        }
      }
    } finally {
      lanes.shutdown();
    }
    long seconds = (System.nanoTime() - start) / 1_000_000_000L;
    System.out.println("Crash points: " + rounds.size() + " " + what + " in " + seconds + " s.");
    assertThat(broken).isEmpty();
  }

  /** What happens in one home. */
  private interface Story {
    void run(RestartedService service, int number);
  }
}
