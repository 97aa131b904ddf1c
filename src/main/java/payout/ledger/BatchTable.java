package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import payout.batch.BatchState;
import payout.batch.Earlier;
import payout.batch.LineCodec;
import payout.batch.LineState;
import payout.batch.Money;
import payout.batch.Outcome;
import payout.batch.Payer;
import payout.batch.Verdict;
import payout.ledger.sql.LedgerException;
import payout.ledger.sql.Sql;
import payout.notify.Merged;

/**
 * The table {@code batch}: the only class that changes its rows.
 *
 * <p>Invariant: a batch changes its state only by a step of {@link Transitions}, in an UPDATE that
 * names the state it starts from and must hit one row, and with an event in the same transaction. A
 * change that depends on the state of a batch locks the batch first.
 */
final class BatchTable {

  private static final String LOCK = "UPDATE batch SET attempts = attempts ";

  /**
   * The intent to post a batch. Where it stands, names the batch as it was read: id, state, token,
   * number of posts and mark, because another process may have posted it since.
   */
  private static final String CLAIM =
      "UPDATE batch SET state = 'SENDING', maybe_sent = 1, token = token + 1,"
          + " attempts = attempts + 1, due_at = NULL, owner = ?, lease_until = ?,"
          + " sent_at = ?, pay_date = ?, gateway = ?, charset = ?"
          + " WHERE id = %s AND state = %s AND token = %s AND attempts = %s AND maybe_sent = %s"
          + " AND due_at IS NOT NULL RETURNING *";

  private static final String CLAIM_ONE =
      String.format(Locale.ROOT, CLAIM, "?", "?", "?", "?", "?");

  private static final String OUTCOME =
      "maybe_sent = ?, code = ?, due_at = ?, held_from = ?, taken_at = ?, ended_at = ?,"
          + " open_lines = CASE ? WHEN 'REFUSED' THEN 0 ELSE open_lines END,"
          + " owner = NULL, lease_until = NULL,"
          + " trouble_since = CASE ? WHEN 'UNKNOWN' THEN COALESCE(trouble_since, ?)"
          + " WHEN 'HELD' THEN ? END,"
          + " pinned = CASE WHEN ? = 1 THEN 1 ELSE pinned END";

  /**
   * The outcome of the post of a claim that still counts, as part of a larger statement; see {@link
   * #taken}.
   */
  static final String RECORD =
      "UPDATE batch SET state = ?, "
          + OUTCOME
          + " WHERE id = ? AND state = ? AND token = ? AND attempts = ? RETURNING id, file_id";

  private final Sql sql;
  private final long now;
  private final String cause;

  /**
   * The table within one transaction.
   *
   * @param now milliseconds since 1970
   * @param cause who or what changes it, for the events
   */
  BatchTable(Sql sql, long now, String cause) {
    this.sql = sql;
    this.now = now;
    this.cause = cause;
  }

  /** Reads a batch and locks it until the end of the transaction. */
  static BatchRecord lock(Sql sql, long batchId) throws SQLException {
    return sql.first(LOCK + "WHERE id = ? RETURNING *", BatchRecord::read, batchId)
        .orElseThrow(() -> new LedgerException("The ledger holds no batch " + batchId + "."));
  }

  /** The last batch that was made under a number, not locked. */
  static Optional<BatchRecord> find(Sql sql, String batchNo) throws SQLException {
    return sql.first(
        BatchRecord.SELECT + "WHERE id = (SELECT MAX(id) FROM batch WHERE batch_no = ?)",
        BatchRecord::read,
        batchNo);
  }

  /** The same, locked until the end of the transaction. */
  static Optional<BatchRecord> lock(Sql sql, String batchNo) throws SQLException {
    return sql.first(
        LOCK + "WHERE id = (SELECT MAX(id) FROM batch WHERE batch_no = ?) RETURNING *",
        BatchRecord::read,
        batchNo);
  }

  /** Replaces the counts of a staged batch from which lines were removed. */
  static void recount(Sql sql, long batchId, StagedBatch batch) throws SQLException {
    sql.updateOne(
        "UPDATE batch SET lines = ?, open_lines = ?, amount = ?, largest = ? WHERE id = ?",
        batch.lines(),
        batch.lines(),
        batch.amount().fen(),
        batch.largest().fen(),
        batchId);
  }

  /** Gives each batch of a file the prefix and its place in 7 digits as its number. */
  static void number(Sql sql, FileRecord file, String prefix) throws SQLException {
    sql.update(
        "UPDATE batch SET batch_no = ? || substr(CAST(10000000 + place AS TEXT), 2)"
            + " WHERE file_id = ?",
        prefix,
        file.id());
  }

  /** Gives the batch of a file the number that the file states, if it states one. */
  static void numberAsStated(Sql sql, FileRecord file) throws SQLException {
    sql.update(
        "UPDATE batch SET batch_no = f.stated_no FROM payout_file f"
            + " WHERE f.id = batch.file_id AND f.stated_no <> '' AND batch.file_id = ?",
        file.id());
  }

  /**
   * Gives batches of a file the number of the batch at their place in an earlier file, where the
   * gateway refused the very same lines and nothing else has the number. The lines of the earlier
   * file may have been written without a version.
   */
  static void numberAsRefused(Sql sql, FileRecord file, long earlierFileId) throws SQLException {
    sql.update(
        "UPDATE batch SET batch_no = (SELECT old.batch_no FROM batch old WHERE old.file_id = ?"
            + " AND old.place = batch.place)"
            + " WHERE file_id = ? AND EXISTS (SELECT 1 FROM batch old"
            + " JOIN batch_lines old_lines ON old_lines.batch_id = old.id"
            + " JOIN batch_lines new_lines ON new_lines.batch_id = batch.id"
            + " WHERE old.file_id = ? AND old.place = batch.place AND old.state = 'REFUSED'"
            + " AND old_lines.data IN (new_lines.data, substr(new_lines.data, "
            + (LineCodec.VERSION_BYTES + 1)
            + "))"
            + " AND NOT EXISTS (SELECT 1 FROM batch taken"
            + " WHERE taken.batch_no = old.batch_no AND taken.state <> 'REFUSED'))",
        earlierFileId,
        file.id(),
        earlierFileId);
  }

  /** Makes all batches of a file due now; their number must be the given one. */
  static void makeDue(Sql sql, long now, FileRecord file, int batches) throws SQLException {
    int due =
        sql.update(
            "UPDATE batch SET due_at = ? WHERE file_id = ? AND state = 'READY'", now, file.id());
    if (due != batches) {
      throw new IllegalStateException(
          "File " + file.id() + " has " + batches + " batches, of which " + due + " are ready.");
    }
  }

  /**
   * Records the intent to post: the batch is SENDING, and a post of it may have arrived.
   *
   * <p>The token, the number of posts and the mark are compared as well as the state, because
   * another process may have posted the batch since it was read.
   *
   * @param due the batch as it was read
   * @param owner the process that claims
   * @param leaseUntil when the claim ends, milliseconds since 1970
   * @param payDate the day in China that goes with the post, {@code yyyyMMdd}
   * @param payer gateway and charset of the post
   * @param madeFor those that the file was made for
   * @return the claimed batch; empty when another process was faster
   */
  Optional<BatchRecord> claim(
      BatchRecord due, String owner, long leaseUntil, String payDate, Payer payer, Payer madeFor)
      throws SQLException {
    Transitions.require(due.state(), BatchState.SENDING);
    Optional<BatchRecord> claimed =
        sql.first(
            CLAIM_ONE,
            BatchRecord::read,
            owner,
            leaseUntil,
            now,
            payDate,
            payer.gateway(),
            payer.charset().toString(),
            due.id(),
            due.state().name(),
            due.token(),
            due.attempts(),
            due.maybeSent() ? 1 : 0);
    if (claimed.isPresent()) {
      event(due, BatchState.SENDING, "SENDING", detail(payDate, madeFor, payer));
    }
    return claimed;
  }

  /**
   * The detail of the event of a post: where it goes, if gateway or charset differ from those that
   * the file was made for; null for a payer that differs.
   */
  static String detail(String payDate, Payer madeFor, Payer today) {
    boolean moved =
        madeFor == null
            || !madeFor.gateway().equals(today.gateway())
            || madeFor.charset() != today.charset();
    return "pay_date "
        + payDate
        + (moved ? ", to " + today.gateway() + " in " + today.charset() : "");
  }

  /** Undoes a claim that sent no byte: the batch is what it was before, and due now. */
  void giveBack(BatchRecord batch, Claim claim, String why) throws SQLException {
    change(
        batch,
        claim.from(),
        "maybe_sent = ?, attempts = attempts - 1, due_at = ?, owner = NULL, lease_until = NULL",
        claim.earlier() == Earlier.MAY_HAVE_ARRIVED ? 1 : 0,
        now);
    event(batch, claim.from(), "GIVEN_BACK", why);
  }

  /**
   * Records the outcome of a post.
   *
   * @param resendAt when the batch is sent again if it is UNKNOWN, milliseconds since 1970
   */
  void record(BatchRecord batch, Claim claim, Verdict verdict, long resendAt) throws SQLException {
    Transitions.requireAnswer(claim.earlier(), verdict);
    BatchState next = verdict.next();
    change(batch, next, OUTCOME, outcome(now, verdict, resendAt).toArray());
    event(batch, next, next.name(), detail(verdict));
    if (next == BatchState.REFUSED) {
      FileTable.count(sql, batch.fileId(), batch.openLines(), 0, 0);
      new NoticeTable(sql, now).count(NoticeCause.BATCH_REFUSED, 1, batch.amount(), "");
    }
  }

  private static List<Object> outcome(long now, Verdict verdict, long resendAt) {
    BatchState next = verdict.next();
    String code = verdict.outcome().code();
    return Arrays.asList(
        verdict.mark() == Earlier.MAY_HAVE_ARRIVED ? 1 : 0,
        code,
        dueAt(next, now, resendAt),
        next == BatchState.HELD ? BatchState.READY.name() : null,
        next == BatchState.TAKEN ? now : null,
        next == BatchState.REFUSED ? now : null,
        next.name(),
        next.name(),
        now,
        now,
        next == BatchState.HELD && !code.isEmpty() ? 1 : 0);
  }

  private static Long dueAt(BatchState next, long now, long resendAt) {
    return switch (next) {
      case READY -> now;
      case UNKNOWN -> resendAt;
      default -> null;
    };
  }

  /**
   * The arguments of {@link #RECORD} for a batch that the gateway took.
   *
   * @throws IllegalStateException when the answer cannot mean that
   */
  static List<Object> taken(Claim claim, Verdict verdict, long now) {
    Transitions.requireAnswer(claim.earlier(), verdict);
    Transitions.require(BatchState.SENDING, BatchState.TAKEN);
    List<Object> arguments = new ArrayList<>();
    arguments.add(BatchState.TAKEN.name());
    arguments.addAll(outcome(now, verdict, 0));
    arguments.addAll(
        List.of(
            claim.batch().id(),
            BatchState.SENDING.name(),
            claim.batch().token(),
            claim.batch().attempts()));
    return arguments;
  }

  /**
   * The intent to post the batch of a query, if a post of it may begin, as part of a larger
   * statement. Its arguments are owner, end of the lease, time, day, gateway and charset, as in
   * {@link #claim}.
   *
   * @param query its name; it has at most one row, with the columns of {@code batch} that a claim
   *     compares, in a state of {@link Transitions#into}
   */
  static String claimOf(String query) {
    return String.format(
        Locale.ROOT,
        CLAIM,
        Stream.of("id", "state", "token", "attempts", "maybe_sent")
            .map(column -> "(SELECT " + column + " FROM " + query + ")")
            .toArray());
  }

  /** Records an answer that came after the claim ended; the batch does not change. */
  void ignore(BatchRecord batch, Verdict late) throws SQLException {
    event(batch, "ANSWER_TOO_LATE", detail(late));
  }

  static String detail(Verdict verdict) {
    String code = verdict.outcome().code();
    return verdict.outcome() instanceof Outcome.Unknown unknown
        ? (code + " " + unknown.reason()).strip()
        : code;
  }

  /**
   * Makes a post whose lease is over UNKNOWN.
   *
   * @param before only a lease that ended before this time, milliseconds since 1970
   * @param resendAt when the batch is sent again
   * @return false when another process recovered it in the meantime, and perhaps claimed it
   */
  boolean recover(BatchRecord batch, long before, long resendAt) throws SQLException {
    Transitions.require(BatchState.SENDING, BatchState.UNKNOWN);
    int rows =
        sql.update(
            "UPDATE batch SET state = 'UNKNOWN', due_at = ?, owner = NULL, lease_until = NULL,"
                + " trouble_since = COALESCE(trouble_since, ?)"
                + " WHERE id = ? AND state = 'SENDING' AND lease_until < ?",
            resendAt,
            now,
            batch.id(),
            before);
    if (rows == 1) {
      event(batch, BatchState.UNKNOWN, "RECOVERED", "The process that posted it ended.");
    }
    return rows == 1;
  }

  /** Ends the lease of each post of a process that is gone, so that {@link #recover} finds it. */
  static void endLeases(Sql sql, String owner) throws SQLException {
    sql.update("UPDATE batch SET lease_until = 0 WHERE state = 'SENDING' AND owner = ?", owner);
  }

  /**
   * Records the results of a notify; it proves that the gateway has the batch, in any earlier
   * state.
   *
   * @return the batch's state now, TAKEN or SETTLED
   */
  BatchState applyNotify(BatchRecord batch, Merged merged) throws SQLException {
    BatchState next = merged.stillOpen() == 0 ? BatchState.SETTLED : BatchState.TAKEN;
    change(
        batch,
        next,
        "open_lines = ?, paid_lines = paid_lines + ?, paid_amount = paid_amount + ?,"
            + " maybe_sent = 1, due_at = NULL, owner = NULL, lease_until = NULL, held_from = NULL,"
            + " taken_at = COALESCE(taken_at, ?), ended_at = ?,"
            + " notified_at = COALESCE(notified_at, ?)",
        merged.stillOpen(),
        merged.newlyPaid(),
        merged.newlyPaidAmount().fen(),
        now,
        next == BatchState.SETTLED ? now : null,
        now);
    String detail = merged.newlyPaid() + " paid, " + merged.newlyFailed() + " failed";
    event(batch, next, next.name(), detail);
    FileTable.count(
        sql,
        batch.fileId(),
        batch.openLines() - merged.stillOpen(),
        merged.newlyPaid(),
        merged.newlyPaidAmount().fen());
    return next;
  }

  /**
   * Records results that an operator gave to open lines.
   *
   * @param as PAID or FAILED
   * @return the batch's state now: SETTLED when no line is still open
   */
  BatchState settle(BatchRecord batch, int lines, Money amount, LineState as, String detail)
      throws SQLException {
    boolean last = batch.openLines() == lines;
    BatchState next = last ? BatchState.SETTLED : batch.state();
    change(
        batch,
        next,
        "open_lines = open_lines - ?, paid_lines = paid_lines + ?, paid_amount = paid_amount + ?,"
            + " due_at = NULL, ended_at = ?",
        lines,
        as == LineState.PAID ? lines : 0,
        as == LineState.PAID ? amount.fen() : 0,
        last ? now : null);
    event(batch, next, "SETTLE", detail);
    boolean paid = as == LineState.PAID;
    FileTable.count(sql, batch.fileId(), lines, paid ? lines : 0, paid ? amount.fen() : 0);
    return next;
  }

  /**
   * Records lines that a statement proved as paid: the gateway has the batch, so it is not sent
   * again.
   *
   * @return the batch's state now, TAKEN or SETTLED
   */
  BatchState prove(BatchRecord batch, int lines, Money amount, String detail) throws SQLException {
    boolean last = batch.openLines() == lines;
    BatchState next = last ? BatchState.SETTLED : BatchState.TAKEN;
    change(
        batch,
        next,
        "open_lines = open_lines - ?, paid_lines = paid_lines + ?, paid_amount = paid_amount + ?,"
            + " maybe_sent = 1, due_at = NULL, owner = NULL, lease_until = NULL, held_from = NULL,"
            + " taken_at = COALESCE(taken_at, ?), ended_at = ?",
        lines,
        lines,
        amount.fen(),
        now,
        last ? now : null);
    event(batch, next, "PROVE", detail);
    FileTable.count(sql, batch.fileId(), lines, lines, amount.fen());
    return next;
  }

  /**
   * Corrects the counts after a final result changed.
   *
   * @param paidLines how many more lines are paid; below 0 for fewer
   * @param paidFen their sum in fen, with the same sign
   */
  void correct(BatchRecord batch, int paidLines, long paidFen, String detail) throws SQLException {
    change(
        batch,
        batch.state(),
        "paid_lines = paid_lines + ?, paid_amount = paid_amount + ?",
        paidLines,
        paidFen);
    event(batch, "CORRECT", detail);
    FileTable.count(sql, batch.fileId(), 0, paidLines, paidFen);
  }

  /**
   * Marks a TAKEN batch as overdue.
   *
   * @return empty when it was settled or marked in the meantime
   */
  Optional<BatchRecord> markOverdue(long batchId) throws SQLException {
    Optional<BatchRecord> marked =
        sql.first(
            "UPDATE batch SET overdue_at = ?"
                + " WHERE id = ? AND state = 'TAKEN' AND overdue_at IS NULL RETURNING *",
            BatchRecord::read,
            now,
            batchId);
    if (marked.isPresent()) {
      String detail = marked.get().openLines() + " lines are open.";
      event(marked.get(), BatchState.TAKEN, "OVERDUE", detail);
    }
    return marked;
  }

  /** Holds a batch; it remembers the state that it came from. */
  void hold(BatchRecord batch, String reason) throws SQLException {
    act(batch, BatchState.HELD, "HOLD", null, reason);
  }

  /** Holds a batch that may have been sent in another form, see {@link Retaken#DOUBT}. */
  void holdInDoubt(BatchRecord batch, String reason) throws SQLException {
    act(batch, BatchState.HELD, "HELD", null, reason);
  }

  /** Returns a held batch to the state that it came from; it is due now. */
  void release(BatchRecord batch, BatchState to, String reason) throws SQLException {
    act(batch, to, "RELEASE", now, reason);
  }

  /** Marks a held batch as one that the gateway has from us. */
  void takeForOurs(BatchRecord batch, String reason) throws SQLException {
    act(batch, BatchState.TAKEN, "OURS", null, reason);
  }

  private void act(BatchRecord batch, BatchState to, String kind, Long dueAt, String reason)
      throws SQLException {
    change(
        batch,
        to,
        "due_at = ?, held_from = ?, taken_at = COALESCE(taken_at, ?),"
            + " maybe_sent = CASE WHEN ? = 'TAKEN' THEN 1 ELSE maybe_sent END,"
            + " trouble_since ="
            + " CASE WHEN ? IN ('UNKNOWN', 'HELD') THEN COALESCE(trouble_since, ?) END",
        dueAt,
        to == BatchState.HELD ? batch.state().name() : null,
        to == BatchState.TAKEN ? now : null,
        to.name(),
        to.name(),
        now);
    event(batch, to, kind, reason);
  }

  /** Makes an UNKNOWN batch due now. */
  void resend(BatchRecord batch, String reason) throws SQLException {
    change(batch, batch.state(), "due_at = ?", now);
    event(batch, "RESEND", reason);
  }

  /** Records an event that did not change the batch. */
  void event(BatchRecord batch, String kind, String detail) throws SQLException {
    event(batch, batch.state(), kind, detail);
  }

  private void change(BatchRecord batch, BatchState to, String set, Object... values)
      throws SQLException {
    if (to != batch.state()) {
      Transitions.require(batch.state(), to);
    }
    List<Object> arguments = new ArrayList<>();
    arguments.add(to.name());
    arguments.addAll(Arrays.asList(values));
    arguments.add(batch.id());
    arguments.add(batch.state().name());
    sql.updateOne(
        "UPDATE batch SET state = ?, " + set + " WHERE id = ? AND state = ?", arguments.toArray());
  }

  /** The same for a batch whose state was changed in the same transaction. */
  void event(BatchRecord batch, BatchState to, String kind, String detail) throws SQLException {
    Events.batch(sql, now, batch, to, kind, cause, detail);
  }
}
