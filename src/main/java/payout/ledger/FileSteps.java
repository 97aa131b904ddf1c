package payout.ledger;

import java.sql.SQLException;
import payout.batch.OutputKind;
import payout.ledger.sql.Sql;

/**
 * The steps of a file that waits. Invariant: its batches have their numbers, so that no other file
 * brings the same serials or numbers, and no due time, so that nothing sends them; they get one in
 * the commit that accepts the file, or are deleted in the one that refuses it.
 */
final class FileSteps {

  private FileSteps() {}

  /** Takes a file that waited; the reason says of it what its ack is to say. */
  static void accept(Sql sql, long now, FileRecord file, String reason, String cause, String detail)
      throws SQLException {
    new FileTable(sql, now, cause).accept(file, reason, detail);
    BatchTable.makeDue(sql, now, file, file.batches());
    Publications.order(sql, now, file.id(), 0, OutputKind.ACK);
  }

  /** Refuses a file that waited; nothing of it can ever be sent, and its serials are free. */
  static void reject(Sql sql, long now, FileRecord file, String reason, String cause)
      throws SQLException {
    new FileTable(sql, now, cause).reject(file, reason);
    Arrivals.deleteStaged(sql, file.id());
    sql.update("UPDATE again SET used_by = NULL WHERE used_by = ?", file.id());
    Publications.order(sql, now, file.id(), 0, OutputKind.ACK);
  }
}
