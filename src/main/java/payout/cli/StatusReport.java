package payout.cli;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import payout.batch.FileState;
import payout.batch.LineState;
import payout.batch.Money;
import payout.ledger.BatchContent;
import payout.ledger.BatchRecord;
import payout.ledger.FileRecord;
import payout.ledger.LostFile;
import payout.ledger.NodeRecord;
import payout.ledger.StatusLedger;
import payout.ledger.StatusLedger.LineStatus;
import payout.status.LineCounts;

/**
 * The answer of {@code payout status}: files with their batches, payments, the history and the open
 * lines of a batch. {@link StatusText} and {@link StatusJson} print it.
 */
final class StatusReport {

  /** The maximum number of files that are listed when none is named. */
  static final int FILES_MAX = 1000;

  private final StatusLedger ledger;
  private final boolean openOnly;
  private final Map<FileRecord, List<BatchRecord>> files = new LinkedHashMap<>();
  private final Map<FileRecord, LineCounts> counts = new LinkedHashMap<>();
  private final List<LineStatus> lines = new ArrayList<>();
  private final List<LineStatus> openLines = new ArrayList<>();
  private final List<StatusLedger.Event> events = new ArrayList<>();
  private final List<NodeRecord> nodes;
  private final List<LostFile> lost;
  private List<LocalDate> missingStatements = List.of();
  private boolean named;
  private int filesMax;
  private boolean more;

  private StatusReport(StatusLedger ledger, boolean openOnly) {
    this.ledger = ledger;
    this.openOnly = openOnly;
    this.nodes = ledger.nodes();
    this.lost = ledger.lostFiles(FILES_MAX);
  }

  /**
   * Asks the ledger.
   *
   * @param what a file's name or hash, a batch number or a serial; null for all files
   * @param openOnly whether to leave out files and batches that are final
   * @param filesMax the most files that are listed where none is named
   */
  static StatusReport of(StatusLedger ledger, String what, boolean openOnly, int filesMax) {
    StatusReport report = new StatusReport(ledger, openOnly);
    report.filesMax = filesMax;
    report.named = what != null;
    if (what == null) {
      report.addNewest();
    } else {
      ledger.files(what).forEach(report::addFile);
      ledger.batches(what).forEach(report::addHistory);
      ledger.lines(what).forEach(report::addLine);
    }
    return report;
  }

  boolean isEmpty() {
    return files.isEmpty();
  }

  /** Whether there are more files than are listed. */
  boolean hasMore() {
    return more;
  }

  int filesMax() {
    return filesMax;
  }

  boolean isOpenOnly() {
    return openOnly;
  }

  /** The nodes that were seen within a day. */
  List<NodeRecord> nodes() {
    return nodes;
  }

  /** Files of the archives and the outbox that the ledger does not know. */
  List<LostFile> lost() {
    return lost;
  }

  /** The last days without a complete statement of the account; none where none comes. */
  List<LocalDate> missingStatements() {
    return missingStatements;
  }

  /** The same with these days. */
  StatusReport missing(List<LocalDate> days) {
    missingStatements = days;
    return this;
  }

  /** Whether one file, batch or serial was asked for. */
  boolean isNamed() {
    return named;
  }

  /** Whether a node gave no sign of life lately. */
  boolean isSilent(NodeRecord node) {
    return !node.isSeen(ledger.now());
  }

  Map<FileRecord, List<BatchRecord>> files() {
    return files;
  }

  /** How many lines of a file have which state. */
  LineCounts counts(FileRecord file) {
    return counts.get(file);
  }

  List<LineStatus> lines() {
    return lines;
  }

  /** The open lines of the batch that was asked for. */
  List<LineStatus> openLines() {
    return openLines;
  }

  Money openAmount() {
    return openLines.stream()
        .map(open -> open.line().amount())
        .reduce(Money.ZERO, (one, other) -> one.plus(other));
  }

  List<StatusLedger.Event> events() {
    return events;
  }

  private void addNewest() {
    List<FileRecord> newest =
        openOnly ? ledger.openFiles(filesMax + 1) : ledger.files(filesMax + 1);
    more = newest.size() > filesMax;
    newest.stream().limit(filesMax).forEach(this::addFile);
  }

  private void addFile(FileRecord file) {
    if (!openOnly || isOpen(file.state())) {
      List<BatchRecord> batches = ledger.batches(file.id());
      counts.put(file, LineCounts.of(batches));
      files.put(file, new ArrayList<>(batches.stream().filter(this::isShown).toList()));
    }
  }

  private void addHistory(BatchRecord batch) {
    if (isShown(batch)) {
      addBatch(batch);
      events.addAll(ledger.events(batch));
      addOpenLines(batch);
    }
  }

  private void addLine(LineStatus line) {
    if (isShown(line.batch())) {
      lines.add(line);
      addBatch(line.batch());
    }
  }

  private void addBatch(BatchRecord batch) {
    FileRecord file = ledger.file(batch.fileId());
    counts.computeIfAbsent(file, each -> LineCounts.of(ledger.batches(each.id())));
    List<BatchRecord> batches = files.computeIfAbsent(file, each -> new ArrayList<>());
    if (!batches.contains(batch)) {
      batches.add(batch);
    }
  }

  private void addOpenLines(BatchRecord batch) {
    if (batch.openLines() == 0) {
      return;
    }
    BatchContent content = ledger.content(batch.id());
    for (int i = 0; i < content.lines().size(); i++) {
      if (content.results().get(i).state() == LineState.OPEN) {
        openLines.add(
            new LineStatus(content.batch(), content.lines().get(i), content.results().get(i)));
      }
    }
  }

  private boolean isShown(BatchRecord batch) {
    return !openOnly || !batch.state().isFinal();
  }

  private static boolean isOpen(FileState state) {
    return state != FileState.SETTLED
        && state != FileState.REJECTED
        && state != FileState.DUPLICATE;
  }
}
