package payout.route;

import payout.ledger.BatchRecord;
import payout.ledger.SendLedger;

/** The step of the route {@code watch}: what nobody would notice otherwise. */
public final class Watch {

  private final SendLedger ledger;
  private final Alarm alarm;

  /** Watches this ledger. */
  public Watch(SendLedger ledger, Alarm alarm) {
    this.ledger = ledger;
    this.alarm = alarm;
  }

  /** Raises an alarm for each batch that became overdue. */
  public void look() {
    for (BatchRecord batch : ledger.noteOverdue()) {
      alarm.raise(
          AlarmKind.OVERDUE,
          "Batch "
              + batch.batchNo()
              + " was taken over 25 hours ago and "
              + batch.openLines()
              + " of its lines have no result. Ask the gateway; then settle them by hand, or wait: a"
              + " late notify still counts.");
    }
  }

  /** Takes posts whose process is gone for lost; of use where several processes share a ledger. */
  public void recover() {
    ledger.recoverExpired();
  }
}
