package payout.route;

import java.time.LocalDate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.Checkpoint;
import payout.ledger.DayLedger;
import payout.ledger.FileRecord;
import payout.ledger.WaitingLedger;

/** The steps of the route {@code watch-waiting}: what happens because time passes. */
public final class WatchWaiting {

  private static final Logger LOG = LoggerFactory.getLogger(WatchWaiting.class);

  private final WaitingLedger waiting;
  private final DayLedger days;
  private final Counters counters;
  private final Alarm alarm;

  /** Watches this ledger. */
  public WatchWaiting(WaitingLedger waiting, DayLedger days, Counters counters, Alarm alarm) {
    this.waiting = waiting;
    this.days = days;
    this.counters = counters;
    this.alarm = alarm;
  }

  /** Closes the days of China that ended. */
  public void closeDays() {
    for (LocalDate day : days.close()) {
      Checkpoint.DAY_CLOSED.pass();
      LOG.info("The day {} is closed.", day);
    }
  }

  /** Refuses what nobody approved in time. */
  public void expire() {
    for (FileRecord file : waiting.expire()) {
      Checkpoint.WAITING_DECIDED.pass();
      counters.count("payout.files", "state", "REJECTED", "inbox", file.inbox());
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

  /** Takes the files over the limit for which the day has room. */
  public void acceptWithinLimit() {
    for (FileRecord file : waiting.acceptWithinLimit()) {
      Checkpoint.WAITING_DECIDED.pass();
      counters.count("payout.files", "state", "ACCEPTED", "inbox", file.inbox());
      LOG.info("File {}: ACCEPTED, the day has room for it.", file.name());
    }
  }
}
