package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.Checkpoint;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.batch.Language;
import payout.batch.Money;
import payout.batch.Payer;
import payout.batch.PayoutLine;
import payout.batch.RequestCharset;
import payout.ledger.BatchRecord;
import payout.ledger.ClaimLostException;
import payout.ledger.FileClaim;
import payout.ledger.FileRecord;
import payout.ledger.IntakeLedger;
import payout.ledger.Ledger;
import payout.ledger.Reception;
import payout.ledger.sql.LedgerAddress;
import payout.testing.PostgresServer;
import payout.testing.Seed;

/**
 * Several nodes take the files of one folder side by side, over one PostgreSQL. The files share
 * serials and bytes; nodes die, or freeze for longer than a lease and go on. Time runs fast, so
 * that leases end.
 */
class SideBySideTest {

  private static final int NODES = 3;
  private static final int FILES = 45;
  private static final int SERIALS = 90;
  private static final int TIMES_FASTER = 20;
  private static final long FREEZE_NS = TimeUnit.MILLISECONDS.toNanos(1_500);
  private static final int PATIENCE_S = 240;

  /** The node whose thread this is. */
  private static final ThreadLocal<Node> RUNNING = new ThreadLocal<>();

  @TempDir private Path folder;

  private final Random random = new Random(Seed.of(SideBySideTest.class));
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ChinaClock clock = new ChinaClock(new FastClock());
  private final LedgerAddress address =
      new LedgerAddress(PostgresServer.newSchema(), "postgres", "");
  private final Map<String, List<String>> files = new TreeMap<>();
  private final AtomicInteger deaths = new AtomicInteger();
  private final AtomicInteger losses = new AtomicInteger();
  private Path inbox;
  private Path done;

  @AfterEach
  void end() {
    Checkpoint.watch(null);
    threads.shutdownNow();
  }

  @RepeatedTest(2)
  void a_serial_is_accepted_once_and_no_file_is_refused_without_a_twin() throws Exception {
    inbox = Files.createDirectory(folder.resolve("inbox"));
    done = Files.createDirectory(folder.resolve("done"));
    Ledger.run(address, "production", clock).close();
    drop();
    Checkpoint.watch(
        passed -> {
          if (RUNNING.get() != null) {
            RUNNING.get().meets(passed);
          }
        });

    List<Future<?>> nodes = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      Node node = new Node(i, random.nextLong());
      nodes.add(threads.submit(node));
    }
    for (Future<?> node : nodes) {
      node.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    System.out.println(deaths + " deaths, " + losses + " files lost to another node");
    check();
  }

  /** Some files have the bytes of another one; a file repeats no serial of its own. */
  private void drop() throws IOException {
    String text = "";
    List<String> serials = List.of();
    for (int i = 0; i < FILES; i++) {
      if (i % 9 > 1) {
        serials = serials();
        text = text(serials);
      }
      String name = "f" + i + ".csv";
      if (!serials.isEmpty()) {
        Files.writeString(inbox.resolve(name), text);
        files.put(name, serials);
      }
    }
  }

  private List<String> serials() {
    Set<String> serials = new TreeSet<>();
    int count = 1 + random.nextInt(5);
    while (serials.size() < count) {
      serials.add("S-" + random.nextInt(SERIALS));
    }
    List<String> shuffled = new ArrayList<>(serials);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  private static String text(List<String> serials) {
    StringBuilder text = new StringBuilder(IntakeFixture.HEADER);
    serials.forEach(serial -> text.append(serial).append(",a@example.com,Zhang San,1.00,\n"));
    return text.toString();
  }

  private void check() throws IOException {
    try (Ledger ledger = Ledger.beside(address, clock)) {
      Map<String, FileRecord> records = new HashMap<>();
      for (FileRecord file : ledger.status().files(1000)) {
        assertThat(records.put(file.name(), file)).as("rows of " + file.name()).isNull();
      }
      assertThat(records.keySet()).isEqualTo(files.keySet());
      Map<String, String> paidBy = new HashMap<>();
      Map<String, Set<String>> paid = new HashMap<>();
      for (FileRecord file : records.values()) {
        for (BatchRecord batch : ledger.status().batches(file.id())) {
          assertThat(file.state()).isEqualTo(FileState.ACCEPTED);
          for (PayoutLine line : ledger.status().content(batch.id()).lines()) {
            assertThat(paidBy.put(line.serial(), file.name()))
                .as(line.serial() + " of " + file.name() + " is paid by another file")
                .isNull();
            assertThat(ledger.status().lines(line.serial())).hasSize(1);
            paid.computeIfAbsent(file.name(), name -> new HashSet<>()).add(line.serial());
          }
        }
      }
      assertThat(paidBy).isNotEmpty();
      for (FileRecord file : records.values()) {
        checkDecision(file, paidBy, paid.getOrDefault(file.name(), Set.of()));
      }
      checkSameBytes(records.values());
    }
    try (Stream<Path> left = Files.list(inbox);
        Stream<Path> moved = Files.list(done)) {
      assertThat(left).isEmpty();
      assertThat(moved).hasSize(files.size());
    }
  }

  private void checkDecision(FileRecord file, Map<String, String> paidBy, Set<String> paid) {
    List<String> serials = files.get(file.name());
    switch (file.state()) {
      case ACCEPTED -> {
        assertThat(paid).containsExactlyInAnyOrderElementsOf(serials);
        assertThat(file.lines()).isEqualTo(serials.size());
      }
      case REJECTED -> {
        assertThat(file.reason()).contains("SERIAL_USED");
        assertThat(serials).as(file.name() + " has no twin").anyMatch(paidBy::containsKey);
      }
      default -> assertThat(file.state()).isEqualTo(FileState.DUPLICATE);
    }
  }

  private static void checkSameBytes(Iterable<FileRecord> records) {
    Map<String, List<FileState>> byBytes = new HashMap<>();
    for (FileRecord file : records) {
      byBytes.computeIfAbsent(file.sha256(), bytes -> new ArrayList<>()).add(file.state());
    }
    assertThat(byBytes.values())
        .allSatisfy(
            states -> {
              if (states.contains(FileState.ACCEPTED)) {
                assertThat(states).containsOnlyOnce(FileState.ACCEPTED);
                assertThat(states).doesNotContain(FileState.REJECTED);
              } else {
                assertThat(states).containsOnly(FileState.REJECTED);
              }
            });
  }

  /** A process that takes files until none is left; it dies, and starts again, now and then. */
  private final class Node implements Runnable {

    private final int number;
    private final Random random;
    private Ledger ledger;
    private IntakeLedger intakeLedger;
    private Intake intake;

    Node(int number, long seed) {
      this.number = number;
      this.random = new Random(seed);
    }

    @Override
    public void run() {
      start();
      RUNNING.set(this);
      List<Path> left = list();
      while (!left.isEmpty()) {
        for (Path file : left) {
          try {
            take(file);
          } catch (Killed e) {
            deaths.incrementAndGet();
            ledger.close();
            start();
          }
        }
        left = list();
      }
      RUNNING.remove();
      ledger.close();
    }

    private void start() {
      RUNNING.remove();
      ledger = Ledger.beside(address, clock);
      intakeLedger = ledger.intake(Language.EN);
      intake = new Intake(rules(), intakeLedger);
      RUNNING.set(this);
    }

    /** Dies or freezes at every fortieth place or so. */
    void meets(Checkpoint passed) {
      int fate = random.nextInt(40);
      if (fate == 0) {
        throw new Killed();
      }
      if (fate == 1) {
        LockSupport.parkNanos(FREEZE_NS);
      }
    }

    private List<Path> list() {
      try (Stream<Path> left = Files.list(inbox)) {
        List<Path> shuffled = new ArrayList<>(left.toList());
        Collections.shuffle(shuffled, random);
        return shuffled;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void take(Path file) {
      String name = file.getFileName().toString();
      Optional<FileClaim> claim = ledger.claims().claim("inbox", name);
      if (claim.isEmpty()) {
        return;
      }
      Checkpoint.FILE_CLAIMED.pass();
      try (OpenFile open = OpenFile.open(file, ReadWatch.NONE)) {
        open.onProgress(claim.get()::beat);
        FileRecord decided = decide(claim.get(), intake.inspect(open, "inbox", name));
        Checkpoint.FILE_DECIDED.pass();
        move(file, claim.get(), decided);
      } catch (ClaimLostException | FileChangedException e) {
        losses.incrementAndGet();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      claim.get().release();
    }

    private FileRecord decide(FileClaim claim, InboxFile arrived) throws IOException {
      Reception reception = intakeLedger.arrive(claim, intake.arrival(arrived));
      Checkpoint.FILE_ARRIVED.pass();
      if (reception instanceof Reception.Decided) {
        return reception.file();
      }
      try (IntakeSession session = intake.open(reception.file(), arrived)) {
        Iterator<List<Row>> chunks = session.chunks();
        while (chunks.hasNext()) {
          session.aggregate(session.check(session.bind(chunks.next())));
        }
        return session.decide();
      } catch (ClaimLostException e) {
        intakeLedger.forget(reception.file());
        throw e;
      }
    }

    private void move(Path file, FileClaim claim, FileRecord decided) throws IOException {
      if (!claim.isHeld()) {
        return;
      }
      try {
        Files.move(file, done.resolve(file.getFileName()));
      } catch (NoSuchFileException e) {
        // it was frozen, and another node was faster
      }
      Checkpoint.FILE_MOVED.pass();
      intakeLedger.archived(decided, claim);
    }

    private IntakeRules rules() {
      return new IntakeRules(
          new Payer(
              "2088000000000001",
              "payer@example.com",
              "Payer",
              "",
              "",
              "https://gateway.example.com/gateway.do",
              RequestCharset.UTF_8),
          "auto",
          false,
          new LineLimits(
              32, Money.parse("1000000.00"), true, java.nio.charset.StandardCharsets.UTF_8),
          2,
          1000,
          1L << 20,
          Money.parse("100000000.00"),
          false,
          Language.EN,
          folder.resolve("work-" + number));
    }
  }

  /** A node ends at once. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Runs many times faster than the machine's. */
  private static final class FastClock extends Clock {

    private final Instant start = Instant.parse("2026-03-10T02:00:00Z");
    private final long startNs = System.nanoTime();

    @Override
    public Instant instant() {
      return start.plusNanos((System.nanoTime() - startNs) * TIMES_FASTER);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
