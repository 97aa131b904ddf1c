package payout.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers notifies until the answer is {@code success}: the first round after the notify delay,
 * then each unanswered one on the {@link ResendSchedule}.
 */
final class NotifyCourier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NotifyCourier.class);
  private static final int THREADS = 4;

  private final Book book;
  private final NotifyWriter writer;
  private final NotifyClient client;
  private final ResendSchedule schedule;
  private final Faults faults;
  private final Clock clock;
  private final Deque<Runnable> held = new ArrayDeque<>();
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "sandbox-notify");
            thread.setDaemon(true);
            return thread;
          });

  NotifyCourier(
      Book book,
      NotifyWriter writer,
      NotifyClient client,
      ResendSchedule schedule,
      Faults faults,
      Clock clock) {
    this.book = book;
    this.writer = writer;
    this.client = client;
    this.schedule = schedule;
    this.faults = faults;
    this.clock = clock;
  }

  /** Starts the first round of a batch that was just taken. */
  void start(TakenBatch batch, Duration delay) {
    later(() -> firstRound(batch), delay);
  }

  /**
   * Delivers each notify of the batch once, in order; those that fail are repeated on the schedule.
   */
  void firstRound(TakenBatch batch) {
    for (NotifyEntry entry : batch.notifies()) {
      deliver(batch, entry, 1);
    }
  }

  /**
   * Continues where the journal ends: an unanswered notify is delivered when it would have been.
   */
  void resume() {
    for (TakenBatch batch : book.batches()) {
      for (NotifyEntry entry : new LinkedHashSet<>(batch.notifies())) {
        if (book.notifyStates().isOpen(entry)) {
          resume(batch, entry);
        }
      }
    }
  }

  /** Delivers now, outside the schedule, even if it was answered. */
  DeliveryRecord deliverNow(TakenBatch batch, NotifyEntry entry) {
    return send(batch, entry, 0);
  }

  /** Releases what NOTIFY_HOLD held back, the newest first. */
  void release() {
    List<Runnable> waiting;
    synchronized (held) {
      waiting = new ArrayList<>(held);
      held.clear();
    }
    later(() -> waiting.forEach(Runnable::run), Duration.ZERO);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      // A delivery that is in progress still writes to the journal.
      threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void resume(TakenBatch batch, NotifyEntry entry) {
    int attempts = book.notifyStates().attempts(entry);
    if (attempts == 0) {
      later(() -> deliver(batch, entry, 1), Duration.ZERO);
      return;
    }
    Instant last = book.notifyStates().deliveredAt(entry.notifyId());
    schedule
        .waitAfter(attempts)
        .map(wait -> Duration.between(clock.instant(), last.plus(wait)))
        .ifPresent(wait -> later(() -> deliver(batch, entry, attempts + 1), wait));
  }

  private void deliver(TakenBatch batch, NotifyEntry entry, int attempt) {
    if (faults.has(FaultKind.NOTIFY_HOLD)) {
      synchronized (held) {
        held.addFirst(() -> deliver(batch, entry, attempt));
      }
    } else if (attempt == 1 || book.notifyStates().isOpen(entry)) {
      DeliveryRecord delivery = send(batch, entry, attempt);
      if (!delivery.success()) {
        again(batch, entry, attempt);
      }
    }
  }

  private void again(TakenBatch batch, NotifyEntry entry, int attempt) {
    schedule
        .waitAfter(attempt)
        .ifPresent(wait -> later(() -> deliver(batch, entry, attempt + 1), wait));
  }

  private DeliveryRecord send(TakenBatch batch, NotifyEntry entry, int attempt) {
    Instant at = clock.instant();
    book.notifyStates().delivering(entry);
    NotifyAnswer answer = client.post(batch.notifyUrl(), writer.form(batch, entry, attempt));
    return record(batch.batchNo(), entry, attempt, at, answer);
  }

  DeliveryRecord record(
      String batchNo, NotifyEntry entry, int attempt, Instant at, NotifyAnswer answer) {
    DeliveryRecord delivery =
        new DeliveryRecord(
            at,
            batchNo,
            entry.notifyId(),
            entry.shape(),
            attempt,
            answer.status(),
            answer.shown(),
            answer.isSuccess());
    if (!threads.isShutdown()) {
      book.add(new Journal.Event.Delivered(delivery));
      LOG.info("notify of batch {}, try {}: {}", batchNo, attempt, answer.status());
    }
    return delivery;
  }

  private void later(Runnable task, Duration delay) {
    try {
      threads.schedule(() -> guarded(task), Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed while a notify was due");
    }
  }

  /** An executor drops what a task throws. */
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("a notify could not be delivered", e);
    }
  }
}
