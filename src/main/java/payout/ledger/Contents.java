package payout.ledger;

import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import payout.batch.BatchLines;
import payout.batch.BatchState;
import payout.batch.LineCodec;
import payout.batch.LineResult;
import payout.batch.PayoutLine;
import payout.ledger.sql.LedgerException;
import payout.ledger.sql.Sql;

/** Reads batches with their lines and results. */
final class Contents {

  private Contents() {}

  static BatchContent read(Sql sql, BatchRecord batch) throws SQLException {
    List<PayoutLine> lines = lines(sql, batch.id());
    return new BatchContent(batch, lines, results(sql, batch, lines.size()));
  }

  static BatchRecord batch(Sql sql, long batchId) throws SQLException {
    return sql.first(BatchRecord.SELECT + "WHERE id = ?", BatchRecord::read, batchId)
        .orElseThrow(() -> new LedgerException("The ledger holds no batch " + batchId + "."));
  }

  static List<PayoutLine> lines(Sql sql, long batchId) throws SQLException {
    return LineCodec.decodeLines(stored(sql, batchId));
  }

  /** The lines as they are stored, with the count and sum that the batch records. */
  static BatchLines undecoded(Sql sql, BatchRecord batch) throws SQLException {
    return new BatchLines(stored(sql, batch.id()), batch.lines(), batch.amount());
  }

  private static byte[] stored(Sql sql, long batchId) throws SQLException {
    return sql.first(
            "SELECT data FROM batch_lines WHERE batch_id = ?", row -> row.getBytes(1), batchId)
        .orElseThrow(
            () -> new LedgerException("The ledger holds no lines of batch " + batchId + "."));
  }

  /** Writes the results of a batch, one for each of its lines. */
  static void writeResults(Sql sql, long batchId, List<LineResult> results) throws SQLException {
    sql.update(
        "INSERT INTO batch_results (batch_id, data) VALUES (?, ?)"
            + " ON CONFLICT (batch_id) DO UPDATE SET data = excluded.data",
        batchId,
        LineCodec.encodeResults(results));
  }

  /** The results of a batch so far, one for each of its lines. */
  static List<LineResult> results(Sql sql, BatchRecord batch, int lines) throws SQLException {
    LineResult withoutOne =
        batch.state() == BatchState.REFUSED ? LineResult.refused(batch.code()) : LineResult.OPEN;
    return sql.first(
            "SELECT data FROM batch_results WHERE batch_id = ?", row -> row.getBytes(1), batch.id())
        .map(LineCodec::decodeResults)
        .orElseGet(() -> Collections.nCopies(lines, withoutOne));
  }
}
