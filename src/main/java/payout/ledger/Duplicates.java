package payout.ledger;

import java.sql.SQLException;
import java.util.Optional;
import payout.batch.FileState;

/** Says whether bytes were taken before. */
final class Duplicates {

  private Duplicates() {}

  /** The id of a person's unused word that these bytes may be paid once more; 0 without one. */
  static long openGrant(Sql sql, String sha256) throws SQLException {
    return sql.number("SELECT MIN(id) FROM again WHERE sha256 = ? AND used_by IS NULL", sha256);
  }

  /**
   * The file that was taken with the same bytes and stands in the way of taking them again: one
   * that is not settled, or of which anything was paid. Bytes that failed whole, or that a person
   * let in once more, may come again.
   *
   * @param except a file that does not count: the one that is asked for
   */
  static Optional<FileRecord> stillCounts(Sql sql, String sha256, long except) throws SQLException {
    Optional<FileRecord> last =
        sql.first(
            FileRecord.SELECT
                + "WHERE sha256 = ? AND id <> ? AND state IN"
                + " ('AWAITING_APPROVAL', 'AWAITING_LIMIT', 'ACCEPTED', 'SETTLED')"
                + " ORDER BY id DESC LIMIT 1",
            FileRecord::read,
            sha256,
            except);
    if (last.isEmpty() || last.get().state() != FileState.SETTLED) {
      return last;
    }
    if (openGrant(sql, sha256) > 0) {
      return Optional.empty();
    }
    long paid = sql.number("SELECT SUM(paid_lines) FROM batch WHERE file_id = ?", last.get().id());
    return paid == 0 ? Optional.empty() : last;
  }
}
