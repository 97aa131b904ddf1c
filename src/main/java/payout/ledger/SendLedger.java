package payout.ledger;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.BatchState;
import payout.batch.ChinaClock;
import payout.batch.Earlier;
import payout.batch.FileState;
import payout.batch.Outcome;
import payout.batch.Payer;
import payout.batch.Verdict;

/**
 * The sending of batches: claimed with a committed intent, recorded with what the post came to.
 *
 * <p>Invariant: no byte leaves for a batch that is not SENDING under this process's name in a
 * committed row, and two posts of one batch are never in flight together.
 */
public final class SendLedger {

  private static final Logger LOG = LoggerFactory.getLogger(SendLedger.class);
  private static final String CAUSE = "submit-batch";

  private final Database database;
  private final ChinaClock clock;
  private final String owner;
  private final SendRules rules;

  private final DueBatches due;
  private final SendingPause pause;
  private final InFlight inFlight;

  SendLedger(
      Database database, ChinaClock clock, String owner, SendRules rules, LongSupplier nanos) {
    this.database = database;
    this.clock = clock;
    this.owner = owner;
    this.rules = rules;
    this.due = new DueBatches(rules, clock);
    this.pause = new SendingPause(rules, clock);
    this.inFlight = new InFlight(rules.leaseMs(), nanos);
  }

  /** How many batches this process claimed and did not record yet. */
  public int inFlight() {
    return inFlight.size();
  }

  /**
   * Claims the batch that has been due the longest and commits the intent to post it. Claims
   * nothing in the last minute of China's day, and while sending pauses only one batch as a probe
   * each time that the pause is over.
   */
  public Optional<Claim> claim() {
    if (clock.isLastMinuteOfDay() || !database.read(due::any)) {
      return Optional.empty();
    }
    Set<BatchRecord> claimed = new HashSet<>();
    try {
      return database.write(sql -> claim(sql, claimed));
    } catch (RuntimeException e) {
      claimed.forEach(inFlight::remove);
      throw e;
    }
  }

  /**
   * The day may have come to its last minute while this waited for its turn to write.
   *
   * @param claimed is told what is in flight from now on; where the commit fails nothing of it is,
   *     and whoever claims it then must be able to be recovered from
   */
  private Optional<Claim> claim(Sql sql, Set<BatchRecord> claimed) throws SQLException {
    Optional<BatchRecord> first = due.first(sql);
    if (first.isEmpty() || clock.isLastMinuteOfDay() || pause.holdBack(sql)) {
      return Optional.empty();
    }
    while (first.isPresent()) {
      Optional<Claim> claim = intend(sql, first.get());
      if (claim.isPresent()) {
        claimed.add(claim.get().batch());
        claimed.forEach(inFlight::add);
        return claim;
      }
      first = due.first(sql);
    }
    return Optional.empty();
  }

  /**
   * Gives back a claim of which surely no byte left: the batch is again what it was before it, and
   * due at once.
   *
   * @param why a sentence for the story of the batch
   * @return whether it changed anything; a notify may have moved the batch, or the lease was over
   */
  public boolean giveBack(Claim claim, String why) {
    boolean changed = database.write(sql -> giveBack(sql, claim, why));
    abandon(claim);
    return changed;
  }

  private boolean giveBack(Sql sql, Claim claim, String why) throws SQLException {
    BatchRecord batch = Contents.locked(sql, claim.batch().id());
    if (!isStillOf(claim, batch)) {
      return false;
    }
    Transitions.require(BatchState.SENDING, claim.from());
    sql.updateOne(
        "UPDATE batch SET state = ?, maybe_sent = ?, attempts = attempts - 1, due_at = ?,"
            + " owner = NULL, lease_until = NULL WHERE id = ? AND state = 'SENDING'",
        claim.from().name(),
        claim.earlier() == Earlier.MAY_HAVE_ARRIVED ? 1 : 0,
        clock.millis(),
        batch.id());
    event(sql, batch, claim.from(), "GIVEN_BACK", why);
    return true;
  }

  /**
   * Tells that no thread works on a claim any more, whatever became of it. Where its batch is still
   * SENDING, it becomes UNKNOWN when the lease is over.
   */
  public void abandon(Claim claim) {
    inFlight.remove(claim.batch());
  }

  /**
   * Whether a claim of this process may still be worked on, by a clock that nobody sets: a process
   * that stood still for longer than a lease may have been taken for gone.
   */
  public boolean isHeld(Claim claim) {
    return inFlight.contains(claim.batch());
  }

  /** Whether a claim still holds: nobody else may have made another one yet. */
  public boolean isLeased(Claim claim) {
    return clock.millis() <= claim.leaseUntil();
  }

  /**
   * Records what a post came to. Where that fails, the batch stays claimed: try again while the
   * claim {@link #isLeased}, and then {@link #abandon} it.
   *
   * @return whether it changed anything; an answer that comes after a notify moved the batch does
   *     not
   */
  public boolean record(Claim claim, Verdict verdict) {
    boolean changed = database.write(sql -> record(sql, claim, verdict));
    abandon(claim);
    return changed;
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
      Set<BatchRecord> claimed = new HashSet<>();
      try {
        Recorded both =
            database.write(sql -> new Recorded(record(sql, claim, verdict), claim(sql, claimed)));
        abandon(claim);
        return both;
      } catch (RuntimeException e) {
        claimed.forEach(inFlight::remove);
        LOG.debug("An outcome is recorded without the next claim.", e);
      }
    }
    return new Recorded(record(claim, verdict), Optional.empty());
  }

  private boolean record(Sql sql, Claim claim, Verdict verdict) throws SQLException {
    BatchRecord batch = Contents.locked(sql, claim.batch().id());
    if (!isStillOf(claim, batch)) {
      event(sql, batch, batch.state(), "ANSWER_TOO_LATE", detail(verdict));
      return false;
    }
    Transitions.requireAnswer(claim.earlier(), verdict);
    move(sql, batch, verdict);
    event(sql, batch, verdict.next(), verdict.next().name(), detail(verdict));
    pause.follow(sql, verdict);
    if (verdict.next() == BatchState.REFUSED) {
      Settling.batchIsFinal(sql, clock.millis(), batch);
    }
    return true;
  }

  private static boolean isStillOf(Claim claim, BatchRecord batch) {
    return batch.state() == BatchState.SENDING
        && batch.token() == claim.batch().token()
        && batch.attempts() == claim.batch().attempts();
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
   * Makes posts whose lease is over UNKNOWN, those of this process too when no thread works on them
   * any more; never one that somebody may still be at.
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
      recovered += inFlight.containsBatch(batch.id()) ? 0 : recover(sql, batch, before);
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

  private Optional<Claim> intend(Sql sql, BatchRecord due) throws SQLException {
    Transitions.require(due.state(), BatchState.SENDING);
    String payDate = clock.payDate();
    long leaseUntil = clock.millis() + rules.leaseMs();
    Payer today = rules.payer();
    // Token, posts and mark are compared as well: a whole post of another process may have passed
    // since the batch was read, and what it left behind is not what was read.
    Optional<BatchRecord> claimed =
        sql.first(
            "UPDATE batch SET state = 'SENDING', maybe_sent = 1, token = token + 1,"
                + " attempts = attempts + 1, due_at = NULL, owner = ?, lease_until = ?,"
                + " sent_at = ?, pay_date = ?, gateway = ?, charset = ?"
                + " WHERE id = ? AND state = ? AND token = ? AND attempts = ? AND maybe_sent = ?"
                + " AND due_at IS NOT NULL RETURNING *",
            BatchRecord::read,
            owner,
            leaseUntil,
            clock.millis(),
            payDate,
            today.gateway(),
            today.charset().toString(),
            due.id(),
            due.state().name(),
            due.token(),
            due.attempts(),
            due.maybeSent() ? 1 : 0);
    if (claimed.isEmpty()) {
      return Optional.empty();
    }
    FileRecord file =
        sql.first(FileRecord.SELECT + "WHERE id = ?", FileRecord::read, due.fileId()).orElseThrow();
    requireAccepted(file, due);
    event(sql, due, BatchState.SENDING, "SENDING", intent(payDate, file.payer()));
    return Optional.of(
        new Claim(
            claimed.get(),
            file.payer().at(today.gateway(), today.charset()),
            file.payer().charset(),
            Contents.undecoded(sql, claimed.get()),
            payDate,
            due.maybeSent() ? Earlier.MAY_HAVE_ARRIVED : Earlier.NONE_ARRIVED,
            due.state(),
            leaseUntil));
  }

  /**
   * What the story of the batch says of a post: where it goes, when that is not where it was to.
   */
  private String intent(String payDate, Payer madeFor) {
    Payer today = rules.payer();
    boolean moved =
        !madeFor.gateway().equals(today.gateway()) || madeFor.charset() != today.charset();
    return "pay_date "
        + payDate
        + (moved ? ", to " + today.gateway() + " in " + today.charset() : "");
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
            + " WHEN 'HELD' THEN ? END,"
            + " pinned = CASE WHEN ? = 1 THEN 1 ELSE pinned END"
            + " WHERE id = ? AND state = 'SENDING'",
        next.name(),
        verdict.mark() == Earlier.MAY_HAVE_ARRIVED ? 1 : 0,
        verdict.outcome().code(),
        dueAt(now, batch, next),
        next == BatchState.HELD ? BatchState.READY.name() : null,
        next == BatchState.TAKEN ? now : null,
        next == BatchState.REFUSED ? now : null,
        next == BatchState.REFUSED ? 0 : batch.openLines(),
        next.name(),
        now,
        now,
        next == BatchState.HELD && !verdict.outcome().code().isEmpty() ? 1 : 0,
        batch.id());
  }

  private Long dueAt(long now, BatchRecord batch, BatchState next) {
    return switch (next) {
      case READY -> now;
      case UNKNOWN -> now + rules.delayMs(batch.attempts());
      default -> null;
    };
  }

  private void event(Sql sql, BatchRecord batch, BatchState to, String kind, String detail)
      throws SQLException {
    Events.batch(sql, clock.millis(), batch, to, kind, CAUSE, detail);
  }

  private static String detail(Verdict verdict) {
    if (verdict.outcome() instanceof Outcome.Unknown unknown) {
      return (unknown.code() + " " + unknown.reason()).strip();
    }
    return verdict.outcome().code();
  }
}
