package payout.ledger;

import java.sql.SQLException;
import java.util.Optional;

/** Says whether bytes were taken before. */
final class Duplicates {

  private static final String PAID =
      "(SELECT 1 FROM batch WHERE batch.file_id = payout_file.id AND batch.paid_lines > 0)";

  private Duplicates() {}

  /** The id of a person's unused word that these bytes may be paid once more; 0 without one. */
  static long openGrant(Sql sql, String sha256) throws SQLException {
    return sql.number("SELECT MIN(id) FROM again WHERE sha256 = ? AND used_by IS NULL", sha256);
  }

  /** How often a person let these bytes in once more, an unused word counted. */
  static int timesAgain(Sql sql, String sha256) throws SQLException {
    String used = "SELECT COUNT(*) FROM again WHERE sha256 = ? AND used_by IS NOT NULL";
    return (int) sql.number(used, sha256) + (openGrant(sql, sha256) > 0 ? 1 : 0);
  }

  /**
   * The file that was taken with the same bytes and stands in the way of taking them again: one
   * that is not settled, or of which anything was paid, however long ago. Bytes that failed whole
   * each time may come again, and so may settled ones that a person let in once more.
   *
   * @param except a file that does not count: the one that is asked for
   */
  static Optional<FileRecord> stillCounts(Sql sql, String sha256, long except) throws SQLException {
    String paid = openGrant(sql, sha256) > 0 ? "1 = 0" : "state = 'SETTLED' AND EXISTS " + PAID;
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
