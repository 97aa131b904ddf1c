package payout.route;

import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.BatchState;
import payout.batch.FileState;
import payout.ledger.AuditKind;
import payout.ledger.LedgerNumbers;
import payout.ledger.LedgerNumbers.Sum;
import payout.ledger.MeterLedger;
import payout.ledger.sql.LedgerException;

/**
 * The meters that need the ledger or a disk.
 *
 * <p>A thread of their own reads them all together every few seconds, and a scrape shows what was
 * read last, with its age: it never waits for the ledger. Reading takes at most a twentieth of the
 * time, however much is open.
 */
final class LedgerMeters implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LedgerMeters.class);

  private static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(5);
  private static final long SIZE_PERIOD_NS = TimeUnit.MINUTES.toNanos(1);

  /** How many times as long as a reading took there is none. */
  private static final int REST = 19;

  private static final int END_S = 5;
  private static final int MILLIS = 3;

  private final Source ledger;
  private final DiskMeters disks;
  private final LongSupplier nanos;
  private final Map<AuditKind, Long> acts = new EnumMap<>(AuditKind.class);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private volatile Counters counters = new Counters(() -> null);
  private volatile LedgerNumbers numbers;
  private volatile Map<String, Long> left = Map.of();
  private volatile Long bytes;
  private volatile boolean up;
  private volatile long readAt;
  private long sizeReadAt;

  /** Meters of this ledger and these disks; nothing is read before {@link #start}. */
  LedgerMeters(MeterLedger ledger, DiskMeters disks, LongSupplier nanos) {
    this(
        new Source() {
          @Override
          public LedgerNumbers read() {
            return ledger.read();
          }

          @Override
          public long bytes() {
            return ledger.bytes();
          }

          @Override
          public long now() {
            return ledger.now();
          }
        },
        disks,
        nanos);
  }

  LedgerMeters(Source ledger, DiskMeters disks, LongSupplier nanos) {
    this.ledger = ledger;
    this.disks = disks;
    this.nanos = nanos;
    this.readAt = nanos.getAsLong();
    this.sizeReadAt = readAt - SIZE_PERIOD_NS;
    this.thread = new Thread(this::readAlways, "payout-meters");
    thread.setDaemon(true);
  }

  /** Reads now and then every few seconds. */
  void start() {
    thread.start();
  }

  void register(MeterRegistry meters) {
    counters = new Counters(() -> meters);
    registerOpen(meters);
    registerToday(meters);
    for (String kind : LedgerNumbers.OLDEST) {
      of(meters, Meter.OLDEST, read -> seconds(read.ageMs(kind, ledger.now())), kind);
    }
    of(meters, Meter.PUBLICATIONS_WAITING, LedgerNumbers::publications);
    of(meters, Meter.SENDING_PAUSED, read -> read.paused() ? 1 : 0);
    of(meters, Meter.NODES, LedgerNumbers::nodes);
    Counters.gauge(meters, Meter.LEDGER_SIZE, () -> bytes);
    Counters.gauge(meters, Meter.LEDGER_UP, () -> up ? 1 : 0);
    Counters.gauge(meters, Meter.SNAPSHOT_AGE, this::age);
    for (String place : disks.places()) {
      Counters.gauge(meters, Meter.DISK_FREE, () -> left.get(place), place);
    }
  }

  private void registerOpen(MeterRegistry meters) {
    for (FileState state : LedgerNumbers.OPEN_FILES) {
      of(meters, Meter.FILES_OPEN, read -> read.in(state).count(), state.name());
      if (state.isWaiting()) {
        registerSum(meters, Meter.LINES_OPEN, Meter.AMOUNT_OPEN, read -> read.in(state), state);
      }
    }
    for (BatchState state : BatchState.values()) {
      if (state != BatchState.REFUSED && state != BatchState.SETTLED) {
        of(meters, Meter.BATCHES_OPEN, read -> read.in(state).count(), state.name());
        registerSum(meters, Meter.LINES_OPEN, Meter.AMOUNT_OPEN, read -> read.in(state), state);
      }
    }
  }

  private void registerToday(MeterRegistry meters) {
    for (FileState state : FileState.values()) {
      of(
          meters,
          Meter.FILES_TODAY,
          read -> read.todaysFiles().getOrDefault(state, 0L),
          state.name());
    }
    for (LedgerNumbers.Today state : LedgerNumbers.Today.values()) {
      registerSum(meters, Meter.LINES_TODAY, Meter.AMOUNT_TODAY, read -> read.in(state), state);
    }
  }

  private void registerSum(
      MeterRegistry meters,
      Meter lines,
      Meter amount,
      Function<LedgerNumbers, Sum> sum,
      Enum<?> state) {
    of(meters, lines, read -> sum.apply(read).lines(), state.name());
    of(meters, amount, read -> sum.apply(read).fen(), state.name());
  }

  private void of(
      MeterRegistry meters, Meter meter, Function<LedgerNumbers, Number> value, String... values) {
    Supplier<Number> last =
        () -> {
          LedgerNumbers read = numbers;
          return read == null ? null : value.apply(read);
        };
    Counters.gauge(meters, meter, last, values);
  }

  private Number age() {
    return seconds(TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - readAt));
  }

  private static Number seconds(long ms) {
    return BigDecimal.valueOf(ms, MILLIS);
  }

  private void readAlways() {
    try {
      long restNs;
      do {
        long begunAt = System.nanoTime();
        readOnce();
        restNs = Math.max(PERIOD_NS, REST * (System.nanoTime() - begunAt));
      } while (!closed.await(restNs, TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads everything; what cannot be read stays as it was, and grows older. */
  void readOnce() {
    try {
      LedgerNumbers read = ledger.read();
      long now = nanos.getAsLong();
      if (now - sizeReadAt >= SIZE_PERIOD_NS) {
        bytes = ledger.bytes();
        sizeReadAt = now;
      }
      left = disks.left();
      numbers = read;
      countActs(read);
      readAt = now;
      up = true;
    } catch (LedgerException e) {
      up = false;
      LOG.debug("The numbers of the ledger cannot be read now.", e);
    } catch (RuntimeException e) {
      up = false;
      LOG.warn("The numbers behind the metrics cannot be read; this is a bug of the program.", e);
    }
  }

  /** Commands have no meters of their own, so acts are counted where they are recorded. */
  private void countActs(LedgerNumbers read) {
    read.acts()
        .forEach(
            (act, count) -> {
              long before = acts.getOrDefault(act, 0L);
              if (count > before) {
                counters.add(Meter.ACTS, count - before, act.name());
                acts.put(act, count);
              }
            });
  }

  /** Ends the readings; waits a few seconds for one that is running. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(END_S));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where the numbers come from. */
  interface Source {

    /** How the ledger stands now. */
    LedgerNumbers read();

    /** Its size, bytes. */
    long bytes();

    /** The time by which it goes, milliseconds since 1970; must answer at once. */
    long now();
  }
}
