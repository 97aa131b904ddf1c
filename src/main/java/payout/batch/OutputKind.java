package payout.batch;

/** The kinds of output files. */
public enum OutputKind {
  /** Whether a file was accepted. */
  ACK,
  /** That a file waits for approval or for another day. */
  WAITING,
  /** The faults of a file. */
  REJECTS,
  /** What is said about the lines of a valid file. */
  WARNINGS,
  /** The results of one batch. */
  BATCH_RESULT,
  /** The results of a whole file. */
  RESULT,
  /** The results of a whole file as a workbook, if the settings want it. */
  RESULT_SHEET,
  /** The lines of a file that may be dropped again. */
  RETRY,
  /** Lines that changed after the file's result was out. */
  CORRECTION,
  /** What happened to all files on a day. */
  RECONCILE,
  /** What a statement of the account says about each payment. */
  STATEMENT_MATCH,
  /** Why a statement of the account is not used. */
  STATEMENT_REFUSED
}
