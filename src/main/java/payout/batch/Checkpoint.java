package payout.batch;

import java.util.function.Consumer;

/**
 * The places between two durable steps. A process may end at each of them, and walking the same way
 * again must lead to the same end; a test ends it there.
 *
 * <p>Passing one does nothing, unless a test or the system property {@code payout.halt-at} (see
 * {@code payout.cli.PayoutMain}) watches.
 */
public enum Checkpoint {
  /** The tables have the form that this program knows, and do not say yet of what kind they are. */
  LEDGER_MIGRATED,
  /** The ledger is stamped with its kind, and nothing is recovered. */
  LEDGER_STAMPED,
  /** The turn at the intake is ours, and no file is noted. */
  TURN_TAKEN,
  /** A file's arrival is noted, nothing of it is staged. */
  FILE_ARRIVED,
  /** Some batches of a file are staged. */
  BATCHES_STAGED,
  /** Some serials of a file are in the index. */
  SERIALS_INDEXED,
  /** A batch is staged anew without the lines that are left out. */
  BATCH_RESTAGED,
  /** Some serials of a file that is refused are out of the index again. */
  SERIALS_REMOVED,
  /** A file is taken or refused, and still lies in its inbox. */
  FILE_DECIDED,
  /** A file that is taken or refused has a hidden name in its inbox, on its way to the archive. */
  FILE_HIDDEN,
  /** A file lies in the archive, and the ledger does not know. */
  FILE_MOVED,
  /** The ledger knows that a file lies in the archive. */
  FILE_ARCHIVED,
  /** A file that waited is taken or refused, and still lies where it waited. */
  WAITING_DECIDED,
  /** A day of China is closed, and its report is not written. */
  DAY_CLOSED,
  /** The intent to post a batch is committed, no byte has left. */
  BATCH_CLAIMED,
  /** The gateway's answer came, or the call broke, and is not recorded. */
  BATCH_POSTED,
  /** What a post came to is recorded. */
  OUTCOME_RECORDED,
  /** A notify passed every check and is not stored. */
  NOTIFY_CHECKED,
  /** A notify is stored and not answered. */
  NOTIFY_STORED,
  /** A file for the outbox is written, not yet put there. */
  OUTPUT_WRITTEN,
  /** A file was renamed into the outbox, and the folder is not synced. */
  OUTPUT_RENAMED,
  /** Files lie in the outbox, and the ledger does not know. */
  OUTPUT_PUT,
  /** The ledger knows that files lie in the outbox. */
  OUTPUT_NOTED,
  /** Posts of a process that ended are UNKNOWN. */
  SENDING_RECOVERED;

  private static final Consumer<Checkpoint> NOBODY = passed -> {};

  private static volatile Consumer<Checkpoint> watcher = NOBODY;

  /** Tells the watcher, if there is one. */
  public void pass() {
    watcher.accept(this);
  }

  /** Lets somebody watch; null for nobody. */
  public static void watch(Consumer<Checkpoint> by) {
    watcher = by == null ? NOBODY : by;
  }
}
