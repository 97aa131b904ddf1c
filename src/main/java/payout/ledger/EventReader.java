package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import payout.batch.BatchId;
import payout.ledger.sql.Sql;

/** Reads the events of files and batches, in their table and packed. */
final class EventReader {

  private static final String OF_FILE =
      "SELECT * FROM event WHERE file_id = ? AND batch_id IS NULL ORDER BY id DESC LIMIT ?";
  private static final String OF_BATCH =
      "SELECT * FROM event WHERE file_id = ? AND batch_id = ? ORDER BY id DESC LIMIT ?";

  private EventReader() {}

  /** The newest events of a file without those of its batches, the newest first. */
  static List<PackedEvent> lastOfFile(Sql sql, long fileId, int count) throws SQLException {
    return merged(
        sql.list(OF_FILE, PackedEvent::read, fileId, count),
        PackTable.find(sql, PackTable.ofFile(fileId)).map(Packed::events).orElse(List.of()),
        count);
  }

  /** The newest events of a batch without those of its file, the newest first. */
  static List<PackedEvent> lastOfBatch(Sql sql, long batchId, int count) throws SQLException {
    return merged(
        sql.list(OF_BATCH, PackedEvent::read, BatchId.fileOf(batchId), batchId, count),
        PackTable.find(sql, batchId).map(Packed::events).orElse(List.of()),
        count);
  }

  private static List<PackedEvent> merged(
      List<PackedEvent> rows, List<PackedEvent> packed, int count) {
    if (packed.isEmpty()) {
      return rows;
    }
    List<PackedEvent> all = new ArrayList<>(rows);
    // Packed between the two looks: it is in both.
    packed.stream().filter(each -> !rows.contains(each)).forEach(all::add);
    all.sort(Comparator.comparingLong(PackedEvent::id).reversed());
    return all.subList(0, Math.min(count, all.size()));
  }
}
