package payout.cli;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import payout.batch.Characters;
import payout.batch.ChinaClock;
import payout.ledger.BatchRecord;
import payout.ledger.FileRecord;
import payout.ledger.StatusLedger;
import payout.ledger.StatusLedger.LineStatus;

/** A report as text, for people. */
final class StatusText {

  /** The maximum number of open lines of a batch that are listed. */
  static final int LINES_MAX = 100;

  private static final int ACCOUNT_HEAD_MAX = 3;
  private static final int ACCOUNT_TAIL = 4;

  private final StringBuilder out = new StringBuilder();

  private StatusText() {}

  static String of(StatusReport report) {
    if (report.isEmpty()) {
      return report.isOpenOnly()
          ? "The ledger contains nothing open that matches."
          : "The ledger contains nothing that matches.";
    }
    StatusText text = new StatusText();
    report.files().forEach((file, batches) -> text.file(file, batches, report.counts(file)));
    report.lines().forEach(text::line);
    text.openLines(report);
    report.events().forEach(text::event);
    text.more(report);
    return text.out.toString().stripTrailing();
  }

  /** In ISO 8601 with the offset of China; empty for no time. */
  static String time(long at) {
    return at == 0
        ? ""
        : Instant.ofEpochMilli(at).atZone(ChinaClock.CHINA).toOffsetDateTime().toString();
  }

  /**
   * An account as far as it may be shown, as {@code 138****5678} or {@code zha***@example.com}:
   * enough to tell two accounts apart, too little to use.
   */
  static String account(String account) {
    int at = account.indexOf('@');
    if (at >= 0) {
      return account.substring(0, Math.min(ACCOUNT_HEAD_MAX, at / 2))
          + "***"
          + account.substring(at);
    }
    return account.length() < 2 * (ACCOUNT_HEAD_MAX + ACCOUNT_TAIL) - ACCOUNT_HEAD_MAX
        ? "****"
        : account.substring(0, ACCOUNT_HEAD_MAX)
            + "****"
            + account.substring(account.length() - ACCOUNT_TAIL);
  }

  private void file(FileRecord file, List<BatchRecord> batches, LineCounts counts) {
    add(
        "%s  %s  %s  %d lines  %s%s",
        file.state(),
        Characters.shown(file.name()),
        file.sha256().substring(0, 8),
        file.lines(),
        file.amount(),
        counts.failed() + counts.refused() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "  %d paid, %d failed, %d refused, %d open",
                counts.paid(),
                counts.failed(),
                counts.refused(),
                counts.open()));
    if (!file.reason().isEmpty()) {
      add("  %s", Characters.shown(file.reason()));
    }
    batches.forEach(this::batch);
  }

  private void batch(BatchRecord batch) {
    LineCounts counts = LineCounts.of(batch);
    add(
        "  %s  %-8s %4d lines %14s  %d paid, %d failed, %d open, %d posts  %s%s",
        batch.batchNo(),
        batch.state(),
        batch.lines(),
        batch.amount(),
        counts.paid(),
        counts.failed(),
        counts.open(),
        batch.attempts(),
        Characters.shown(batch.code()),
        batch.overdue() ? "  OVERDUE" : "");
  }

  private void line(LineStatus line) {
    add(
        "  serial %s, row %d: %s %s %s in batch %s, gateway serial %s",
        Characters.shown(line.line().serial()),
        line.line().row(),
        line.result().state(),
        line.line().amount(),
        Characters.shown(line.result().code()),
        line.batch().batchNo(),
        Characters.shown(line.result().gatewaySerial()));
  }

  private void openLines(StatusReport report) {
    List<LineStatus> open = report.openLines();
    if (open.isEmpty()) {
      return;
    }
    add("  Open: %d lines of %s", open.size(), report.openAmount());
    for (LineStatus each : open.subList(0, Math.min(open.size(), LINES_MAX))) {
      add(
          "    serial %s, row %d: %s to %s",
          Characters.shown(each.line().serial()),
          each.line().row(),
          each.line().amount(),
          Characters.shown(account(each.line().account())));
    }
    if (open.size() > LINES_MAX) {
      add("    These are the first %d of %d; --json lists all.", LINES_MAX, open.size());
    }
  }

  private void event(StatusLedger.Event event) {
    add(
        "  %s  %-16s %s  %s",
        time(event.at()),
        event.kind(),
        Characters.shown(event.cause()),
        Characters.shown(event.detail()));
  }

  private void more(StatusReport report) {
    if (report.hasMore()) {
      add(
          "There are more than %d files; these are the newest. Name a file%s.",
          report.filesMax(),
          report.isOpenOnly() ? "" : ", or use --open to see only what is not final");
    }
  }

  private void add(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
