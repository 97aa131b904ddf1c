package payout.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import payout.batch.Characters;
import payout.ledger.LostFile;
import payout.ledger.NodeRecord;
import payout.ledger.StatusLedger;
import payout.ledger.StatusLedger.LineStatus;
import payout.status.FileJson;
import payout.status.Masks;
import payout.status.Shown;

/** A report as one JSON object, for programs; amounts are strings. */
final class StatusJson {

  private StatusJson() {}

  static String of(StatusReport report) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    ArrayNode files = root.putArray("files");
    report
        .files()
        .forEach(
            (file, batches) -> FileJson.put(files.addObject(), file, batches, report.counts(file)));
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
    ArrayNode nodes = root.putArray("nodes");
    report.nodes().forEach(node -> node(nodes.addObject(), node));
    ArrayNode lost = root.putArray("lost_files");
    report.lost().forEach(file -> lost(lost.addObject(), file));
    ArrayNode missing = root.putArray("statements_missing");
    report.missingStatements().forEach(day -> missing.add(day.toString()));
    return Characters.shown(root.toString()); // the result is a valid escape in a JSON string
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
    node.put("account", Masks.account(line.line().account()));
    node.put("batch_no", line.batch().batchNo());
  }

  private static void event(ObjectNode node, StatusLedger.Event event) {
    node.put("at", Shown.time(event.at()));
    node.put("kind", event.kind());
    node.put("from", event.from());
    node.put("to", event.to());
    node.put("cause", event.cause());
    node.put("detail", event.detail());
    node.put("node", event.node());
  }

  private static void lost(ObjectNode json, LostFile file) {
    json.put("name", file.name());
    json.put("place", file.place());
    json.put("node", file.node());
    json.put("found_at", Shown.time(file.foundAt()));
  }

  private static void node(ObjectNode json, NodeRecord node) {
    json.put("name", node.name());
    json.put("version", node.version());
    json.put("since", Shown.time(node.startedAt()));
    json.put("seen", Shown.time(node.seenAt()));
    json.put("clock_offset_ms", node.clockOffsetMs());
    json.put("in_flight", node.inFlight());
  }
}
