package payout.ledger;

import java.sql.SQLException;
import java.util.Optional;
import payout.batch.FileState;

/** Says whether bytes were taken before. */
final class Duplicates {

  private Duplicates() {}

  /**
   * The file that was taken with the same bytes and stands in the way of taking them again: one
   * that is not settled, or of which anything was paid. Bytes that failed whole may come again.
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
    long paid = sql.number("SELECT SUM(paid_lines) FROM batch WHERE file_id = ?", last.get().id());
    return paid == 0 ? Optional.empty() : last;
  }
}
