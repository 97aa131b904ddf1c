package payout.ledger;

import java.sql.SQLException;
import payout.batch.BatchNo;

/** Gives batches their numbers, in the commit that finds their file sound. */
final class Numbering {

  private static final String MAX_ROUND = "SELECT MAX(round) FROM payout_file WHERE sha256 = ?";

  private Numbering() {}

  /**
   * Gives the file's batches their numbers, as {@link payout.batch.BatchNo#of} makes them. Where
   * the gateway refused the very same lines before, they go under their old number again: it was
   * never taken, and a new number exists only for what was.
   *
   * @return the round: how often these bytes were let in for payment, this time counted
   */
  static int number(Sql sql, FileRecord file) throws SQLException {
    int round = (int) sql.number(MAX_ROUND, file.sha256()) + 1;
    String prefix = BatchNo.prefix(file.sha256(), round);
    sql.update(
        "UPDATE batch SET batch_no = ? || substr(CAST(10000000 + place AS TEXT), 2)"
            + " WHERE file_id = ?",
        prefix,
        file.id());
    if (round > 1) {
      sql.update(
          "UPDATE batch SET batch_no = (SELECT old.batch_no FROM batch old WHERE old.file_id = ?"
              + " AND old.place = batch.place)"
              + " WHERE file_id = ? AND EXISTS (SELECT 1 FROM batch old"
              + " JOIN batch_lines old_lines ON old_lines.batch_id = old.id"
              + " JOIN batch_lines new_lines ON new_lines.batch_id = batch.id"
              + " WHERE old.file_id = ? AND old.place = batch.place AND old.state = 'REFUSED'"
              + " AND old_lines.data = new_lines.data)",
          lastRound(sql, file, round - 1),
          file.id(),
          lastRound(sql, file, round - 1));
    }
    return round;
  }

  private static long lastRound(Sql sql, FileRecord file, int round) throws SQLException {
    return sql.number(
        "SELECT MAX(id) FROM payout_file WHERE sha256 = ? AND round = ?", file.sha256(), round);
  }
}
