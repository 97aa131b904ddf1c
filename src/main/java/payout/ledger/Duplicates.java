package payout.ledger;

import java.sql.SQLException;
import java.util.Optional;
import payout.ledger.sql.Sql;

/** Says whether bytes were taken before. */
final class Duplicates {

  private static final String PAID =
      "(SELECT 1 FROM batch WHERE batch.file_id = payout_file.id AND batch.paid_lines > 0)";

  private Duplicates() {}

  /**
   * The file that was taken with the same bytes and stands in the way of taking them again: one
   * that is not settled, or of which anything was paid, however long ago. Bytes that failed whole
   * each time may come again, and so may settled ones that a person let in once more.
   *
   * @param now the time, for a grant ends by itself
   * @param except a file that does not count: the one that is asked for
   */
  static Optional<FileRecord> stillCounts(Sql sql, long now, String sha256, long except)
      throws SQLException {
    String paid =
        Grants.open(sql, sha256, now) > 0 ? "1 = 0" : "state = 'SETTLED' AND EXISTS " + PAID;
    return sql.first(
        FileRecord.SELECT
            + "WHERE sha256 = ? AND id <> ?"
            + " AND (state IN ('AWAITING_APPROVAL', 'AWAITING_LIMIT', 'ACCEPTED') OR "
            + paid
            + ") ORDER BY id DESC LIMIT 1",
        FileRecord::read,
        sha256,
        except);
  }
}
