package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import payout.batch.FileState;
import payout.batch.Payer;
import payout.ledger.sql.LedgerException;
import payout.ledger.sql.Sql;

/**
 * The table {@code payout_file}: the only class that changes its rows.
 *
 * <p>Invariant: a file changes its state only by a step of {@link FileTransitions}, in an UPDATE
 * that names the state it starts from and must hit one row, and with an event in the same
 * transaction. A change that depends on the state of a file locks the file first.
 */
final class FileTable {

  private final Sql sql;
  private final long now;
  private final String cause;

  /**
   * The table within one transaction.
   *
   * @param now milliseconds since 1970
   * @param cause who or what changes it, for the events
   */
  FileTable(Sql sql, long now, String cause) {
    this.sql = sql;
    this.now = now;
    this.cause = cause;
  }

  /**
   * Reads a file and locks it until the end of the transaction, so that nothing else changes it or
   * settles one of its batches; empty when there is none.
   */
  static Optional<FileRecord> lockIfThere(Sql sql, long fileId) throws SQLException {
    return sql.first(
        "UPDATE payout_file SET open_batches = open_batches WHERE id = ? RETURNING *",
        FileRecord::read,
        fileId);
  }

  /** The same for a file that exists. */
  static FileRecord lock(Sql sql, long fileId) throws SQLException {
    return lockIfThere(sql, fileId)
        .orElseThrow(() -> new LedgerException("The ledger holds no file " + fileId + "."));
  }

  // ---- intake

  static void pin(Sql sql, FileRecord file, Payer payer) throws SQLException {
    sql.updateOne(
        "UPDATE payout_file SET partner = ?, email = ?, account_name = ?, buyer_account_name = ?,"
            + " extend_param = ?, gateway = ?, charset = ? WHERE id = ? AND state = 'RECEIVED'",
        payer.partner(),
        payer.email(),
        payer.accountName(),
        payer.buyerAccountName(),
        payer.extendParam(),
        payer.gateway(),
        payer.charset().toString(),
        file.id());
  }

  /** Keeps the batch number that a file states; empty when it states none. */
  static void keepStatedNumber(Sql sql, FileRecord file, String batchNo) throws SQLException {
    sql.updateOne("UPDATE payout_file SET stated_no = ? WHERE id = ?", batchNo, file.id());
  }

  /** Keeps how often the bytes of a file were accepted for payment. */
  static void keepRound(Sql sql, FileRecord file, int round) throws SQLException {
    sql.updateOne("UPDATE payout_file SET round = ? WHERE id = ?", round, file.id());
  }

  /** Records that a file was moved to the archive; does nothing when that is already recorded. */
  static void archived(Sql sql, FileRecord file, long at) throws SQLException {
    sql.update(
        "UPDATE payout_file SET archived_at = ? WHERE id = ? AND archived_at IS NULL",
        at,
        file.id());
  }

  /**
   * Records the decision about a file that was read.
   *
   * @param to ACCEPTED, REJECTED or DUPLICATE; or the state in which it waits
   * @param archiveName where it is kept, relative to its inbox
   * @param wait how it has to wait; null when it does not
   */
  void decide(
      FileRecord file,
      FileState to,
      IntakeStore.Decision decision,
      String archiveName,
      FileRecord.Wait wait)
      throws SQLException {
    change(
        file.id(),
        FileState.RECEIVED,
        to,
        "reason = ?, lines = ?, amount = ?, rejected_lines = ?, batches = ?, open_batches = ?,"
            + " archive_name = ?, decided_at = ?",
        decision.reason(),
        decision.lines(),
        decision.amount().fen(),
        decision.rejectedLines(),
        decision.batches(),
        decision.batches(),
        archiveName,
        wait == null ? now : null);
    if (wait != null) {
      keepWait(file, wait);
    }
    event(file.id(), to.name(), decision.reason());
  }

  private void keepWait(FileRecord file, FileRecord.Wait wait) throws SQLException {
    sql.updateOne(
        "UPDATE payout_file SET first_wait = ?, waiting_since = ?, expires_at = ?, owner = ?,"
            + " wait_reason = ?, reason = ? WHERE id = ?",
        wait.first().name(),
        wait.since(),
        wait.expiresAt(),
        wait.owner(),
        wait.reason(),
        wait.reason(),
        file.id());
  }

  // ---- a file that waits

  /** Records who approved a file, and why. */
  void approve(FileRecord file, String who, String reason) throws SQLException {
    sql.updateOne("UPDATE payout_file SET approved_by = ? WHERE id = ?", who, file.id());
    event(file.id(), "APPROVED", reason);
  }

  /**
   * Lets an approved file wait for the limit of the day.
   *
   * @param reason what it waits for, a sentence
   * @param detail for the event
   */
  void awaitLimit(FileRecord file, String reason, String detail) throws SQLException {
    change(file.id(), file.state(), FileState.AWAITING_LIMIT, "reason = ?", reason);
    event(file.id(), FileState.AWAITING_LIMIT.name(), detail);
  }

  /**
   * Accepts a file that waited.
   *
   * @param reason that lines were left out; empty when none was
   * @param detail for the event
   */
  void accept(FileRecord file, String reason, String detail) throws SQLException {
    change(
        file.id(),
        file.state(),
        FileState.ACCEPTED,
        "reason = ?, decided_at = ?, archive_name = ?",
        reason,
        now,
        ArchiveName.in(".done", file.archiveName()));
    event(file.id(), FileState.ACCEPTED.name(), detail);
  }

  /**
   * Refuses a file that waited; it counts as no round of its bytes.
   *
   * @param reason a code, a colon and a sentence
   */
  void reject(FileRecord file, String reason) throws SQLException {
    change(
        file.id(),
        file.state(),
        FileState.REJECTED,
        "reason = ?, decided_at = ?, archive_name = ?, round = 0, open_batches = 0",
        reason,
        now,
        ArchiveName.in(".rejected", file.archiveName()));
    event(file.id(), FileState.REJECTED.name(), reason);
  }

  // ---- an accepted file

  /**
   * Counts a batch of a file that is final now.
   *
   * @return how many of its batches are not final
   */
  long countFinalBatch(long fileId) throws SQLException {
    return sql.first(
            "UPDATE payout_file SET open_batches = open_batches - 1 WHERE id = ?"
                + " RETURNING open_batches",
            row -> row.getLong(1),
            fileId)
        .orElseThrow();
  }

  /** Settles an accepted file whose batches are all final. */
  void settle(long fileId) throws SQLException {
    change(fileId, FileState.ACCEPTED, FileState.SETTLED, "settled_at = ?", now);
    event(fileId, FileState.SETTLED.name(), "");
  }

  // ---- every change of state

  private void change(long fileId, FileState from, FileState to, String set, Object... values)
      throws SQLException {
    FileTransitions.require(from, to);
    List<Object> arguments = new ArrayList<>();
    arguments.add(to.name());
    arguments.addAll(Arrays.asList(values));
    arguments.add(fileId);
    arguments.add(from.name());
    sql.updateOne(
        "UPDATE payout_file SET state = ?, " + set + " WHERE id = ? AND state = ?",
        arguments.toArray());
  }

  private void event(long fileId, String kind, String detail) throws SQLException {
    Events.file(sql, now, fileId, kind, cause, detail);
  }
}
