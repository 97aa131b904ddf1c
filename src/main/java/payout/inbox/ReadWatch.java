package payout.inbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Notices when opening or reading a file makes no progress, as on a broken network folder or a
 * FIFO.
 *
 * <p>If a FIFO replaces a file between the check and the opening, the opening waits for a writer.
 * The FIFO is then opened for writing, so that the wait ends.
 */
public final class ReadWatch implements AutoCloseable {

  /** Watches nothing; for files that are named on the command line. */
  public static final ReadWatch NONE = new ReadWatch(System::nanoTime, sentence -> {});

  private static final long ALARM_NS = TimeUnit.MINUTES.toNanos(1);
  private static final long CHECK_MS = 1000;
  private static final long FIFO_NS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanos;
  private final Consumer<String> alarm;
  private final Set<Step> steps = ConcurrentHashMap.newKeySet();
  private volatile ScheduledExecutorService checks;

  /**
   * A watch.
   *
   * @param nanos a monotonic clock, nanoseconds
   * @param alarm receives a sentence for each minute without progress
   */
  public ReadWatch(LongSupplier nanos, Consumer<String> alarm) {
    this.nanos = nanos;
    this.alarm = alarm;
  }

  /** Checks every second, on a separate thread, until it is closed. */
  public void start() {
    checks =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "payout-read-watch");
              thread.setDaemon(true);
              return thread;
            });
    checks.scheduleWithFixedDelay(this::check, CHECK_MS, CHECK_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    if (checks != null) {
      checks.shutdownNow();
    }
  }

  /** Opening or a read begins; the caller ends the step. */
  Step begin(Path path, boolean opening) {
    Step step = new Step(path, opening, nanos.getAsLong());
    steps.add(step);
    return step;
  }

  /** Checks every open step. */
  void check() {
    long now = nanos.getAsLong();
    for (Step step : steps) {
      if (step.opening && now - step.since >= FIFO_NS && step.freeing.compareAndSet(false, true)) {
        free(step);
      }
      if (now - step.since >= ALARM_NS * (step.alarms + 1)) {
        step.alarms++;
        alarm.accept(
            (step.opening ? "Opening " : "Reading ")
                + step.path
                + " has made no progress for "
                + step.alarms
                + " min. Check whether its folder still answers; "
                + (step.opening
                    ? "the other inboxes continue."
                    : "no other file is taken until it does."));
      }
    }
  }

  /** On a separate thread, because this can wait too if the FIFO is gone. */
  private static void free(Step step) {
    Thread thread =
        new Thread(
            () -> {
              openForWriting(step.path);
              step.freeing.set(false); // the name may have changed: the next check retries
            },
            "payout-free-fifo");
    thread.setDaemon(true);
    thread.start();
  }

  private static void openForWriting(Path path) {
    try {
      if (Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isOther()) {
        FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS).close();
      }
    } catch (IOException gone) {
      // then it is not a FIFO any more, and the alarm reports what still waits
    }
  }

  /** One call that may never end. */
  final class Step implements AutoCloseable {

    private final Path path;
    private final boolean opening;
    private final long since;
    private final AtomicBoolean freeing = new AtomicBoolean();
    private int alarms;

    private Step(Path path, boolean opening, long since) {
      this.path = path;
      this.opening = opening;
      this.since = since;
    }

    @Override
    public void close() {
      steps.remove(this);
    }
  }
}
