package payout.batch;

import java.util.function.Consumer;

/**
 * The places between two durable steps. If a process ends at one of them, repeating the steps must
 * lead to the same result. Tests end it there.
 *
 * <p>Passing one does nothing, unless a test or a system property such as {@code payout.halt-at}
 * (see {@code payout.cli.PayoutMain}) watches.
 */
public enum Checkpoint {
  /** The tables are up to date, and the ledger has no kind yet. */
  LEDGER_MIGRATED,
  /** The ledger is stamped with its kind, and nothing is recovered. */
  LEDGER_STAMPED,
  /** The bytes of a submitted file are in the ledger, and it is not submitted yet. */
  SUBMISSION_STORED,
  /** A file is submitted, and who submits it has no answer yet. */
  FILE_SUBMITTED,
  /** This process has claimed a file, which is not opened. */
  FILE_CLAIMED,
  /** A file's arrival is recorded, nothing of it is staged. */
  FILE_ARRIVED,
  /** Some batches of a file are staged. */
  BATCHES_STAGED,
  /** A file that is staged as a whole has the turn to be decided. */
  TURN_TAKEN,
  /** Some serials of a file are in the index. */
  SERIALS_INDEXED,
  /** A batch is staged again without its rejected lines. */
  BATCH_RESTAGED,
  /** The day on which a file is to be paid is recorded; the file is not decided. */
  PAY_DAY_KEPT,
  /**
   * The lines of a file are compared with earlier payments, and most of its accounts are in the
   * index.
   */
  REPEATS_COMPARED,
  /** Some serials of a file that is refused are removed from the index. */
  SERIALS_REMOVED,
  /** A file is accepted or refused, and is still in its inbox. */
  FILE_DECIDED,
  /**
   * A file that is accepted or refused has a hidden name in its inbox, on its way to the archive.
   */
  FILE_HIDDEN,
  /** A file is in the archive, and the ledger does not know. */
  FILE_MOVED,
  /** The ledger knows that a file is in the archive. */
  FILE_ARCHIVED,
  /** A file that waited is accepted or refused, and is still in {@code .waiting}. */
  WAITING_DECIDED,
  /** A day of China is closed, and its report is not written. */
  DAY_CLOSED,
  /** The intent to post a batch is committed, no byte has left. */
  BATCH_CLAIMED,
  /** The gateway's answer came, or the call broke, and is not recorded. */
  BATCH_POSTED,
  /** The outcome of a post is recorded. */
  OUTCOME_RECORDED,
  /** A notify passed every check and is not stored. */
  NOTIFY_CHECKED,
  /** A notify is stored and not answered. */
  NOTIFY_STORED,
  /** A file for the outbox is written, but not there yet. */
  OUTPUT_WRITTEN,
  /** A file for the outbox is there under a hidden name, and its claim was checked a last time. */
  OUTPUT_CHECKED,
  /** A file got its name in the outbox, and the folder is not synced. */
  OUTPUT_RENAMED,
  /** Files are in the outbox, and the ledger does not know. */
  OUTPUT_PUT,
  /** The ledger knows that files are in the outbox. */
  OUTPUT_RECORDED,
  /** A statement of the account is compared with the ledger, and nothing of that is recorded. */
  STATEMENT_COMPARED,
  /** A statement is matched or refused, and is still in its folder; nothing is proved by it. */
  STATEMENT_TAKEN,
  /** What a statement proved is recorded by the setting, and it is still in its folder. */
  STATEMENT_APPLIED,
  /** Posts of a process that ended are UNKNOWN. */
  SENDING_RECOVERED,
  /** Some rows of the trail are sealed; the next ones are not. */
  ROWS_SEALED;

  private static final Consumer<Checkpoint> NONE = passed -> {};

  private static volatile Consumer<Checkpoint> watcher = NONE;

  /** Reports to the watcher, if there is one. */
  public void pass() {
    watcher.accept(this);
  }

  /** Sets the watcher; null for none. */
  public static void watch(Consumer<Checkpoint> by) {
    watcher = by == null ? NONE : by;
  }
}
