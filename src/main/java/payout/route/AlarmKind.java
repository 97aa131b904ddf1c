package payout.route;

import java.util.Locale;

/**
 * Every kind of alarm. Its name in the log and in the metric {@code payout_alarms_total} is the
 * constant's in lower case with hyphens; each is counted from the start, at 0. {@code
 * docs/reference.md} documents what each means and what to do.
 */
public enum AlarmKind {
  SUBMIT,
  UNKNOWN,
  HELD,
  UNSENDABLE,
  NOTIFY_MISSING,
  OVERDUE,
  NOTIFY_CONFLICT,
  NOTIFY_MALFORMED,
  NOTIFY_UNKNOWN_BATCH,
  NOTIFY_ERROR,
  INVALID_REQUEST,
  ARCHIVE,
  LOST_FILE,
  RETAKEN,
  APPROVAL,
  STATEMENT,
  STATEMENT_CONTRADICTS,
  FAILED_BUT_PAID,
  PAID_TWICE,
  LIMIT,
  INBOX,
  INBOX_NAME,
  NODE,
  NOTICE,
  CLOCK,
  ROUTE;

  /** The name in the log, in the metric and in the reference. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
