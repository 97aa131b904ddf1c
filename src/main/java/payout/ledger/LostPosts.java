package payout.ledger;

import java.sql.SQLException;
import payout.ledger.sql.Sql;

/**
 * Posts that this ledger does not know of. A ledger that was lost may have sent a batch of a file
 * that is taken again, that was open in the copy, or that has a serial of such a file; so it is not
 * one that was never sent, although no post of it is on record.
 */
final class LostPosts {

  private LostPosts() {}

  /** Whether the gateway may have a batch from a ledger that was lost. */
  static boolean arePossible(Sql sql, BatchRecord batch, FileRecord file) throws SQLException {
    return file.retaken() != Retaken.NO || held(sql, batch) > 0;
  }

  /**
   * A time after the last of them, milliseconds since 1970: when it was found out last that a
   * ledger was lost, or that this file or batch is touched by it. A lost ledger sends nothing.
   */
  static long endedBy(Sql sql, BatchRecord batch) throws SQLException {
    long again =
        sql.number(
            "SELECT MAX(at) FROM event WHERE file_id = ? AND batch_id IS NULL AND kind = 'RETAKEN'",
            batch.fileId());
    long restored = SealTable.marks(sql).of(SealTable.RESTORED);
    return Math.max(Math.max(again, held(sql, batch)), restored);
  }

  /** When a batch was held last by no person; for one that was never posted, this was in doubt. */
  private static long held(Sql sql, BatchRecord batch) throws SQLException {
    return sql.number(
        "SELECT MAX(at) FROM event WHERE file_id = ? AND batch_id = ? AND kind = 'HELD'",
        batch.fileId(),
        batch.id());
  }
}
