package payout.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import payout.batch.Characters;
import payout.batch.ChinaClock;
import payout.ledger.BatchRecord;
import payout.ledger.EventRecord;
import payout.ledger.FileRecord;
import payout.ledger.StatusLedger;
import payout.ledger.StatusLedger.LineStatus;

/**
 * The answer of {@code payout status}: files with their batches, payments, the story of a batch.
 */
final class StatusReport {

  private static final int FILES_MAX = 1000;

  private final Map<FileRecord, List<BatchRecord>> files = new LinkedHashMap<>();
  private final List<LineStatus> lines = new ArrayList<>();
  private final List<EventRecord> events = new ArrayList<>();

  private StatusReport() {}

  /**
   * Asks the ledger.
   *
   * @param what a file's name or hash, a batch number or a serial; null for all files
   */
  static StatusReport of(StatusLedger ledger, String what) {
    StatusReport report = new StatusReport();
    if (what == null) {
      report.addFiles(ledger, ledger.files(FILES_MAX));
      return report;
    }
    report.addFiles(ledger, ledger.files(what));
    for (BatchRecord batch : ledger.batches(what)) {
      report.add(ledger.file(batch.fileId()), batch);
      report.events.addAll(ledger.events(batch));
    }
    for (LineStatus line : ledger.lines(what)) {
      report.lines.add(line);
      report.add(ledger.file(line.batch().fileId()), line.batch());
    }
    return report;
  }

  boolean isEmpty() {
    return files.isEmpty();
  }

  String toJson() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    ArrayNode list = root.putArray("files");
    files.forEach((file, batches) -> write(list.addObject(), file, batches));
    if (!lines.isEmpty()) {
      lines.forEach(line -> write(root.withArray("lines").addObject(), line));
    }
    if (!events.isEmpty()) {
      events.forEach(event -> write(root.withArray("events").addObject(), event));
    }
    return Characters.shown(root.toString()); // an escape of JSON is what a JSON string may hold
  }

  String toText() {
    if (files.isEmpty()) {
      return "Nothing of that is in the ledger.";
    }
    StringBuilder out = new StringBuilder();
    files.forEach((file, batches) -> write(out, file, batches));
    lines.forEach(line -> write(out, line));
    events.forEach(event -> write(out, event));
    return out.toString().stripTrailing();
  }

  private void addFiles(StatusLedger ledger, List<FileRecord> found) {
    found.forEach(file -> files.put(file, ledger.batches(file.id())));
  }

  private void add(FileRecord file, BatchRecord batch) {
    List<BatchRecord> batches = files.computeIfAbsent(file, f -> new ArrayList<>());
    if (!batches.contains(batch)) {
      batches.add(batch);
    }
  }

  private static void write(ObjectNode node, FileRecord file, List<BatchRecord> batches) {
    node.put("file", file.name());
    node.put("sha256", file.sha256());
    node.put("state", file.state().name());
    node.put("lines", file.lines());
    node.put("amount", file.amount().toString());
    ArrayNode list = node.putArray("batches");
    for (BatchRecord batch : batches) {
      ObjectNode each = list.addObject();
      each.put("batch_no", batch.batchNo());
      each.put("state", batch.state().name());
      each.put("lines", batch.lines());
      each.put("amount", batch.amount().toString());
      each.put("attempts", batch.attempts());
      each.put("code", batch.code());
      each.put("open_lines", batch.openLines());
      each.put("paid_lines", batch.paidLines());
      each.put("paid_amount", batch.paidAmount().toString());
      each.put("overdue", batch.overdue());
    }
    node.put("inbox", file.inbox());
    node.put("reason", file.reason());
    node.put("rejected_lines", file.rejectedLines());
    if (file.waited() != null) {
      node.put("waiting_since", time(file.waited().since()));
      node.put("expires_at", time(file.waited().expiresAt()));
      node.put("approved_by", file.waited().approvedBy());
    }
  }

  private static void write(ObjectNode node, LineStatus line) {
    node.put("serial_no", line.line().serial());
    node.put("line", line.line().row());
    node.put("amount", line.line().amount().toString());
    node.put("state", line.result().state().name());
    node.put("code", line.result().code());
    node.put("batch_no", line.batch().batchNo());
    node.put("gateway_serial", line.result().gatewaySerial());
  }

  private static void write(ObjectNode node, EventRecord event) {
    node.put("at", time(event));
    node.put("kind", event.kind());
    node.put("from", event.from());
    node.put("to", event.to());
    node.put("cause", event.cause());
    node.put("detail", event.detail());
  }

  private static void write(StringBuilder out, FileRecord file, List<BatchRecord> batches) {
    out.append(
        String.format(
            Locale.ROOT,
            "%s  %s  %s  %d lines  %s%n",
            file.state(),
            Characters.shown(file.name()),
            file.sha256().substring(0, 8),
            file.lines(),
            file.amount()));
    if (!file.reason().isEmpty()) {
      out.append("  ").append(Characters.shown(file.reason())).append(System.lineSeparator());
    }
    for (BatchRecord batch : batches) {
      out.append(
          String.format(
              Locale.ROOT,
              "  %s  %-8s %4d lines %14s  %d paid, %d open, %d posts  %s%s%n",
              batch.batchNo(),
              batch.state(),
              batch.lines(),
              batch.amount(),
              batch.paidLines(),
              batch.openLines(),
              batch.attempts(),
              Characters.shown(batch.code()),
              batch.overdue() ? "  OVERDUE" : ""));
    }
  }

  private static void write(StringBuilder out, LineStatus line) {
    out.append(
        String.format(
            Locale.ROOT,
            "  serial %s, row %d: %s %s %s in batch %s, gateway serial %s%n",
            Characters.shown(line.line().serial()),
            line.line().row(),
            line.result().state(),
            line.line().amount(),
            Characters.shown(line.result().code()),
            line.batch().batchNo(),
            Characters.shown(line.result().gatewaySerial())));
  }

  private static void write(StringBuilder out, EventRecord event) {
    out.append(
        String.format(
            Locale.ROOT,
            "  %s  %-16s %s  %s%n",
            time(event),
            event.kind(),
            Characters.shown(event.cause()),
            Characters.shown(event.detail())));
  }

  private static String time(EventRecord event) {
    return time(event.at());
  }

  /** As ISO 8601 in China; empty for a time that never comes. */
  private static String time(long at) {
    return at == 0
        ? ""
        : Instant.ofEpochMilli(at).atZone(ChinaClock.CHINA).toOffsetDateTime().toString();
  }
}
