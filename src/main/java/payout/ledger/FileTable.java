package payout.ledger;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import payout.batch.FileState;
import payout.batch.Money;
import payout.batch.PayDay;
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

  static void pin(Sql sql, FileRecord file, Payer payer, long claim) throws SQLException {
    sql.updateOne(
        "UPDATE payout_file SET partner = ?, email = ?, account_name = ?, buyer_account_name = ?,"
            + " extend_param = ?, gateway = ?, charset = ?, claim = ?"
            + " WHERE id = ? AND state = 'RECEIVED'",
        payer.partner(),
        payer.email(),
        payer.accountName(),
        payer.buyerAccountName(),
        payer.extendParam(),
        payer.gateway(),
        payer.charset().toString(),
        claim,
        file.id());
  }

  /** No process reads it: the reading ended in order, and without a decision. */
  static void unclaim(Sql sql, long fileId) throws SQLException {
    sql.update("UPDATE payout_file SET claim = 0 WHERE id = ? AND state = 'RECEIVED'", fileId);
  }

  /** Keeps the batch number that a file states; empty when it states none. */
  static void keepStatedNumber(Sql sql, FileRecord file, String batchNo) throws SQLException {
    sql.updateOne("UPDATE payout_file SET stated_no = ? WHERE id = ?", batchNo, file.id());
  }

  /** Keeps the day of China on which a file is to be paid. */
  static void keepPayOn(Sql sql, FileRecord file, LocalDate day) throws SQLException {
    sql.updateOne(
        "UPDATE payout_file SET pay_on = ? WHERE id = ? AND state = 'RECEIVED'",
        PayDay.number(day),
        file.id());
  }

  /** Keeps how often the bytes of a file were accepted for payment. */
  static void keepRound(Sql sql, FileRecord file, int round) throws SQLException {
    sql.updateOne("UPDATE payout_file SET round = ? WHERE id = ?", round, file.id());
  }

  /** Records that all accounts of a file are in their index, with 8 bits of each amount. */
  static void accountsAreIndexed(Sql sql, long fileId) throws SQLException {
    sql.updateOne(
        "UPDATE payout_file SET accounts_from = NULL, account_form = 1 WHERE id = ?", fileId);
  }

  /**
   * Records how far the accounts of a file are in their index.
   *
   * @param from the first place whose accounts are not; null when all are
   */
  static void accountsAreIndexed(Sql sql, long fileId, Integer from) throws SQLException {
    sql.update("UPDATE payout_file SET accounts_from = ? WHERE id = ?", from, fileId);
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
        "reason = ?, lines = ?, open_lines = ?, amount = ?, rejected_lines = ?, batches = ?,"
            + " open_batches = ?, archive_name = ?, decided_at = ?",
        decision.reason(),
        decision.lines(),
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
    if (to == FileState.REJECTED || to == FileState.DUPLICATE) {
      countRefused(decision.amount());
    }
    event(file.id(), to.name(), decision.reason());
  }

  private void keepWait(FileRecord file, FileRecord.Wait wait) throws SQLException {
    sql.updateOne(
        "UPDATE payout_file SET first_wait = ?, waiting_since = ?, expires_at = ?, owner = ?,"
            + " wait_reason = ?, reason = ?, for_repeats = ? WHERE id = ?",
        wait.first().name(),
        wait.since(),
        wait.expiresAt(),
        wait.owner(),
        wait.reason(),
        wait.reason(),
        wait.forRepeats() ? 1 : 0,
        file.id());
  }

  // ---- a file that waits

  /** Records who approved a file, and why. */
  void approve(FileRecord file, String who, String reason) throws SQLException {
    sql.updateOne("UPDATE payout_file SET approved_by = ? WHERE id = ?", who, file.id());
    event(file.id(), "APPROVED", reason);
  }

  /**
   * Lets an approved file wait for its day.
   *
   * @param reason what it waits for, a sentence
   * @param detail for the event
   */
  void awaitDate(FileRecord file, String reason, String detail) throws SQLException {
    change(file.id(), file.state(), FileState.AWAITING_DATE, "reason = ?", reason);
    event(file.id(), FileState.AWAITING_DATE.name(), detail);
  }

  /**
   * Lets a file that was approved, or whose day has come, wait for the limit of the day.
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
        "reason = ?, decided_at = ?, archive_name = ?, round = 0, open_batches = 0,"
            + " open_lines = 0",
        reason,
        now,
        ArchiveName.in(".rejected", file.archiveName()));
    countRefused(file.amount());
    event(file.id(), FileState.REJECTED.name(), reason);
  }

  private void countRefused(Money amount) throws SQLException {
    new NoticeTable(sql, now).count(NoticeCause.FILE_REFUSED, 1, amount, "");
  }

  // ---- a file that the ledger lost

  /** Records that a file was taken again and stays where it is in the archive. */
  void retaken(FileRecord file, Retake again) throws SQLException {
    sql.updateOne(
        "UPDATE payout_file SET retaken = ?, archived_at = ? WHERE id = ?",
        again.mark().name(),
        now,
        file.id());
    event(file.id(), "RETAKEN", again.doubt());
  }

  /** Marks a file whose batches were due when the ledger was lost, unless it has a mark. */
  static void markOpen(Sql sql, long fileId) throws SQLException {
    sql.update(
        "UPDATE payout_file SET retaken = ? WHERE id = ? AND retaken = ''",
        Retaken.SAME.name(),
        fileId);
  }

  /**
   * Lets a file wait without an end that may have been decided on before the ledger was lost, so
   * that its serials stay in use.
   *
   * @param mark SAME for one that lies among the accepted ones; DOUBT for one of which nothing may
   *     be sent
   * @param archiveName where it lies
   * @param reason what it waits for, a sentence
   */
  void keepWaiting(FileRecord file, Retaken mark, String archiveName, String reason)
      throws SQLException {
    sql.updateOne(
        "UPDATE payout_file SET retaken = ?, archive_name = ?, expires_at = 0, wait_reason = ?,"
            + " reason = ? WHERE id = ?",
        mark.name(),
        archiveName,
        reason,
        reason,
        file.id());
    event(file.id(), "RETAKEN", reason);
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

  /**
   * Counts lines of a file that have their result now, in the transaction that gives it to them.
   *
   * @param closed how many lines were open and are not any more
   * @param paid how many more lines are paid; below 0 for fewer
   * @param paidFen their sum in fen, with the same sign
   */
  static void count(Sql sql, long fileId, int closed, int paid, long paidFen) throws SQLException {
    sql.updateOne(
        "UPDATE payout_file SET open_lines = open_lines - ?, paid_lines = paid_lines + ?,"
            + " paid_amount = paid_amount + ? WHERE id = ?",
        closed,
        paid,
        paidFen,
        fileId);
  }

  /**
   * Adds up the batches of a file again. An earlier program, which may run beside this one for a
   * while, does not {@link #count}.
   */
  static void recount(Sql sql, long fileId) throws SQLException {
    sql.updateOne(
        "UPDATE payout_file SET (open_lines, paid_lines, paid_amount) ="
            + " (SELECT COALESCE(SUM(b.open_lines), 0), COALESCE(SUM(b.paid_lines), 0),"
            + " COALESCE(SUM(b.paid_amount), 0) FROM batch b WHERE b.file_id = payout_file.id)"
            + " WHERE id = ?",
        fileId);
  }

  /**
   * Records that a settled file was packed.
   *
   * @param at when, milliseconds since 1970; null when some of it is unpacked again
   */
  static void packed(Sql sql, long fileId, Long at) throws SQLException {
    sql.update(
        "UPDATE payout_file SET packed_at = ? WHERE id = ? AND state = 'SETTLED'", at, fileId);
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
    TransitionLog.file(sql, fileId, from.name(), to.name(), cause);
  }

  private void event(long fileId, String kind, String detail) throws SQLException {
    Events.file(sql, now, fileId, kind, cause, detail);
  }
}
