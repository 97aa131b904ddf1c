package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.batch.Language;
import payout.batch.PayDay;
import payout.ledger.ActRefusedException.Why;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerException;
import payout.ledger.sql.Sql;

/**
 * Files that wait: for approval, for the day that they name, or for the limit of a day.
 *
 * <p>Invariant: a file stops waiting once, in one commit that either makes all of its batches due
 * or deletes them. An approver names the bytes and must be neither the owner of the inbox nor who
 * submitted the file. Any other approval is refused, and the refusal is recorded with who tried.
 */
public final class WaitingLedger {

  private final Database database;
  private final ChinaClock clock;
  private final AcceptRules rules;
  private final WaitReasons reasons;
  private final LedgerGate gate;
  private final ActRun run;
  private final ApprovalRules approvals;
  private final WaitingTurns turns;

  WaitingLedger(
      Database database, ChinaClock clock, AcceptRules rules, Language language, LedgerGate gate) {
    this.database = database;
    this.clock = clock;
    this.rules = rules;
    this.reasons = new WaitReasons(language);
    this.gate = gate;
    this.run = new ActRun(database, clock);
    this.approvals = new ApprovalRules(rules, clock);
    this.turns = new WaitingTurns(database, clock, rules, reasons, gate);
  }

  /**
   * Approves the bytes of a file that waits for approval, or lets one exceed the limit of the day.
   *
   * @param what the file's name, or its SHA-256 from the start on, 8 digits or more
   * @param sha256 the bytes that are approved; null or empty to let the file exceed the limit of
   *     the day
   * @return a sentence about what was done, or in a dry run about what would be done
   * @throws ActRefusedException with a sentence, which is recorded unless in a dry run
   */
  public String approve(String what, String sha256, Act act) {
    return run.run(
            ActKind.APPROVE + " " + what + " " + sha256,
            act,
            sql -> {
              FileChoice choice = FileChoice.of(sql, what, sha256);
              return planApproval(
                  sql, choice, act, file -> approvals.ofBytes(file, sha256, act.who()));
            })
        .sentence();
  }

  /**
   * Approves a file that waits for approval, as its approver saw it: the act must carry the lines,
   * the sum and the SHA-256 that were shown.
   *
   * @throws ActRefusedException with a sentence, which is recorded unless in a dry run
   * @throws LedgerException while the {@link LedgerGate} is closed: this node's approvers may not
   *     be those of today
   */
  public String approve(long fileId, Act act) {
    return decide(ActKind.APPROVE, fileId, act);
  }

  /** Lets a file exceed the limit of the day for which it waits; otherwise the same. */
  public String exceedLimit(long fileId, Act act) {
    return decide(ActKind.EXCEED_LIMIT, fileId, act);
  }

  /** Refuses a file that waits, see {@link #reject(String, Act)}. */
  public String reject(long fileId, Act act) {
    return decide(ActKind.REJECT, fileId, act);
  }

  /**
   * What an act on a file that waits would do now, or why it is refused; changes and records
   * nothing.
   *
   * @param kind APPROVE, EXCEED_LIMIT or REJECT
   * @param act by whom; it needs no reason
   */
  public Preview preview(ActKind kind, long fileId, Act act) {
    return run.preview(kind, sql -> plan(sql, kind, fileId, act.asDryRun()));
  }

  private String decide(ActKind kind, long fileId, Act act) {
    return run.run(kind + " file " + fileId, act, sql -> plan(sql, kind, fileId, act)).sentence();
  }

  private ActPlan plan(Sql sql, ActKind kind, long fileId, Act act) throws SQLException {
    if (!act.dryRun()) {
      requireOpen();
    }
    FileChoice choice = FileChoice.of(sql, fileId, "the number " + fileId);
    return kind == ActKind.REJECT
        ? planRejectByOther(sql, choice, act)
        : planApproval(sql, choice, act, file -> approvals.asShown(kind, file, act));
  }

  /**
   * Approves the bytes and the sum of a file by a file in the folder of approvals.
   *
   * @param fileId the file that its name means; 0 when there is none
   * @return a sentence about what was done
   * @throws ActRefusedException with a sentence, which is recorded
   * @throws LedgerException while the {@link LedgerGate} is closed: this node's approvers may not
   *     be those of today
   */
  public String approve(long fileId, ApprovalNote note) {
    return run.run(
            "approval file " + note.identity(),
            note.act(note.who()),
            sql -> {
              requireOpen();
              FileChoice choice = FileChoice.of(sql, fileId, note.identity());
              Optional<FileRecord> approved =
                  Optional.ofNullable(choice.file())
                      .filter(file -> file.waited() != null)
                      .filter(file -> file.waited().approvedBy().equals(note.approver()));
              return approved.isPresent()
                  ? approvedAlready(approved.get())
                  : planApproval(
                      sql,
                      choice,
                      note.act(note.who()),
                      note.act(note.approver()),
                      file -> approvals.byNote(file, note));
            })
        .sentence();
  }

  private static ActPlan approvedAlready(FileRecord file) {
    String sentence = "File " + file.name() + " was approved by this already.";
    return new ActPlan(
        Preview.of(ActKind.APPROVE, ActResult.DONE, sentence, List.of(), Seen.of(file)),
        About.of(file),
        ActPlan.Work.NONE);
  }

  private void requireOpen() {
    gate.closedBecause()
        .ifPresent(
            why -> {
              throw new LedgerException("No approval is taken now: " + why);
            });
  }

  /** Records that a file in the folder of approvals cannot be read. */
  public void refuseUnreadable(String identity, String why) {
    Act act = new Act(identity, "", false).from(new Source(Source.Channel.FILE, identity));
    try {
      run.run(
          "approval file " + identity,
          act,
          sql -> refused(sql, ActKind.APPROVE, null, act, new ApprovalRules.Fault(Why.INPUT, why)));
    } catch (ActRefusedException e) {
      // It is recorded; whoever calls knows the reason.
    }
  }

  /**
   * Refuses a file that waits; nothing of it is ever sent.
   *
   * @param what the file's name, or its SHA-256 from the start on, 8 digits or more
   * @throws ActRefusedException when no such file waits, or without a reason
   */
  public String reject(String what, Act act) {
    return run.run(
            ActKind.REJECT + " " + what,
            act,
            sql -> planReject(sql, FileChoice.of(sql, what, null), act))
        .sentence();
  }

  /** Whoever brought a file in decides nothing about it, neither way. */
  private ActPlan planRejectByOther(Sql sql, FileChoice choice, Act act) throws SQLException {
    if (choice.file() != null && choice.file().isBroughtInBy(act.who())) {
      throw new ActRefusedException(
          Why.PERSON,
          act.who()
              + " brought the file "
              + choice.file().name()
              + " in; another person has to reject it.");
    }
    return planReject(sql, choice, act);
  }

  private ActPlan planReject(Sql sql, FileChoice choice, Act act) throws SQLException {
    act.requireReason();
    if (choice.file() == null) {
      throw new ActRefusedException(Why.UNKNOWN, choice.otherwise());
    }
    FileRecord file = ActSteps.file(sql, choice.file().id(), act);
    if (!ActsAllowed.allows(ActKind.REJECT, file.state())) {
      throw new ActRefusedException(ApprovalRules.notWaiting(file));
    }
    return plan(
        ActKind.REJECT,
        file,
        FileState.REJECTED,
        "File " + file.name() + " is REJECTED.",
        () -> FileSteps.reject(sql, clock.millis(), file, reasons.rejected(act), act.who()));
  }

  /**
   * Refuses the files that were not approved in time, and returns them.
   *
   * @param failed is told of each file that fails; the others do not wait for it
   */
  public List<FileRecord> expire(FailedFile failed) {
    return turns.expire(failed);
  }

  /**
   * Accepts waiting files as long as they fit into the limit of today, the oldest first, and
   * returns them.
   *
   * @param failed is told of each file that fails; the others do not wait for it
   */
  public List<FileRecord> acceptWithinLimit(FailedFile failed) {
    return turns.acceptWithinLimit(failed);
  }

  /**
   * Accepts the files whose day has come, the oldest first, or lets them wait for the limit of that
   * day; returns them as they are now. A file whose day went by while no process ran is accepted as
   * soon as one runs.
   *
   * @param failed is told of each file that fails; the others do not wait for it
   */
  public List<FileRecord> acceptOnDay(FailedFile failed) {
    return turns.acceptOnDay(failed);
  }

  /** How many files wait in a state. */
  public long count(FileState state) {
    String which = WaitingTurns.which(state);
    return database.read(sql -> sql.number("SELECT COUNT(*) FROM payout_file WHERE " + which));
  }

  /** The files that wait in a state, the oldest first, at most so many. */
  public List<FileRecord> waiting(FileState state, int max) {
    String each = FileRecord.SELECT + "WHERE " + WaitingTurns.which(state) + " ORDER BY id LIMIT ?";
    return database.read(sql -> sql.list(each, FileRecord::read, max));
  }

  private ActPlan planApproval(
      Sql sql,
      FileChoice choice,
      Act act,
      Function<FileRecord, Optional<ApprovalRules.Fault>> judge)
      throws SQLException {
    return planApproval(sql, choice, act, act, judge);
  }

  /**
   * Accepts the file after the last check, or lets it wait for the limit of the day; a refusal is
   * recorded.
   *
   * @param by who tries
   * @param as under which name it is recorded
   */
  private ActPlan planApproval(
      Sql sql,
      FileChoice choice,
      Act by,
      Act as,
      Function<FileRecord, Optional<ApprovalRules.Fault>> judge)
      throws SQLException {
    if (choice.file() == null) {
      ApprovalRules.Fault unknown = new ApprovalRules.Fault(Why.UNKNOWN, choice.otherwise());
      return refused(sql, ActKind.APPROVE, null, by, unknown);
    }
    FileRecord file = ActSteps.file(sql, choice.file().id(), by);
    boolean overrules = file.state() == FileState.AWAITING_LIMIT;
    ActKind kind = overrules ? ActKind.EXCEED_LIMIT : ActKind.APPROVE;
    Optional<ApprovalRules.Fault> fault =
        judge.apply(file).or(() -> ApprovalRules.change(file, by));
    if (fault.isPresent()) {
      return refused(sql, kind, file, by, fault.get());
    }
    if (!by.dryRun()) {
      DayLimit.lock(sql, clock.today());
    }
    FileState next = overrules ? FileState.ACCEPTED : afterApproval(sql, file);
    String sentence = "File " + file.name() + " is " + next + approved(file, next);
    return plan(kind, file, next, sentence, () -> step(sql, file, as, overrules, next));
  }

  private FileState afterApproval(Sql sql, FileRecord file) throws SQLException {
    if (PayDay.isAhead(file.payOn(), rules.dayStart(), clock)) {
      return FileState.AWAITING_DATE;
    }
    return DayLimit.fits(sql, clock.today(), file.amount(), rules.dayMax())
        ? FileState.ACCEPTED
        : FileState.AWAITING_LIMIT;
  }

  private String approved(FileRecord file, FileState next) {
    return switch (next) {
      case AWAITING_DATE ->
          ": it is approved and goes out on " + file.payOn() + " from " + rules.dayStart() + " on.";
      case AWAITING_LIMIT -> ": it is approved, but would exceed the limit of the day.";
      default ->
          file.payOn() != null && file.payOn().isBefore(clock.today())
              ? ": its day, " + file.payOn() + ", is over, so it goes out at once."
              : ".";
    };
  }

  private static ActPlan plan(
      ActKind kind, FileRecord file, FileState to, String sentence, ActPlan.Work work) {
    List<Preview.Move> moves = List.of(Preview.Move.of(file, to.name()));
    return new ActPlan(
        Preview.of(kind, ActResult.DONE, sentence, moves, Seen.of(file)), About.of(file), work);
  }

  private void step(Sql sql, FileRecord file, Act act, boolean overrules, FileState next)
      throws SQLException {
    long now = clock.millis();
    FileTable files = new FileTable(sql, now, act.who());
    if (!overrules) {
      files.approve(file, act.who(), act.reason());
    }
    if (next == FileState.AWAITING_DATE) {
      files.awaitDate(file, reasons.date(file, rules), act.reason());
      return;
    }
    if (next == FileState.AWAITING_LIMIT) {
      files.awaitLimit(file, reasons.limit(rules), act.reason());
      return;
    }
    if (!DayLimit.add(sql, clock.today(), file.amount(), overrules ? null : rules.dayMax())) {
      throw new IllegalStateException("The day changed while file " + file.id() + " was approved.");
    }
    FileSteps.accept(sql, now, file, reasons.leftOut(file), act.who(), act.reason());
  }

  /** A refusal that is recorded with who tried. */
  private ActPlan refused(
      Sql sql, ActKind kind, FileRecord file, Act act, ApprovalRules.Fault fault) {
    ActRefusedException refusal = new ActRefusedException(fault.why(), fault.sentence());
    return new ActPlan(
        Preview.refused(kind, refusal),
        file == null ? About.NOTHING : About.of(file),
        () ->
            sql.update(
                "INSERT INTO event (at, file_id, kind, cause, detail)"
                    + " VALUES (?, ?, 'APPROVAL_REFUSED', ?, ?)",
                clock.millis(),
                file == null ? null : file.id(),
                act.who(),
                fault.sentence()));
  }
}
