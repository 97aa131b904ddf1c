package payout.status;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import payout.ledger.BatchRecord;
import payout.ledger.FileRecord;

/** A file with its batches as JSON; amounts are strings with two decimals. */
public final class FileJson {

  private FileJson() {}

  /**
   * Puts a file.
   *
   * @param batches those of its batches that are listed
   * @param counts the lines of all its batches
   */
  public static void put(
      ObjectNode node, FileRecord file, List<BatchRecord> batches, LineCounts counts) {
    node.put("file", file.name());
    node.put("sha256", file.sha256());
    node.put("state", file.state().name());
    node.put("lines", file.lines());
    node.put("amount", file.amount().toString());
    ArrayNode list = node.putArray("batches");
    batches.forEach(batch -> put(list.addObject(), batch));
    node.put("inbox", file.inbox());
    node.put("id", file.id());
    node.put("submitted_by", file.submittedBy());
    node.put("approved_by", file.waited() == null ? "" : file.waited().approvedBy());
    node.put("reason", file.reason());
    node.put("rejected_lines", file.rejectedLines());
    put(node, counts);
    if (file.payOn() != null) {
      node.put("pay_on", file.payOn().toString());
    }
    if (file.waited() != null) {
      node.put("waiting_since", Shown.time(file.waited().since()));
      node.put("expires_at", Shown.time(file.waited().expiresAt()));
    }
  }

  private static void put(ObjectNode node, BatchRecord batch) {
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
}
