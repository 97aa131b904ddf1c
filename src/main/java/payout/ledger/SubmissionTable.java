package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import payout.batch.FileNames;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * The tables {@code submission} and {@code submission_chunk}: the only class that changes their
 * rows.
 *
 * <p>Invariant: bytes are added only while they are UPLOADING, and deleted only after a commit that
 * says so, so that no reader takes a part of them for the whole.
 */
final class SubmissionTable {

  /** So many chunks are deleted in one commit: 8 MiB. */
  private static final int CHUNKS_A_COMMIT = 32;

  private static final long SECOND_MS = 1000;

  private SubmissionTable() {}

  /** Lets one submission at a time become a file, over all processes; until the end of this one. */
  static void lock(Sql sql) throws SQLException {
    sql.update(
        "INSERT INTO lease (name, owner, lease_until) VALUES ('submission', '', 0)"
            + " ON CONFLICT (name) DO UPDATE SET lease_until = 0");
  }

  static long begin(Sql sql, String name, String submittedBy, boolean onlyCheck, long now)
      throws SQLException {
    return sql.first(
            "INSERT INTO submission (name, stem, submitted_by, only_check, state, touched_at)"
                + " VALUES (?, ?, ?, ?, 'UPLOADING', ?) RETURNING id",
            row -> row.getLong(1),
            name,
            FileNames.stemOf(name),
            submittedBy,
            onlyCheck ? 1 : 0,
            now)
        .orElseThrow();
  }

  /**
   * Adds bytes.
   *
   * @param place of the chunk, from 0
   * @param size of all bytes with these
   */
  static void add(Sql sql, long id, int place, byte[] data, long size, long now)
      throws SQLException {
    sql.updateOne(
        "UPDATE submission SET chunks = ?, size = ?, touched_at = ?"
            + " WHERE id = ? AND state = 'UPLOADING'",
        place + 1,
        size,
        now,
        id);
    sql.update(
        "INSERT INTO submission_chunk (submission_id, place, data) VALUES (?, ?, ?)",
        id,
        place,
        data);
  }

  /** The time of a submission, which is that of its file, too: some file systems have no finer. */
  static long timeOf(long now) {
    return now / SECOND_MS * SECOND_MS;
  }

  /**
   * The bytes are complete.
   *
   * @param fileId the file that intake takes over; null for one that is only checked
   */
  static void submit(Sql sql, long id, String sha256, Long fileId, long now) throws SQLException {
    sql.updateOne(
        "UPDATE submission SET state = 'SUBMITTED', sha256 = ?, file_id = ?, touched_at = ?"
            + " WHERE id = ? AND state = 'UPLOADING'",
        sha256,
        fileId,
        timeOf(now),
        id);
  }

  /** Intake is done with it; false when that was known already. */
  static boolean take(Sql sql, long id, String archiveName) throws SQLException {
    return sql.update(
            "UPDATE submission SET state = 'TAKEN', archive_name = ?"
                + " WHERE id = ? AND state = 'SUBMITTED'",
            archiveName,
            id)
        == 1;
  }

  /** Lets its bytes be deleted; false when it is not in this state any more. */
  static boolean drop(Sql sql, long id, Submission.State from) throws SQLException {
    return sql.update(
            "UPDATE submission SET state = 'DROPPED' WHERE id = ? AND state = ?", id, from.name())
        == 1;
  }

  // ---- queries

  static Optional<Submission> find(Sql sql, long id) throws SQLException {
    return sql.first(Submission.SELECT + "WHERE id = ?", Submission::read, id);
  }

  static Optional<Submission> ofFile(Sql sql, long fileId) throws SQLException {
    return sql.first(
        Submission.SELECT + "WHERE file_id = ? AND state <> 'DROPPED'", Submission::read, fileId);
  }

  static List<Submission> due(Sql sql, boolean onlyCheck, int max) throws SQLException {
    return sql.list(
        Submission.SELECT + "WHERE only_check = ? AND state = 'SUBMITTED' ORDER BY id LIMIT ?",
        Submission::read,
        onlyCheck ? 1 : 0,
        max);
  }

  /** Whether any payout file waits for intake. */
  static boolean isAnyDue(Sql sql) throws SQLException {
    return !due(sql, false, 1).isEmpty();
  }

  /** The same bytes under the same name that wait for their check. */
  static Optional<Submission> sameCheck(Sql sql, String name, String sha256) throws SQLException {
    return sql.first(
        Submission.SELECT
            + "WHERE only_check = 1 AND state = 'SUBMITTED' AND name = ? AND sha256 = ? LIMIT 1",
        Submission::read,
        name,
        sha256);
  }

  /** The archive names of the files with this stem that were checked. */
  static List<String> checked(Sql sql, String stem) throws SQLException {
    return sql.list(
        "SELECT archive_name FROM submission"
            + " WHERE only_check = 1 AND state = 'TAKEN' AND stem = ?",
        row -> row.getString(1),
        stem);
  }

  static Optional<byte[]> chunk(Sql sql, long id, int place) throws SQLException {
    return sql.first(
        "SELECT data FROM submission_chunk WHERE submission_id = ? AND place = ?",
        row -> row.getBytes(1),
        id,
        place);
  }

  /** The file of this name that was submitted and is not decided; there is one at most. */
  static Optional<FileRecord> undecided(Sql sql, String name) throws SQLException {
    return sql.first(
        FileRecord.SELECT
            + "WHERE inbox = 'console' AND name = ?"
            + " AND state NOT IN ('ACCEPTED', 'SETTLED', 'REJECTED', 'DUPLICATE')",
        FileRecord::read,
        name);
  }

  /** The last file that was submitted with these bytes under this name. */
  static Optional<FileRecord> last(Sql sql, String name, String sha256) throws SQLException {
    return sql.first(
        FileRecord.SELECT
            + "WHERE id = (SELECT MAX(id) FROM payout_file"
            + " WHERE sha256 = ? AND name = ? AND inbox = 'console')",
        FileRecord::read,
        sha256,
        name);
  }

  /** Whether anything was submitted under this name that another file could be the same as. */
  static boolean isKnown(Sql sql, String name, boolean onlyCheck) throws SQLException {
    String text =
        onlyCheck
            ? "SELECT id FROM submission"
                + " WHERE only_check = 1 AND state = 'SUBMITTED' AND name = ? LIMIT 1"
            : "SELECT id FROM payout_file WHERE name = ? AND inbox = 'console' LIMIT 1";
    return sql.first(text, row -> row.getLong(1), name).isPresent();
  }

  // ---- deletion

  /** Uploads of which nothing came since then. */
  static List<Long> silent(Sql sql, long since) throws SQLException {
    return sql.list(
        "SELECT id FROM submission WHERE state = 'UPLOADING' AND touched_at < ?",
        row -> row.getLong(1),
        since);
  }

  /** The files that were settled or refused before then and whose bytes are still kept. */
  static List<Long> expired(Sql sql, long before, int max) throws SQLException {
    return sql.list(
        "SELECT id FROM submission WHERE state = 'TAKEN' AND only_check = 0"
            + " AND (SELECT CASE f.state WHEN 'SETTLED' THEN f.settled_at"
            + " WHEN 'REJECTED' THEN f.decided_at WHEN 'DUPLICATE' THEN f.decided_at END"
            + " FROM payout_file f WHERE f.id = submission.file_id) < ? ORDER BY id LIMIT ?",
        row -> row.getLong(1),
        before,
        max);
  }

  /** Files that were checked and whose bytes are not deleted yet: the process ended in between. */
  static List<Long> checkedWithBytes(Sql sql) throws SQLException {
    return sql.list(
        "SELECT id FROM submission WHERE state = 'TAKEN' AND only_check = 1 AND chunks > 0"
            + " ORDER BY id",
        row -> row.getLong(1));
  }

  /** Submissions whose bytes are not deleted yet: the process that began with it ended. */
  static List<Long> dropped(Sql sql) throws SQLException {
    return sql.list(
        "SELECT id FROM submission WHERE state = 'DROPPED' ORDER BY id", row -> row.getLong(1));
  }

  /** Deletes a DROPPED submission with its bytes, a few at a time, so that nobody waits for it. */
  static void delete(Database database, long id) {
    deleteBytes(database, id);
    database.write(
        sql -> sql.update("DELETE FROM submission WHERE id = ? AND state = 'DROPPED'", id));
  }

  /** Deletes the bytes of a file that was checked; that it was checked stays known. */
  static void deleteChecked(Database database, long id) {
    deleteBytes(database, id);
    database.write(
        sql ->
            sql.update(
                "UPDATE submission SET chunks = 0"
                    + " WHERE id = ? AND state = 'TAKEN' AND only_check = 1",
                id));
  }

  private static void deleteBytes(Database database, long id) {
    int deleted;
    do {
      deleted =
          database.write(
              sql ->
                  sql.update(
                      "DELETE FROM submission_chunk WHERE submission_id = ? AND place IN"
                          + " (SELECT place FROM submission_chunk WHERE submission_id = ?"
                          + " ORDER BY place LIMIT ?)",
                      id,
                      id,
                      CHUNKS_A_COMMIT));
    } while (deleted == CHUNKS_A_COMMIT);
  }
}
