package payout.ledger;

import java.sql.SQLException;
import java.util.Optional;
import payout.ledger.sql.Sql;

/** Finds out whether bytes were accepted before. */
final class Duplicates {

  private static final String PAID =
      "(SELECT 1 FROM batch WHERE batch.file_id = payout_file.id AND batch.paid_lines > 0)";

  private Duplicates() {}

  /**
   * The file with the same bytes that prevents them from being accepted again: a file that is not
   * settled, or from which any line was paid, no matter how long ago. Bytes may come again if no
   * line of them was paid, or if they are settled and an operator permitted them once more.
   *
   * @param now the time, because a grant expires
   * @param except a file that does not count: the one being checked
   */
  static Optional<FileRecord> stillCounts(Sql sql, long now, String sha256, long except)
      throws SQLException {
    String paid =
        Grants.open(sql, sha256, now) > 0 ? "1 = 0" : "state = 'SETTLED' AND EXISTS " + PAID;
    return sql.first(
        FileRecord.SELECT
            + "WHERE sha256 = ? AND id <> ?"
            + " AND (state IN ('AWAITING_APPROVAL', 'AWAITING_DATE', 'AWAITING_LIMIT', 'ACCEPTED') OR "
            + paid
            + ") ORDER BY id DESC LIMIT 1",
        FileRecord::read,
        sha256,
        except);
  }
}
