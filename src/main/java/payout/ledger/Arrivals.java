package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import payout.batch.Payer;
import payout.ledger.sql.LedgerException;
import payout.ledger.sql.Sql;

/** Finds files, and writes and deletes the rows of undecided ones. */
final class Arrivals {

  private Arrivals() {}

  static FileRecord get(Sql sql, long fileId) throws SQLException {
    return find(sql, fileId).orElseThrow();
  }

  static Optional<FileRecord> find(Sql sql, long fileId) throws SQLException {
    return sql.first(FileRecord.SELECT + "WHERE id = ?", FileRecord::read, fileId);
  }

  /** The same file, if it was begun, or decided and not moved yet. */
  static Optional<FileRecord> sameArrival(Sql sql, IntakeStore.Arrival arrival)
      throws SQLException {
    return sql.first(
        FileRecord.SELECT
            + "WHERE inbox = ? AND name = ? AND archived_at IS NULL AND sha256 = ?"
            + " AND modified_at = ? ORDER BY id DESC LIMIT 1",
        FileRecord::read,
        arrival.inbox(),
        arrival.name(),
        arrival.sha256(),
        arrival.modifiedAt());
  }

  /**
   * A file that a process found in an inbox and has a claim on.
   *
   * @throws LedgerException for one that was submitted: it has a row that names its maker, and must
   *     not get one that does not. A scratch ledger, in which it is only checked, knows no maker.
   */
  static FileRecord begin(Sql sql, IntakeStore.Arrival arrival, long claim, long now)
      throws SQLException {
    if (arrival.inbox().equals(Submission.INBOX) && SubmissionTable.isAnyDue(sql)) {
      throw new LedgerException(
          "The ledger holds no undecided file "
              + arrival.name()
              + " with these bytes that was submitted; nothing is read.");
    }
    forgetReplaced(sql, arrival);
    long id = insert(sql, arrival, claim, "", now);
    Events.file(sql, now, id, "RECEIVED", "receive-file", arrival.inbox());
    TransitionLog.file(sql, id, "", "RECEIVED", "receive-file");
    return get(sql, id);
  }

  /** A file that a person submitted, which no process has a claim on yet; its id. */
  static long insertSubmitted(Sql sql, IntakeStore.Arrival arrival, String submittedBy, long now)
      throws SQLException {
    long id = insert(sql, arrival, 0, submittedBy, now);
    Events.file(sql, now, id, "RECEIVED", submittedBy, arrival.inbox());
    TransitionLog.file(sql, id, "", "RECEIVED", submittedBy);
    return id;
  }

  /** Where the same bytes come under the same stem at once, the later one counts once more. */
  private static long insert(
      Sql sql, IntakeStore.Arrival arrival, long claim, String submittedBy, long now)
      throws SQLException {
    Optional<Long> id = Optional.empty();
    while (id.isEmpty()) {
      id = insertAs(nextArrival(sql, arrival), sql, arrival, claim, submittedBy, now);
    }
    return id.get();
  }

  private static long nextArrival(Sql sql, IntakeStore.Arrival arrival) throws SQLException {
    return 1
        + sql.number(
            "SELECT MAX(arrival) FROM payout_file WHERE stem = ? AND short_hash = ?",
            arrival.stem(),
            arrival.shortHash());
  }

  private static Optional<Long> insertAs(
      long number, Sql sql, IntakeStore.Arrival arrival, long claim, String submittedBy, long now)
      throws SQLException {
    return sql.first(
        "INSERT INTO payout_file (inbox, name, sha256, size, modified_at, stem, short_hash,"
            + " arrival, state, partner, email, account_name, buyer_account_name, extend_param,"
            + " gateway, charset, claim, submitted_by, received_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'RECEIVED', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (stem, short_hash, arrival) DO NOTHING RETURNING id",
        row -> row.getLong(1),
        arrival.inbox(),
        arrival.name(),
        arrival.sha256(),
        arrival.size(),
        arrival.modifiedAt(),
        arrival.stem(),
        arrival.shortHash(),
        number,
        arrival.payer().partner(),
        arrival.payer().email(),
        arrival.payer().accountName(),
        arrival.payer().buyerAccountName(),
        arrival.payer().extendParam(),
        arrival.payer().gateway(),
        arrival.payer().charset().toString(),
        claim,
        submittedBy,
        now);
  }

  /**
   * A file that was begun before and is read again, or one that was submitted: it is pinned to the
   * current payer and claim.
   */
  static FileRecord beginAgain(Sql sql, FileRecord file, Payer payer, long claim)
      throws SQLException {
    deleteStaged(sql, file.id());
    FileTable.pin(sql, file, payer, claim);
    return get(sql, file.id());
  }

  /**
   * Deletes a file whose reading ended in a crash, and that was then replaced under its name.
   * Nobody can replace one that was submitted.
   */
  private static void forgetReplaced(Sql sql, IntakeStore.Arrival arrival) throws SQLException {
    List<Long> begun =
        sql.list(
            "SELECT id FROM payout_file WHERE inbox = ? AND name = ? AND archived_at IS NULL"
                + " AND state = 'RECEIVED' AND submitted_by = ''",
            row -> row.getLong(1),
            arrival.inbox(),
            arrival.name());
    for (long id : begun) {
      forget(sql, id);
    }
  }

  /** Deletes a file with everything that was staged of it; its events stay, they may be sealed. */
  static void forget(Sql sql, long fileId) throws SQLException {
    deleteStaged(sql, fileId);
    sql.update("DELETE FROM payout_file WHERE id = ? AND state = 'RECEIVED'", fileId);
  }

  static void deleteStaged(Sql sql, long fileId) throws SQLException {
    sql.update(
        "DELETE FROM batch_lines WHERE batch_id IN (SELECT id FROM batch WHERE file_id = ?)",
        fileId);
    sql.update("DELETE FROM batch WHERE file_id = ?", fileId);
    sql.update("DELETE FROM rejected_lines WHERE file_id = ?", fileId);
  }

  /** The files of this name, or whose SHA-256 starts so (8 digits or more); the newest first. */
  static List<FileRecord> named(Sql sql, String nameOrHash) throws SQLException {
    boolean canBeHash = nameOrHash.matches("[0-9a-f]{8,64}");
    // As a range, which an index answers; no SHA-256 is the empty text. g follows f.
    return sql.list(
        FileRecord.SELECT + "WHERE name = ? OR sha256 >= ? AND sha256 < ? ORDER BY id DESC",
        FileRecord::read,
        nameOrHash,
        canBeHash ? nameOrHash : "",
        canBeHash ? nameOrHash + "g" : "");
  }
}
