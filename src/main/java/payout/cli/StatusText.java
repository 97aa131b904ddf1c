package payout.cli;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import payout.batch.Characters;
import payout.ledger.BatchRecord;
import payout.ledger.FileRecord;
import payout.ledger.LostFile;
import payout.ledger.NodeRecord;
import payout.ledger.StatusLedger;
import payout.ledger.StatusLedger.LineStatus;
import payout.status.LineCounts;
import payout.status.Masks;
import payout.status.Shown;

/** A report as text, for people. */
final class StatusText {

  /** The maximum number of open lines of a batch that are listed. */
  static final int LINES_MAX = 100;

  private final StringBuilder out = new StringBuilder();

  private StatusText() {}

  static String of(StatusReport report) {
    StatusText text = new StatusText();
    if (report.isEmpty()) {
      text.add(
          report.isOpenOnly()
              ? "The ledger contains nothing open that matches."
              : "The ledger contains nothing that matches.");
    }
    report.files().forEach((file, batches) -> text.file(file, batches, report.counts(file)));
    report.lines().forEach(text::line);
    text.openLines(report);
    report.events().forEach(text::event);
    text.more(report);
    if (!report.isNamed()) {
      report.lost().forEach(text::lost);
      text.missing(report.missingStatements());
      report.nodes().forEach(node -> text.node(node, report.isSilent(node)));
    }
    return text.out.toString().stripTrailing();
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
          Characters.shown(Masks.account(each.line().account())));
    }
    if (open.size() > LINES_MAX) {
      add("    These are the first %d of %d; --json lists all.", LINES_MAX, open.size());
    }
  }

  private void event(StatusLedger.Event event) {
    add(
        "  %s  %-16s %s%s  %s",
        Shown.time(event.at()),
        event.kind(),
        Characters.shown(event.cause()),
        event.node().isEmpty() ? "" : " on " + event.node(),
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

  private void lost(LostFile file) {
    add(
        "LOST  %s in %s  found by %s at %s; the ledger does not know it",
        Characters.shown(file.name()),
        Characters.shown(file.place()),
        file.node(),
        Shown.time(file.foundAt()));
  }

  private void missing(List<LocalDate> days) {
    if (!days.isEmpty()) {
      add(
          "No complete statement of the account for %s",
          days.stream().map(LocalDate::toString).collect(Collectors.joining(", ")));
    }
  }

  private void node(NodeRecord node, boolean silent) {
    add(
        "Node %s  %s  since %s  seen %s  clock %+d ms  %d in flight%s",
        node.name(),
        node.version(),
        Shown.time(node.startedAt()),
        Shown.time(node.seenAt()),
        node.clockOffsetMs(),
        node.inFlight(),
        silent ? "  SILENT" : "");
  }

  private void add(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
