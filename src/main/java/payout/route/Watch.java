package payout.route;

import payout.ledger.AlarmLedger;
import payout.ledger.BatchRecord;
import payout.ledger.OverdueLedger;
import payout.ledger.SendLedger;

/** The steps of the route {@code watch}: it reports what nobody would notice otherwise. */
public final class Watch {

  private static final int UNSENDABLE_EVERY = 60;

  private final SendLedger sending;
  private final OverdueLedger overdue;
  private final AlarmLedger standing;
  private final Alarm alarm;
  private volatile boolean started;
  private int looks;

  /** Watches this ledger. */
  public Watch(SendLedger sending, OverdueLedger overdue, AlarmLedger standing, Alarm alarm) {
    this.sending = sending;
    this.overdue = overdue;
    this.standing = standing;
    this.alarm = alarm;
  }

  /** Raises an alarm for each batch that became overdue. */
  public void reportOverdue() {
    overdue.report(this::raise);
  }

  private void raise(BatchRecord batch) {
    alarm.raise(
        AlarmKind.OVERDUE,
        "Batch "
            + batch.batchNo()
            + " was taken over 25 hours ago and "
            + batch.openLines()
            + " of its lines have no result. Ask the gateway; then settle them by hand, or wait: a"
            + " late notify still counts.");
  }

  /** Raises an alarm for batches that make no progress for too long, once a day while it lasts. */
  public void reportStalled() {
    if (started) {
      standing.report(this::raise);
    } else {
      standing.reportAtStart(this::raise);
      started = true;
    }
  }

  /**
   * Raises an alarm for batches that no node can send, once a day while there are any; looks once a
   * minute.
   */
  public void reportUnsendable() {
    if (looks++ % UNSENDABLE_EVERY == 0) {
      standing.reportUnsendable(this::raise);
    }
  }

  private void raise(AlarmLedger.Stalled each) {
    alarm.raise(StandingWords.kind(each), StandingWords.sentence(each));
  }

  /** Makes posts whose lease expired UNKNOWN, also those of other processes on this ledger. */
  public void recoverExpired() {
    sending.recoverExpired();
  }
}
