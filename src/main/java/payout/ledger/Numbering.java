package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import payout.batch.BatchNo;
import payout.batch.BatchState;
import payout.batch.LineCodec;
import payout.batch.PayoutLine;
import payout.ledger.sql.Sql;

/**
 * Gives batches their numbers, in the commit that accepts their file.
 *
 * <p>Invariant: a number belongs to one list of lines forever. It is used again only for exactly
 * the same lines, and only while the gateway took nothing under it.
 */
final class Numbering {

  private static final String MAX_ROUND = "SELECT MAX(round) FROM payout_file WHERE sha256 = ?";

  private Numbering() {}

  /**
   * Gives the file's batches their numbers, as {@link payout.batch.BatchNo#of} makes them, or the
   * number that the file states, if these bytes come for the first time and {@link #isUsed} found
   * it free. Where the gateway refused exactly the same lines before, they keep their old number:
   * only lines that were taken need a new one.
   *
   * @return the round: how often these bytes were accepted for payment, including this time
   */
  static int number(Sql sql, FileRecord file) throws SQLException {
    int round = (int) sql.number(MAX_ROUND, file.sha256()) + 1;
    BatchTable.number(sql, file, BatchNo.prefix(file.sha256(), round));
    if (round == 1) {
      BatchTable.numberAsStated(sql, file);
    } else {
      BatchTable.numberAsRefused(sql, file, lastRound(sql, file.sha256(), round - 1));
    }
    return round;
  }

  /**
   * Whether a number that a file states for all its lines is not free. It is free when it is
   * unknown, or when it was refused with exactly the same lines. For bytes that were accepted
   * before, the number is used, unless the gateway refused them or an operator permitted them once
   * more: in both cases {@link #number} does not use the stated number.
   */
  static boolean isUsed(Sql sql, long now, String batchNo, String sha256, List<PayoutLine> lines)
      throws SQLException {
    byte[] data = LineCodec.encodeLines(lines);
    int round = (int) sql.number(MAX_ROUND, sha256);
    if (round == 0) {
      return isHeld(sql, batchNo, data) || isStated(sql, batchNo, sha256);
    }
    if (Grants.open(sql, sha256, now) > 0) {
      return false;
    }
    Optional<BatchRecord> last =
        sql.first(
            BatchRecord.SELECT + "WHERE file_id = ? AND place = 1",
            BatchRecord::read,
            lastRound(sql, sha256, round));
    return last.isEmpty()
        || last.get().state() != BatchState.REFUSED
        || isHeld(sql, last.get().batchNo(), data);
  }

  /** Whether a batch of other lines has the number, or one that the gateway did not refuse. */
  private static boolean isHeld(Sql sql, String batchNo, byte[] lines) throws SQLException {
    return sql.number(
            "SELECT COUNT(*) FROM batch b LEFT JOIN batch_lines l ON l.batch_id = b.id"
                + " WHERE b.batch_no = ?"
                // The lines of a refused batch are never packed.
                + " AND (b.state <> 'REFUSED' OR l.data IS NULL OR l.data NOT IN (?, ?))",
            batchNo,
            lines,
            LineCodec.withoutVersion(lines))
        > 0;
  }

  /** Whether a file that waits states the number. */
  private static boolean isStated(Sql sql, String batchNo, String sha256) throws SQLException {
    return sql.number(
            "SELECT COUNT(*) FROM payout_file WHERE stated_no = ? AND stated_no <> ''"
                + " AND sha256 <> ?"
                + " AND state IN ('AWAITING_APPROVAL', 'AWAITING_DATE', 'AWAITING_LIMIT')",
            batchNo,
            sha256)
        > 0;
  }

  private static long lastRound(Sql sql, String sha256, int round) throws SQLException {
    return sql.number(
        "SELECT MAX(id) FROM payout_file WHERE sha256 = ? AND round = ?", sha256, round);
  }
}
