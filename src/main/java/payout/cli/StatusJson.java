package payout.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import payout.batch.Characters;
import payout.ledger.BatchRecord;
import payout.ledger.FileRecord;
import payout.ledger.StatusLedger;
import payout.ledger.StatusLedger.LineStatus;

/** A report as one JSON object, for programs; amounts are strings. */
final class StatusJson {

  private StatusJson() {}

  static String of(StatusReport report) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    ArrayNode files = root.putArray("files");
    report
        .files()
        .forEach((file, batches) -> file(files.addObject(), file, batches, report.counts(file)));
    if (!report.lines().isEmpty()) {
      report.lines().forEach(line -> line(root.withArray("lines").addObject(), line));
    }
    if (!report.openLines().isEmpty()) {
      root.put("open_amount", report.openAmount().toString());
      report.openLines().forEach(line -> open(root.withArray("open_lines").addObject(), line));
    }
    if (!report.events().isEmpty()) {
      report.events().forEach(event -> event(root.withArray("events").addObject(), event));
    }
    root.put("more", report.hasMore());
    return Characters.shown(root.toString()); // the result is a valid escape in a JSON string
  }

  private static void file(
      ObjectNode node, FileRecord file, List<BatchRecord> batches, LineCounts counts) {
    node.put("file", file.name());
    node.put("sha256", file.sha256());
    node.put("state", file.state().name());
    node.put("lines", file.lines());
    node.put("amount", file.amount().toString());
    ArrayNode list = node.putArray("batches");
    batches.forEach(batch -> batch(list.addObject(), batch));
    node.put("inbox", file.inbox());
    node.put("reason", file.reason());
    node.put("rejected_lines", file.rejectedLines());
    put(node, counts);
    if (file.waited() != null) {
      node.put("waiting_since", StatusText.time(file.waited().since()));
      node.put("expires_at", StatusText.time(file.waited().expiresAt()));
      node.put("approved_by", file.waited().approvedBy());
    }
  }

  private static void batch(ObjectNode node, BatchRecord batch) {
    node.put("batch_no", batch.batchNo());
    node.put("state", batch.state().name());
    node.put("lines", batch.lines());
    node.put("amount", batch.amount().toString());
    node.put("attempts", batch.attempts());
    node.put("code", batch.code());
    put(node, LineCounts.of(batch));
    node.put("overdue", batch.overdue());
  }

  private static void put(ObjectNode node, LineCounts counts) {
    node.put("open_lines", counts.open());
    node.put("paid_lines", counts.paid());
    node.put("paid_amount", counts.paidAmount().toString());
    node.put("failed_lines", counts.failed());
    node.put("refused_lines", counts.refused());
  }

  private static void line(ObjectNode node, LineStatus line) {
    node.put("serial_no", line.line().serial());
    node.put("line", line.line().row());
    node.put("amount", line.line().amount().toString());
    node.put("state", line.result().state().name());
    node.put("code", line.result().code());
    node.put("batch_no", line.batch().batchNo());
    node.put("gateway_serial", line.result().gatewaySerial());
  }

  private static void open(ObjectNode node, LineStatus line) {
    node.put("serial_no", line.line().serial());
    node.put("line", line.line().row());
    node.put("amount", line.line().amount().toString());
    node.put("account", StatusText.account(line.line().account()));
    node.put("batch_no", line.batch().batchNo());
  }

  private static void event(ObjectNode node, StatusLedger.Event event) {
    node.put("at", StatusText.time(event.at()));
    node.put("kind", event.kind());
    node.put("from", event.from());
    node.put("to", event.to());
    node.put("cause", event.cause());
    node.put("detail", event.detail());
  }
}
