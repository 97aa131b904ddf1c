package payout.route;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.Checkpoint;
import payout.batch.FileState;
import payout.ledger.DayLedger;
import payout.ledger.FileRecord;
import payout.ledger.WaitingLedger;

/**
 * The steps of the route {@code watch-waiting}: what happens because time passes. They also count
 * the files that wait, for {@code /observe/metrics}, so that no reader of the metrics waits for the
 * ledger.
 */
public final class WatchWaiting {

  private static final Logger LOG = LoggerFactory.getLogger(WatchWaiting.class);

  private final WaitingLedger waiting;
  private final DayLedger days;
  private final Counters counters;
  private final Alarm alarm;
  private final Set<Long> failed = ConcurrentHashMap.newKeySet();
  private final Map<FileState, AtomicLong> counts = new EnumMap<>(FileState.class);

  /** Watches this ledger. */
  public WatchWaiting(WaitingLedger waiting, DayLedger days, Counters counters, Alarm alarm) {
    this.waiting = waiting;
    this.days = days;
    this.counters = counters;
    this.alarm = alarm;
    for (FileState state : FileState.values()) {
      if (state.isWaiting()) {
        counts.put(state, new AtomicLong());
      }
    }
  }

  void register(MeterRegistry meters) {
    counts.forEach(
        (state, count) -> Counters.gauge(meters, Meter.FILES_WAITING, count::get, state.name()));
  }

  /** Closes the days of China that ended. */
  public void closeDays() {
    for (LocalDate day : days.close()) {
      Checkpoint.DAY_CLOSED.pass();
      LOG.info("The day {} is closed.", day);
    }
  }

  /** Refuses the files that nobody approved in time. */
  public void expireApprovals() {
    for (FileRecord file : waiting.expire(this::tellOfFailure)) {
      Checkpoint.WAITING_DECIDED.pass();
      counters.file(file, "REJECTED");
      alarm.raise(
          AlarmKind.APPROVAL,
          "The file "
              + file.name()
              + " of "
              + file.amount()
              + " yuan was not approved in time and is refused; nothing of it was sent. If it is"
              + " still to be paid, drop it again.");
    }
  }

  /** Accepts the files whose day has come. */
  public void acceptOnDay() {
    for (FileRecord file : waiting.acceptOnDay(this::tellOfFailure)) {
      Checkpoint.WAITING_DECIDED.pass();
      counters.count(Meter.FILES, file.state().name(), file.inbox());
      LOG.info("File {}: {}, its day, {}, has come.", file.name(), file.state(), file.payOn());
      if (file.state() == FileState.AWAITING_LIMIT) {
        alarm.raise(
            AlarmKind.LIMIT,
            "The file "
                + file.name()
                + ", to be paid on "
                + file.payOn()
                + ", waits: it would exceed the limit of the day.");
      }
    }
  }

  /** Accepts the files over the limit for which the day now has room. */
  public void acceptWithinLimit() {
    for (FileRecord file : waiting.acceptWithinLimit(this::tellOfFailure)) {
      Checkpoint.WAITING_DECIDED.pass();
      counters.file(file, "ACCEPTED");
      LOG.info("File {}: ACCEPTED, the day has room for it.", file.name());
    }
  }

  /**
   * Once for each file, since every second tries it again: a person has to look, and may not be
   * asked to look every second.
   */
  private void tellOfFailure(FileRecord file, RuntimeException e) {
    if (failed.add(file.id())) {
      LOG.warn("The file {} stays {}.", file.name(), file.state(), e);
      alarm.raise(
          AlarmKind.ROUTE,
          "The route watch-waiting with file "
              + Causes.shown(file.name())
              + " failed: "
              + Causes.of(e)
              + " The file stays "
              + file.state()
              + ", nothing of it is sent, and it is retried automatically; other files do not wait"
              + " for it.");
    }
  }

  /** Counts the files that wait, by state. */
  public void countWaiting() {
    counts.forEach((state, count) -> count.set(waiting.count(state)));
  }
}
