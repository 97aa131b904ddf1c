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
import payout.batch.Payer;
import payout.batch.Verdict;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * The sending of batches: claimed with a committed intent, recorded with the outcome of the post.
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
  private final LedgerGate gate;

  private final DueBatches due;
  private final SendingPause pause;
  private final InFlight inFlight;
  private final ClaimAtOnce atOnce;
  private final DueMark mark;

  SendLedger(
      Database database,
      ChinaClock clock,
      String owner,
      SendRules rules,
      LedgerGate gate,
      LongSupplier nanos) {
    this.database = database;
    this.clock = clock;
    this.owner = owner;
    this.rules = rules;
    this.gate = gate;
    this.due = new DueBatches(database.isSqlite(), rules, clock);
    this.pause = new SendingPause(rules, clock);
    this.inFlight = new InFlight(rules.leaseMs(), nanos);
    this.atOnce = new ClaimAtOnce(rules, clock, owner);
    this.mark = new DueMark(nanos);
  }

  /** The time of the ledger, milliseconds since 1970. */
  public long now() {
    return clock.millis();
  }

  /** How many batches this process claimed and has not recorded yet. */
  public int inFlight() {
    return inFlight.size();
  }

  /**
   * Claims the batch that has been due the longest and commits the intent to post it. Claims
   * nothing in the last minute of China's day or while the {@link LedgerGate} is closed, and while
   * sending is paused only one batch as a probe each time that a probe is due.
   */
  public Optional<Claim> claim() {
    if (isClosed()) {
      return Optional.empty();
    }
    return database.isSqlite() ? claimInSteps() : claimAtOnce();
  }

  private Optional<Claim> claimAtOnce() {
    long since = inFlight.now();
    DueMark.Place from = mark.from();
    ClaimAtOnce.Answer answer = database.write(sql -> atOnce.claim(sql, from));
    if (note(answer, from, since).isPresent()) {
      return answer.claim();
    }
    if (answer.unusual()) {
      return claimInSteps();
    }
    if (from.isStart()) {
      return Optional.empty();
    }
    mark.reset();
    return claimAtOnce();
  }

  /** The lease of a claim began, at the latest, when its statement was sent. */
  private Optional<Claim> note(ClaimAtOnce.Answer answer, DueMark.Place from, long since) {
    answer.claim().ifPresent(claim -> inFlight.add(claim.batch(), since));
    if (answer.id() != 0) {
      mark.found(from, answer.dueAt(), answer.id());
    }
    return answer.claim();
  }

  private Optional<Claim> claimInSteps() {
    if (!database.read(due::any)) {
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
   * The last minute of the day may have begun while this waited for the lock for writing.
   *
   * @param claimed receives what is in flight from now on; if the commit fails, the caller removes
   *     it from the claims in flight, so that it does not keep a later claim from being recovered
   */
  private Optional<Claim> claim(Sql sql, Set<BatchRecord> claimed) throws SQLException {
    Optional<BatchRecord> first = due.first(sql);
    if (first.isEmpty() || isClosed() || pause.holdBack(sql)) {
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

  private boolean isClosed() {
    return clock.isLastMinuteOfDay() || !gate.isOpen();
  }

  /** Why no post may begin now, see {@link LedgerGate#closedBecause}. */
  public Optional<String> closedBecause() {
    return gate.closedBecause();
  }

  /**
   * Gives back a claim that certainly sent no byte: the batch returns to its earlier state and is
   * due immediately.
   *
   * @param why a sentence for the event
   * @return whether it changed anything; a notify may have moved the batch, or the lease was over
   */
  public boolean giveBack(Claim claim, String why) {
    boolean changed = database.write(sql -> giveBack(sql, claim, why));
    abandon(claim);
    return changed;
  }

  private boolean giveBack(Sql sql, Claim claim, String why) throws SQLException {
    BatchRecord batch = BatchTable.lock(sql, claim.batch().id());
    if (!isStillOf(claim, batch)) {
      return false;
    }
    batches(sql).giveBack(batch, claim, why);
    return true;
  }

  /**
   * Records that no thread works on a claim any longer. If its batch is still SENDING, it becomes
   * UNKNOWN when the lease is over.
   */
  public void abandon(Claim claim) {
    inFlight.remove(claim.batch());
  }

  /**
   * Whether this process may still work on a claim, by a monotonic clock: after a stall longer than
   * a lease, other processes may consider this one gone.
   */
  public boolean isHeld(Claim claim) {
    return inFlight.contains(claim.batch());
  }

  /** Whether the file of a batch was taken again because the ledger had lost it. */
  public boolean isTakenAgain(Claim claim) {
    return database.read(
            sql ->
                sql.number(
                    "SELECT COUNT(*) FROM payout_file WHERE id = ? AND retaken <> ''",
                    claim.batch().fileId()))
        > 0;
  }

  /** Whether a claim is still leased, so that no other process can have claimed the batch. */
  public boolean isLeased(Claim claim) {
    return clock.millis() <= claim.leaseUntil();
  }

  /**
   * Records the outcome of a post. Where that fails, the batch stays claimed: retry while the claim
   * {@link #isLeased}, and then {@link #abandon} it.
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
   * Records the outcome of a post. If the gateway took the batch, the next one is claimed in the
   * same commit, so that a batch costs one sync to disk instead of two. Any other outcome is
   * recorded alone: it may pause sending or change the file, and is rare.
   *
   * <p>An outcome does not depend on the next claim: if both cannot be committed together, it is
   * recorded alone.
   */
  public Recorded recordAndClaim(Claim claim, Verdict verdict) {
    if (verdict.next() != BatchState.TAKEN) {
      return new Recorded(record(claim, verdict), Optional.empty());
    }
    return database.isSqlite()
        ? recordAndClaimInSteps(claim, verdict)
        : recordAndClaimAtOnce(claim, verdict);
  }

  private Recorded recordAndClaimInSteps(Claim claim, Verdict verdict) {
    Set<BatchRecord> claimed = new HashSet<>();
    try {
      Recorded both =
          database.write(sql -> new Recorded(record(sql, claim, verdict), claim(sql, claimed)));
      abandon(claim);
      return both;
    } catch (RuntimeException e) {
      claimed.forEach(inFlight::remove);
      LOG.debug("An outcome is recorded without the next claim.", e);
      return new Recorded(record(claim, verdict), Optional.empty());
    }
  }

  private Recorded recordAndClaimAtOnce(Claim claim, Verdict verdict) {
    if (isClosed()) {
      return new Recorded(record(claim, verdict), Optional.empty());
    }
    try {
      long since = inFlight.now();
      DueMark.Place from = mark.from();
      ClaimAtOnce.Answer answer =
          database.write(sql -> atOnce.recordAndClaim(sql, claim, verdict, from));
      if (answer.recorded()) {
        abandon(claim);
        return new Recorded(true, note(answer, from, since).or(() -> nextOf(answer, from)));
      }
    } catch (RuntimeException e) {
      LOG.debug("An outcome is recorded without the next claim.", e);
      return new Recorded(record(claim, verdict), Optional.empty());
    }
    return new Recorded(record(claim, verdict), claimIfPossible());
  }

  /** A claim that came to nothing is repeated where another look may find what is due. */
  private Optional<Claim> nextOf(ClaimAtOnce.Answer answer, DueMark.Place from) {
    if (!answer.unusual() && from.isStart()) {
      return Optional.empty();
    }
    mark.reset();
    return claimIfPossible();
  }

  private Optional<Claim> claimIfPossible() {
    try {
      return claim();
    } catch (RuntimeException e) {
      LOG.debug("Nothing is claimed after an outcome.", e);
      return Optional.empty();
    }
  }

  private boolean record(Sql sql, Claim claim, Verdict verdict) throws SQLException {
    BatchRecord batch = BatchTable.lock(sql, claim.batch().id());
    if (!isStillOf(claim, batch)) {
      batches(sql).ignore(batch, verdict);
      return false;
    }
    batches(sql).record(batch, claim, verdict, resendAt(batch));
    pause.follow(sql, verdict);
    if (verdict.next() == BatchState.REFUSED) {
      FileSteps.batchIsFinal(sql, clock.millis(), batch);
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
   * only one, otherwise those whose lease is over.
   *
   * @return how many there were
   */
  public int recover() {
    return recover(database.isSqlite() ? Long.MAX_VALUE : clock.millis());
  }

  /**
   * Makes posts whose lease is over UNKNOWN, including those of this process, but never one that a
   * thread may still work on.
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
      // The lease is compared again: another process may have recovered and claimed it.
      if (!inFlight.containsBatch(batch.id())
          && batches(sql).recover(batch, before, resendAt(batch))) {
        recovered++;
      }
    }
    return recovered;
  }

  private Optional<Claim> intend(Sql sql, BatchRecord due) throws SQLException {
    FileRecord file = Arrivals.get(sql, due.fileId());
    Payer payer = file.payer().at(rules.payer().gateway(), rules.payer().charset());
    String payDate = clock.payDate();
    long leaseUntil = clock.millis() + rules.leaseMs();
    Optional<BatchRecord> claimed =
        batches(sql).claim(due, owner, leaseUntil, payDate, payer, file.payer());
    if (claimed.isEmpty()) {
      return Optional.empty();
    }
    requireAccepted(file, due);
    return Optional.of(
        new Claim(
            claimed.get(),
            payer,
            file.payer().charset(),
            Contents.undecoded(sql, claimed.get()),
            payDate,
            due.maybeSent() ? Earlier.MAY_HAVE_ARRIVED : Earlier.NONE_ARRIVED,
            due.state(),
            leaseUntil,
            file.receivedAt()));
  }

  /** Only accepted files have due batches; this is checked again before a byte leaves. */
  private static void requireAccepted(FileRecord file, BatchRecord due) {
    if (file.state() != FileState.ACCEPTED) {
      throw new IllegalStateException(
          "Batch " + due.batchNo() + " is due, but its file is " + file.state() + ".");
    }
  }

  private BatchTable batches(Sql sql) {
    return new BatchTable(sql, clock.millis(), CAUSE);
  }

  private long resendAt(BatchRecord batch) {
    return clock.millis() + rules.delayMs(batch.attempts());
  }

  /**
   * The result of recording the outcome of a post.
   *
   * @param changed whether it changed the batch; an answer that comes after a notify moved it does
   *     not
   * @param next the batch that was claimed in the same commit, to be posted now
   */
  public record Recorded(boolean changed, Optional<Claim> next) {}
}
