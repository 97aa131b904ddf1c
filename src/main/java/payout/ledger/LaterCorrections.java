package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import payout.batch.LineCodec;
import payout.batch.LineResult;
import payout.ledger.sql.Sql;

/**
 * The corrections that were made after a file was written to the outbox. Taken back, they leave
 * what was written: a correction never changes a file that is out.
 */
final class LaterCorrections {

  /** For a file that is being written for the first time. */
  static final LaterCorrections NONE = new LaterCorrections(Map.of());

  private final Map<Long, List<Undo>> byBatch;

  private LaterCorrections(Map<Long, List<Undo>> byBatch) {
    this.byBatch = byBatch;
  }

  /** Those of its payout file; corrections are few. */
  static LaterCorrections than(Sql sql, Publication written) throws SQLException {
    if (written.file() == null) {
      return NONE;
    }
    return new LaterCorrections(
        sql
            .list(
                "SELECT c.batch_id, c.line, c.before FROM correction c WHERE c.file_id = ?"
                    + " AND c.number >= (SELECT MIN(p.number) FROM publication p"
                    + " WHERE p.file_id = ? AND p.kind = 'CORRECTION' AND p.id > ?)"
                    + " ORDER BY c.number DESC",
                row ->
                    new Undo(
                        row.getLong(1),
                        row.getInt(2),
                        LineCodec.decodeResults(row.getBytes(3)).get(0)),
                written.file().id(),
                written.file().id(),
                written.id())
            .stream()
            .collect(Collectors.groupingBy(Undo::batchId)));
  }

  /** The batch as it was before them. */
  BatchContent takenBack(BatchContent content) {
    List<Undo> undos = byBatch.getOrDefault(content.batch().id(), List.of());
    if (undos.isEmpty()) {
      return content;
    }
    List<LineResult> results = new ArrayList<>(content.results());
    undos.forEach(undo -> results.set(undo.line(), undo.before()));
    return new BatchContent(content.batch(), content.lines(), results);
  }

  /** A change of one line, the newest first. */
  private record Undo(long batchId, int line, LineResult before) {}
}
