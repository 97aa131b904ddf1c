package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.BatchState;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.gateway.Earlier;
import payout.gateway.Outcome;
import payout.gateway.Sending;
import payout.gateway.Verdict;

/**
 * The sending of batches: claimed with a committed intent, recorded with what the post came to.
 *
 * <p>Invariant: no byte leaves for a batch that is not SENDING under this process's name in a
 * committed row, and two posts of one batch are never in the air together.
 */
public final class SendLedger {

  private static final Logger LOG = LoggerFactory.getLogger(SendLedger.class);
  private static final String CAUSE = "submit-batch";

  /**
   * Due, and for this payer and gateway: where nodes of two payers share a ledger, each its own.
   * That a batch has a time at all is said for PostgreSQL, which else takes a third of all batches
   * for due and reads every one.
   */
  private static final String DUE =
      " FROM batch WHERE due_at IS NOT NULL AND due_at <= ? AND EXISTS"
          + " (SELECT 1 FROM payout_file f WHERE f.id = batch.file_id AND "
          + Pin.SAME
          + ")";

  private final Database database;
  private final ChinaClock clock;
  private final String owner;
  private final SendRules rules;

  /**
   * The batches that this object claimed and did not record yet. A clock that jumps ahead ends
   * every lease at once, and a post of ours that is in the air must not be taken for lost: two
   * posts of one batch would be in the air together.
   */
  private final Set<Long> inTheAir = ConcurrentHashMap.newKeySet();

  SendLedger(Database database, ChinaClock clock, String owner, SendRules rules) {
    this.database = database;
    this.clock = clock;
    this.owner = owner;
    this.rules = rules;
  }

  /**
   * Claims the batch that has been due the longest and commits the intent to post it. Claims
   * nothing in the last minute of China's day, and while sending pauses only one batch as a probe
   * each time that the pause is over.
   */
  public Optional<Claim> claim() {
    if (clock.isLastMinuteOfDay() || !somethingMayBeDue()) {
      return Optional.empty();
    }
    Set<Long> claimed = new HashSet<>();
    try {
      return database.write(sql -> claim(sql, claimed));
    } catch (RuntimeException e) {
      inTheAir.removeAll(claimed);
      throw e;
    }
  }

  /**
   * The day may have come to its last minute while this waited for its turn to write.
   *
   * @param claimed is told what is in the air from now on; where the commit fails nothing of it is,
   *     and whoever claims it then must be able to be recovered from
   */
  private Optional<Claim> claim(Sql sql, Set<Long> claimed) throws SQLException {
    Optional<BatchRecord> due = due(sql);
    if (due.isEmpty() || clock.isLastMinuteOfDay() || pauses(sql)) {
      return Optional.empty();
    }
    while (due.isPresent()) {
      Optional<Claim> claim = intend(sql, due.get());
      if (claim.isPresent()) {
        claimed.add(claim.get().batch().id());
        inTheAir.addAll(claimed);
        return claim;
      }
      due = due(sql);
    }
    return Optional.empty();
  }

  private Optional<BatchRecord> due(Sql sql) throws SQLException {
    return sql.first(
        "SELECT *" + DUE + " ORDER BY due_at, id LIMIT 1", BatchRecord::read, dueNow());
  }

  private Object[] dueNow() {
    List<Object> arguments = new ArrayList<>(List.of(clock.millis()));
    arguments.addAll(Pin.of(rules.payer()));
    return arguments.toArray();
  }

  /**
   * Records what a post came to.
   *
   * @return whether it changed anything; an answer that comes after a notify moved the batch does
   *     not
   */
  public boolean record(Claim claim, Verdict verdict) {
    try {
      return database.write(sql -> record(sql, claim, verdict));
    } finally {
      inTheAir.remove(claim.batch().id());
    }
  }

  /**
   * Records what a post came to; where the gateway took the batch, the next one is claimed in the
   * same commit, so that a batch costs one sync to disk and not two. Any other end is recorded by
   * itself: it may pause sending or touch the file, and is rare.
   *
   * <p>An outcome does not hang on the next claim: where both cannot be committed together, it is
   * recorded alone.
   */
  public Recorded recordAndClaim(Claim claim, Verdict verdict) {
    if (verdict.next() == BatchState.TAKEN) {
      Set<Long> claimed = new HashSet<>();
      try {
        Recorded both =
            database.write(sql -> new Recorded(record(sql, claim, verdict), claim(sql, claimed)));
        inTheAir.remove(claim.batch().id());
        return both;
      } catch (RuntimeException e) {
        inTheAir.removeAll(claimed);
        LOG.debug("An outcome is recorded without the next claim.", e);
      }
    }
    return new Recorded(record(claim, verdict), Optional.empty());
  }

  private boolean record(Sql sql, Claim claim, Verdict verdict) throws SQLException {
    BatchRecord batch = Contents.locked(sql, claim.batch().id());
    if (batch.state() != BatchState.SENDING || batch.attempts() != claim.batch().attempts()) {
      event(sql, batch, batch.state(), "ANSWER_TOO_LATE", detail(verdict));
      return false;
    }
    Transitions.requireAnswer(claim.earlier(), verdict);
    move(sql, batch, verdict);
    event(sql, batch, verdict.next(), verdict.next().name(), detail(verdict));
    pauseOrGoOn(sql, verdict);
    if (verdict.next() == BatchState.REFUSED) {
      Settling.batchIsFinal(sql, clock.millis(), batch);
    }
    return true;
  }

  /**
   * Makes posts whose process is gone UNKNOWN: all of them on SQLite, where this process is the
   * only one, else those whose lease is over.
   *
   * @return how many there were
   */
  public int recover() {
    return recover(database.isSqlite() ? Long.MAX_VALUE : clock.millis());
  }

  /**
   * Makes posts whose lease is over UNKNOWN; never one that a living process may still be at.
   *
   * @return how many there were
   */
  public int recoverExpired() {
    return recover(clock.millis());
  }

  /** Where nothing is lost, nothing is written. */
  private int recover(long before) {
    List<BatchRecord> lost = database.read(sql -> lost(sql, before));
    return lost.isEmpty() ? 0 : database.write(sql -> recover(sql, lost, before));
  }

  private static List<BatchRecord> lost(Sql sql, long before) throws SQLException {
    return sql.list(
        BatchRecord.SELECT + "WHERE state = 'SENDING' AND lease_until < ? ORDER BY id",
        BatchRecord::read,
        before);
  }

  private int recover(Sql sql, List<BatchRecord> lost, long before) throws SQLException {
    int recovered = 0;
    for (BatchRecord batch : lost) {
      recovered += inTheAir.contains(batch.id()) ? 0 : recover(sql, batch, before);
    }
    return recovered;
  }

  /** The lease is asked for once more: a neighbour may have recovered and claimed it meanwhile. */
  private int recover(Sql sql, BatchRecord batch, long before) throws SQLException {
    int rows =
        sql.update(
            "UPDATE batch SET state = 'UNKNOWN', due_at = ?, owner = NULL, lease_until = NULL,"
                + " trouble_since = COALESCE(trouble_since, ?)"
                + " WHERE id = ? AND state = 'SENDING' AND lease_until < ?",
            clock.millis() + rules.delayMs(batch.attempts()),
            clock.millis(),
            batch.id(),
            before);
    if (rows == 1) {
      event(sql, batch, BatchState.UNKNOWN, "RECOVERED", "The process that posted it ended.");
    }
    return rows;
  }

  private boolean somethingMayBeDue() {
    return database.read(
        sql -> sql.number("SELECT COUNT(*) FROM (SELECT 1" + DUE + " LIMIT 1) due", dueNow()) > 0);
  }

  /**
   * Whether sending stands still; when the time for a probe has come, the next probe is put off,
   * and of several processes one alone sends it.
   */
  private boolean pauses(Sql sql) throws SQLException {
    Optional<Long> probeAt =
        sql.first(
            "SELECT probe_at FROM pause WHERE partner = ?",
            row -> row.getLong(1),
            rules.payer().partner());
    if (probeAt.isEmpty()) {
      return false;
    }
    if (probeAt.get() > clock.millis()) {
      return true;
    }
    int probes =
        sql.update(
            "UPDATE pause SET probe_at = ? WHERE partner = ? AND probe_at = ?",
            clock.millis() + rules.pauseMs(),
            rules.payer().partner(),
            probeAt.get());
    return probes == 0;
  }

  private Optional<Claim> intend(Sql sql, BatchRecord due) throws SQLException {
    Transitions.require(due.state(), BatchState.SENDING);
    String payDate = clock.payDate();
    // The number of posts is compared as well: a whole post of another process may have passed
    // since the batch was read, and what it left behind is not what was read.
    Optional<BatchRecord> claimed =
        sql.first(
            "UPDATE batch SET state = 'SENDING', maybe_sent = 1,"
                + " attempts = attempts + 1, due_at = NULL, owner = ?, lease_until = ?,"
                + " sent_at = ?, pay_date = ?"
                + " WHERE id = ? AND state = ? AND attempts = ? AND due_at IS NOT NULL"
                + " RETURNING *",
            BatchRecord::read,
            owner,
            clock.millis() + rules.leaseMs(),
            clock.millis(),
            payDate,
            due.id(),
            due.state().name(),
            due.attempts());
    if (claimed.isEmpty()) {
      return Optional.empty();
    }
    event(sql, due, BatchState.SENDING, "SENDING", "pay_date " + payDate);
    FileRecord file =
        sql.first(FileRecord.SELECT + "WHERE id = ?", FileRecord::read, due.fileId()).orElseThrow();
    requireAccepted(file, due);
    return Optional.of(
        new Claim(
            claimed.get(),
            file.payer(),
            Contents.undecoded(sql, claimed.get()),
            payDate,
            due.maybeSent() ? Earlier.MAY_HAVE_ARRIVED : Earlier.NONE_ARRIVED));
  }

  /** Only accepted files have batches that are due; before a byte leaves, that is asked again. */
  private static void requireAccepted(FileRecord file, BatchRecord due) {
    if (file.state() != FileState.ACCEPTED) {
      throw new IllegalStateException(
          "Batch " + due.batchNo() + " is due, but its file is " + file.state() + ".");
    }
  }

  private void move(Sql sql, BatchRecord batch, Verdict verdict) throws SQLException {
    long now = clock.millis();
    BatchState next = verdict.next();
    sql.updateOne(
        "UPDATE batch SET state = ?, maybe_sent = ?, code = ?, due_at = ?, held_from = ?,"
            + " taken_at = ?, ended_at = ?, open_lines = ?, owner = NULL, lease_until = NULL,"
            + " trouble_since = CASE ? WHEN 'UNKNOWN' THEN COALESCE(trouble_since, ?)"
            + " WHEN 'HELD' THEN ? END"
            + " WHERE id = ? AND state = 'SENDING'",
        next.name(),
        verdict.mark() == Earlier.MAY_HAVE_ARRIVED ? 1 : 0,
        code(verdict.outcome()),
        dueAt(now, batch, next),
        next == BatchState.HELD ? BatchState.READY.name() : null,
        next == BatchState.TAKEN ? now : null,
        next == BatchState.REFUSED ? now : null,
        next == BatchState.REFUSED ? 0 : batch.openLines(),
        next.name(),
        now,
        now,
        batch.id());
  }

  private Long dueAt(long now, BatchRecord batch, BatchState next) {
    return switch (next) {
      case READY -> now;
      case UNKNOWN -> now + rules.delayMs(batch.attempts());
      default -> null;
    };
  }

  private void pauseOrGoOn(Sql sql, Verdict verdict) throws SQLException {
    if (verdict.sending() == Sending.PAUSES) {
      long now = clock.millis();
      sql.update(
          "INSERT INTO pause (partner, code, since, probe_at) VALUES (?, ?, ?, ?)"
              + " ON CONFLICT (partner) DO UPDATE SET code = excluded.code,"
              + " probe_at = excluded.probe_at",
          rules.payer().partner(),
          code(verdict.outcome()),
          now,
          now + rules.pauseMs());
    } else if (verdict.next() == BatchState.TAKEN || verdict.next() == BatchState.REFUSED) {
      sql.update("DELETE FROM pause WHERE partner = ?", rules.payer().partner());
    }
  }

  private void event(Sql sql, BatchRecord batch, BatchState to, String kind, String detail)
      throws SQLException {
    Events.batch(sql, clock.millis(), batch, to, kind, CAUSE, detail);
  }

  private static String code(Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused) {
      return refused.code();
    }
    return outcome instanceof Outcome.Unknown unknown ? unknown.code() : "";
  }

  private static String detail(Verdict verdict) {
    if (verdict.outcome() instanceof Outcome.Unknown unknown) {
      return (unknown.code() + " " + unknown.reason()).strip();
    }
    return code(verdict.outcome());
  }
}
