package payout.ledger;

import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import payout.batch.BatchLines;
import payout.batch.BatchState;
import payout.batch.LineCodec;
import payout.batch.LineResult;
import payout.batch.PayoutLine;
import payout.ledger.sql.LedgerException;
import payout.ledger.sql.Sql;

/** Reads batches with their lines and results. */
final class Contents {

  private static final String RESULTS = "SELECT data FROM batch_results WHERE batch_id = ?";
  private static final String LINES = "SELECT data FROM batch_lines WHERE batch_id = ?";

  private Contents() {}

  static BatchContent read(Sql sql, BatchRecord batch) throws SQLException {
    List<PayoutLine> lines = lines(sql, batch.id());
    return new BatchContent(batch, lines, results(sql, batch, lines.size()));
  }

  /** The same; empty when the batch was deleted, because its file waited and was refused. */
  static Optional<BatchContent> find(Sql sql, long batchId) throws SQLException {
    Optional<BatchRecord> batch =
        sql.first(BatchRecord.SELECT + "WHERE id = ?", BatchRecord::read, batchId);
    Optional<List<PayoutLine>> lines = findStored(sql, batchId).map(LineCodec::decodeLines);
    return batch.isEmpty() || lines.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new BatchContent(
                batch.get(), lines.get(), results(sql, batch.get(), lines.get().size())));
  }

  static BatchRecord batch(Sql sql, long batchId) throws SQLException {
    return sql.first(BatchRecord.SELECT + "WHERE id = ?", BatchRecord::read, batchId)
        .orElseThrow(() -> new LedgerException("The ledger holds no batch " + batchId + "."));
  }

  static List<PayoutLine> lines(Sql sql, long batchId) throws SQLException {
    return LineCodec.decodeLines(stored(sql, batchId));
  }

  static Optional<List<PayoutLine>> findLines(Sql sql, long batchId) throws SQLException {
    return sql.first(LINES, row -> row.getBytes(1), batchId).map(LineCodec::decodeLines);
  }

  /** The lines as they are stored, with the count and sum that the batch records. */
  static BatchLines undecoded(Sql sql, BatchRecord batch) throws SQLException {
    return new BatchLines(stored(sql, batch.id()), batch.lines(), batch.amount());
  }

  private static byte[] stored(Sql sql, long batchId) throws SQLException {
    return required(findStored(sql, batchId).orElse(null), batchId);
  }

  /** Where they are not in their table they may be packed, or may just have been unpacked. */
  private static Optional<byte[]> findStored(Sql sql, long batchId) throws SQLException {
    Optional<byte[]> lines = sql.first(LINES, row -> row.getBytes(1), batchId);
    if (lines.isEmpty()) {
      lines = PackTable.find(sql, batchId).map(Packed::lines);
    }
    return lines.isPresent() ? lines : sql.first(LINES, row -> row.getBytes(1), batchId);
  }

  /**
   * The lines of a batch as they were read.
   *
   * @throws LedgerException when there are none
   */
  static byte[] required(byte[] lines, long batchId) {
    if (lines == null) {
      throw new LedgerException("The ledger holds no lines of batch " + batchId + ".");
    }
    return lines;
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
    return findResults(sql, batch)
        .map(LineCodec::decodeResults)
        .orElseGet(() -> Collections.nCopies(lines, withoutOne));
  }

  private static Optional<byte[]> findResults(Sql sql, BatchRecord batch) throws SQLException {
    Optional<byte[]> results = sql.first(RESULTS, row -> row.getBytes(1), batch.id());
    if (results.isPresent() || batch.state() != BatchState.SETTLED) {
      return results;
    }
    Optional<byte[]> packed = PackTable.find(sql, batch.id()).map(Packed::results);
    return packed.isPresent() ? packed : sql.first(RESULTS, row -> row.getBytes(1), batch.id());
  }
}
