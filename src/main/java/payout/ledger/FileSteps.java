package payout.ledger;

import java.sql.SQLException;
import payout.batch.FileState;
import payout.batch.OutputKind;

/**
 * The steps of a file that waits. Invariant: its batches have their numbers, so that no other file
 * brings the same serials or numbers, and no due time, so that nothing sends them; they get one in
 * the commit that accepts the file, or are deleted in the one that refuses it.
 */
final class FileSteps {

  private FileSteps() {}

  /** A file as it is now; everybody else who wants to change it waits for the transaction's end. */
  static FileRecord locked(Sql sql, long fileId) throws SQLException {
    return sql.first(
            "UPDATE payout_file SET state = state WHERE id = ? RETURNING *",
            FileRecord::read,
            fileId)
        .orElseThrow(() -> new LedgerException("The ledger holds no file " + fileId + "."));
  }

  /** Lets the batches of a file go out from now on. */
  static void makeDue(Sql sql, long now, FileRecord file, int batches) throws SQLException {
    int due =
        sql.update(
            "UPDATE batch SET due_at = ? WHERE file_id = ? AND state = 'READY'", now, file.id());
    if (due != batches) {
      throw new IllegalStateException(
          "File " + file.id() + " has " + batches + " batches, of which " + due + " are ready.");
    }
  }

  /** Takes a file that waited; the reason says of it what its ack is to say. */
  static void accept(Sql sql, long now, FileRecord file, String reason, String cause, String detail)
      throws SQLException {
    leave(sql, now, file, FileState.ACCEPTED, reason, ".done");
    makeDue(sql, now, file, file.batches());
    Events.file(sql, now, file.id(), FileState.ACCEPTED.name(), cause, detail);
    Publications.order(sql, now, file.id(), 0, OutputKind.ACK);
  }

  /** Refuses a file that waited; nothing of it can ever be sent, and its serials are free. */
  static void reject(Sql sql, long now, FileRecord file, String reason, String cause)
      throws SQLException {
    leave(sql, now, file, FileState.REJECTED, reason, ".rejected");
    Arrivals.deleteStaged(sql, file.id());
    sql.update("UPDATE payout_file SET round = 0, open_batches = 0 WHERE id = ?", file.id());
    sql.update("UPDATE again SET used_by = NULL WHERE used_by = ?", file.id());
    Events.file(sql, now, file.id(), FileState.REJECTED.name(), cause, reason);
    Publications.order(sql, now, file.id(), 0, OutputKind.ACK);
  }

  /** A file that is approved and has to wait for another day or for a person's word. */
  static void awaitLimit(
      Sql sql, long now, FileRecord file, String reason, String cause, String detail)
      throws SQLException {
    FileTransitions.require(file.state(), FileState.AWAITING_LIMIT);
    sql.updateOne(
        "UPDATE payout_file SET state = 'AWAITING_LIMIT', reason = ? WHERE id = ? AND state = ?",
        reason,
        file.id(),
        file.state().name());
    Events.file(sql, now, file.id(), FileState.AWAITING_LIMIT.name(), cause, detail);
  }

  private static void leave(
      Sql sql, long now, FileRecord file, FileState to, String reason, String folder)
      throws SQLException {
    FileTransitions.require(file.state(), to);
    sql.updateOne(
        "UPDATE payout_file SET state = ?, reason = ?, decided_at = ?, archive_name = ?"
            + " WHERE id = ? AND state = ?",
        to.name(),
        reason,
        now,
        ArchiveName.in(folder, file.archiveName()),
        file.id(),
        file.state().name());
  }
}
