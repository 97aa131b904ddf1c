package payout.console;

import payout.batch.FileState;
import payout.ledger.FileRecord;

/**
 * A file that waits, for the inbox of its approver.
 *
 * @param file which
 * @param isOwn whether the visitor brought it in, and therefore cannot decide on it
 * @param warnings the first warnings about its lines
 */
public record WaitingEntry(FileRecord file, boolean isOwn, ShownWarnings warnings) {

  static WaitingEntry of(FileRecord file, Visit visit, ShownWarnings warnings) {
    return new WaitingEntry(file, file.isBroughtInBy(visit.visitor().name()), warnings);
  }

  /** Whether it waits for the limit of the day. */
  public boolean isOverLimit() {
    return file.state() == FileState.AWAITING_LIMIT;
  }

  /** Whether it waits for the day that it names, and for nobody. */
  public boolean isForItsDay() {
    return file.state() == FileState.AWAITING_DATE;
  }
}
