package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.batch.Language;
import payout.batch.Money;
import payout.batch.PayDay;
import payout.batch.PersonNames;
import payout.ledger.ActRefusedException.Why;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerException;
import payout.ledger.sql.LedgerUnavailableException;
import payout.ledger.sql.Sql;

/**
 * Files that wait: for approval, for the day that they name, or for the limit of a day.
 *
 * <p>Invariant: a file stops waiting once, in one commit that either makes all of its batches due
 * or deletes them. An approver names the bytes and must be neither the owner of the inbox nor who
 * submitted the file. Any other approval is refused, and the refusal is recorded with who tried.
 */
public final class WaitingLedger {

  private static final String WATCH = "watch-waiting";

  private final Database database;
  private final ChinaClock clock;
  private final AcceptRules rules;
  private final WaitReasons reasons;
  private final LedgerGate gate;
  private final ActRun run;

  WaitingLedger(
      Database database, ChinaClock clock, AcceptRules rules, Language language, LedgerGate gate) {
    this.database = database;
    this.clock = clock;
    this.rules = rules;
    this.reasons = new WaitReasons(language);
    this.gate = gate;
    this.run = new ActRun(database, clock);
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
              return planApproval(sql, choice, act, file -> approvalFault(file, sha256, act.who()));
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
        : planApproval(sql, choice, act, file -> fault(kind, file, act));
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
  public String approve(long fileId, Approval note) {
    return run.run(
            "approval file " + note.identity(),
            note.act(note.who()),
            sql -> {
              requireOpen();
              FileChoice choice = FileChoice.of(sql, fileId, note.identity());
              Optional<FileRecord> approved =
                  Optional.ofNullable(choice.file())
                      .filter(file -> file.waited() != null)
                      .filter(file -> file.waited().approvedBy().equals(approver(note)));
              return approved.isPresent()
                  ? approvedAlready(approved.get())
                  : planApproval(
                      sql,
                      choice,
                      note.act(note.who()),
                      note.act(approver(note)),
                      file -> noteFault(file, note));
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
          sql -> refused(sql, ActKind.APPROVE, null, act, new Fault(Why.INPUT, why)));
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
      throw new ActRefusedException(notWaiting(file));
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
  public List<FileRecord> expire(Failed failed) {
    return files(which(FileState.AWAITING_APPROVAL)).stream()
        .filter(file -> ActsAllowed.isExpired(file, clock.millis()))
        .map(file -> each(file, this::expire, failed))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * Accepts waiting files as long as they fit into the limit of today, the oldest first, and
   * returns them.
   *
   * @param failed is told of each file that fails; the others do not wait for it
   */
  public List<FileRecord> acceptWithinLimit(Failed failed) {
    if (!rules.nextDay() || !gate.isOpen()) {
      return List.of();
    }
    return files(which(FileState.AWAITING_LIMIT)).stream()
        .map(file -> each(file, this::acceptWithinLimit, failed))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * Accepts the files whose day has come, the oldest first, or lets them wait for the limit of that
   * day; returns them as they are now. A file whose day went by while no process ran is accepted as
   * soon as one runs.
   *
   * @param failed is told of each file that fails; the others do not wait for it
   */
  public List<FileRecord> acceptOnDay(Failed failed) {
    if (!gate.isOpen()) {
      return List.of();
    }
    return database
        .read(
            sql ->
                sql.list(
                    FileRecord.SELECT
                        + "WHERE state = 'AWAITING_DATE' AND pay_on <= ? ORDER BY pay_on, id",
                    FileRecord::read,
                    PayDay.number(clock.today())))
        .stream()
        .map(file -> each(file, this::acceptOnDay, failed))
        .flatMap(Optional::stream)
        .toList();
  }

  /** While the ledger cannot be written every file fails, and none of them is at fault. */
  private static Optional<FileRecord> each(
      FileRecord file, Function<FileRecord, Optional<FileRecord>> step, Failed failed) {
    try {
      return step.apply(file);
    } catch (LedgerUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      failed.accept(file, e);
      return Optional.empty();
    }
  }

  private Optional<FileRecord> acceptOnDay(FileRecord waiting) {
    if (PayDay.isAhead(waiting.payOn(), rules.dayStart(), clock)) {
      return Optional.empty();
    }
    return database.write(
        sql -> {
          FileRecord file = FileTable.lock(sql, waiting.id());
          if (!gate.isOpen() || file.state() != FileState.AWAITING_DATE) {
            return Optional.empty();
          }
          long now = clock.millis();
          if (DayLimit.add(sql, clock.today(), file.amount(), rules.dayMax())) {
            FileSteps.accept(sql, now, file, reasons.leftOut(file), WATCH, "its day has come");
          } else {
            new FileTable(sql, now, WATCH)
                .awaitLimit(file, reasons.limit(rules), "its day has come");
          }
          return Optional.of(Arrivals.get(sql, file.id()));
        });
  }

  /** How many files wait in a state. */
  public long count(FileState state) {
    String which = which(state);
    return database.read(sql -> sql.number("SELECT COUNT(*) FROM payout_file WHERE " + which));
  }

  /** The files that wait in a state, the oldest first, at most so many. */
  public List<FileRecord> waiting(FileState state, int max) {
    String each = FileRecord.SELECT + "WHERE " + which(state) + " ORDER BY id LIMIT ?";
    return database.read(sql -> sql.list(each, FileRecord::read, max));
  }

  /** In the words of the index that answers it. */
  private static String which(FileState state) {
    return switch (state) {
      case AWAITING_APPROVAL -> "state = 'AWAITING_APPROVAL'";
      case AWAITING_DATE -> "state = 'AWAITING_DATE'";
      case AWAITING_LIMIT -> "state = 'AWAITING_LIMIT'";
      default -> throw new IllegalArgumentException("No file waits as " + state + ".");
    };
  }

  private List<FileRecord> files(String which) {
    return database.read(
        sql -> sql.list(FileRecord.SELECT + "WHERE " + which + " ORDER BY id", FileRecord::read));
  }

  private Optional<FileRecord> expire(FileRecord late) {
    return database.write(
        sql -> {
          FileRecord file = FileTable.lock(sql, late.id());
          if (file.state() != FileState.AWAITING_APPROVAL) {
            return Optional.empty();
          }
          FileSteps.reject(sql, clock.millis(), file, reasons.expired(), WATCH);
          return Optional.of(late);
        });
  }

  private Optional<FileRecord> acceptWithinLimit(FileRecord waiting) {
    boolean room =
        database.read(sql -> DayLimit.fits(sql, clock.today(), waiting.amount(), rules.dayMax()));
    return room ? database.write(sql -> acceptWithinLimit(sql, waiting)) : Optional.empty();
  }

  private Optional<FileRecord> acceptWithinLimit(Sql sql, FileRecord waiting) throws SQLException {
    FileRecord file = FileTable.lock(sql, waiting.id());
    if (!gate.isOpen()
        || file.state() != FileState.AWAITING_LIMIT
        || !DayLimit.add(sql, clock.today(), file.amount(), rules.dayMax())) {
      return Optional.empty();
    }
    String detail = "within the limit of the day";
    FileSteps.accept(sql, clock.millis(), file, reasons.leftOut(file), WATCH, detail);
    return Optional.of(waiting);
  }

  private ActPlan planApproval(
      Sql sql, FileChoice choice, Act act, Function<FileRecord, Optional<Fault>> judge)
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
      Sql sql, FileChoice choice, Act by, Act as, Function<FileRecord, Optional<Fault>> judge)
      throws SQLException {
    if (choice.file() == null) {
      Fault unknown = new Fault(Why.UNKNOWN, choice.otherwise());
      return refused(sql, ActKind.APPROVE, null, by, unknown);
    }
    FileRecord file = ActSteps.file(sql, choice.file().id(), by);
    boolean overrules = file.state() == FileState.AWAITING_LIMIT;
    ActKind kind = overrules ? ActKind.EXCEED_LIMIT : ActKind.APPROVE;
    Optional<Fault> fault = judge.apply(file).or(() -> change(file, by));
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

  private Optional<Fault> fault(ActKind kind, FileRecord file, Act act) {
    boolean namesBytes = act.seen().filter(seen -> !seen.sha256().isEmpty()).isPresent();
    if (!namesBytes && !act.dryRun()) {
      return Optional.of(
          new Fault(Why.INPUT, "Name the lines, the sum and the SHA-256 that were shown."));
    }
    if (!ActsAllowed.allows(kind, file.state())) {
      return Optional.of(
          new Fault(
              Why.STATE,
              switch (file.state()) {
                case AWAITING_DATE -> waitsForDate(file);
                case AWAITING_LIMIT -> waitsForLimit(file);
                case AWAITING_APPROVAL -> "File " + file.name() + " waits for approval first.";
                default -> notWaiting(file);
              }));
    }
    return byPerson(file, act.who());
  }

  private static Optional<Fault> change(FileRecord file, Act act) {
    return act.seen()
        .map(seen -> seen.change(Seen.of(file)))
        .filter(change -> !change.isEmpty())
        .map(change -> new Fault(Why.CHANGED, change));
  }

  private Optional<Fault> approvalFault(FileRecord file, String sha256, String who) {
    boolean namesBytes = sha256 != null && !sha256.isEmpty();
    if (!file.state().isWaiting()) {
      return Optional.of(new Fault(Why.STATE, notWaiting(file)));
    }
    if (file.state() == FileState.AWAITING_DATE) {
      return Optional.of(new Fault(Why.STATE, waitsForDate(file)));
    }
    if (namesBytes && !sha256.equalsIgnoreCase(file.sha256())) {
      return Optional.of(new Fault(Why.CHANGED, otherBytes(file, sha256)));
    }
    if (file.state() == FileState.AWAITING_APPROVAL && !namesBytes) {
      return Optional.of(
          new Fault(
              Why.INPUT,
              "File " + file.name() + " waits for approval; name the bytes with --sha256."));
    }
    if (file.state() == FileState.AWAITING_LIMIT && namesBytes && file.waited().isApproved()) {
      return Optional.of(
          new Fault(
              Why.STATE,
              "File "
                  + file.name()
                  + " was approved by "
                  + file.waited().approvedBy()
                  + " and waits for the limit of the day; to let it exceed that, omit --sha256."));
    }
    return byPerson(file, who);
  }

  private Optional<Fault> noteFault(FileRecord file, Approval note) {
    if (!ActsAllowed.allows(ActKind.APPROVE, file.state())) {
      return Optional.of(
          new Fault(
              Why.STATE,
              switch (file.state()) {
                case AWAITING_DATE -> waitsForDate(file);
                case AWAITING_LIMIT -> waitsForLimit(file);
                default -> notWaiting(file);
              }));
    }
    if (!note.sha256().equals(file.sha256())) {
      return Optional.of(new Fault(Why.CHANGED, otherBytes(file, note.sha256())));
    }
    if (!note.amount().equals(file.amount())) {
      return Optional.of(
          new Fault(
              Why.CHANGED,
              "File "
                  + file.name()
                  + " pays "
                  + file.amount()
                  + ", and not "
                  + note.amount()
                  + "; nothing is approved."));
    }
    return noteBy(file, note.by());
  }

  /**
   * Who may write to the folder may approve. But whoever submits files by the console may be able
   * to write there as well, so a name is demanded where one can be compared.
   */
  private Optional<Fault> noteBy(FileRecord file, String by) {
    boolean isFolderAlone = rules.approvers().isEmpty();
    if (by.isEmpty() && !(isFolderAlone && file.submittedBy().isEmpty())) {
      return Optional.of(
          new Fault(
              Why.PERSON,
              "The approval of file "
                  + file.name()
                  + " must have a line by= with who approves, because "
                  + (isFolderAlone
                      ? "a person submitted it"
                      : "payout.approval.approvers names who may")
                  + "; nothing is approved."));
    }
    if (by.isEmpty()) {
      return expired(file);
    }
    return isFolderAlone
        ? makerFault(file, by).map(why -> new Fault(Why.PERSON, why)).or(() -> expired(file))
        : byPerson(file, by);
  }

  private Optional<Fault> byPerson(FileRecord file, String who) {
    return approverFault(file, who)
        .map(sentence -> new Fault(Why.PERSON, sentence))
        .or(() -> expired(file));
  }

  private Optional<Fault> expired(FileRecord file) {
    return expiryFault(file).map(sentence -> new Fault(Why.STATE, sentence));
  }

  /**
   * If approvers are named, only they can approve; whoever brought the file in never can. Where
   * none is named, anybody else can let a file exceed the limit, or approve one that waits only
   * because it repeats payments.
   */
  private Optional<String> approverFault(FileRecord file, String who) {
    Optional<String> maker = makerFault(file, who);
    if (maker.isPresent()) {
      return maker;
    }
    boolean needsNoApprover =
        file.state() == FileState.AWAITING_LIMIT || file.waited().forRepeats();
    boolean anybody = rules.approvers().isEmpty() && needsNoApprover;
    if (!anybody && !rules.approvers().contains(who)) {
      return Optional.of(who + " is not among those who may approve, payout.approval.approvers.");
    }
    return Optional.empty();
  }

  /** Whether a person brought the file in. */
  private static Optional<String> makerFault(FileRecord file, String who) {
    if (PersonNames.areSame(who, file.submittedBy())) {
      return Optional.of(
          who + " submitted the file " + file.name() + "; another person has to approve it.");
    }
    if (PersonNames.areSame(who, file.waited().owner())) {
      return Optional.of(
          who
              + " owns the inbox that file "
              + file.name()
              + " came through (payout.inbox.owner); another person has to approve it.");
    }
    return Optional.empty();
  }

  private Optional<String> expiryFault(FileRecord file) {
    return ActsAllowed.isExpired(file, clock.millis())
        ? Optional.of(
            "File " + file.name() + " waited too long for approval; it is refused, drop it again.")
        : Optional.empty();
  }

  private static String waitsForLimit(FileRecord file) {
    return "File " + file.name() + " waits for the limit of the day, not for approval.";
  }

  private static String waitsForDate(FileRecord file) {
    return "File "
        + file.name()
        + " waits for its day, "
        + file.payOn()
        + ", not for approval; until then it can be rejected.";
  }

  private static String notWaiting(FileRecord file) {
    return "File "
        + file.name()
        + " is "
        + file.state()
        + (file.waited() != null && file.waited().isApproved()
            ? ", approved by " + file.waited().approvedBy()
            : "")
        + "; only a file that waits can be approved or rejected.";
  }

  private static String otherBytes(FileRecord file, String sha256) {
    return "File "
        + file.name()
        + " has the SHA-256 "
        + file.sha256()
        + ", and not "
        + sha256
        + "; nothing is approved.";
  }

  private static String approver(Approval note) {
    return note.by().isEmpty() ? note.identity() : note.by() + " by " + note.identity();
  }

  /** A refusal that is recorded with who tried. */
  private ActPlan refused(Sql sql, ActKind kind, FileRecord file, Act act, Fault fault) {
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

  /** Is told of a file that could not be decided, and why; it is tried again the next time. */
  @FunctionalInterface
  public interface Failed extends BiConsumer<FileRecord, RuntimeException> {}

  /** Why an approval is refused. */
  private record Fault(Why why, String sentence) {}

  /**
   * What an approval file contains.
   *
   * @param identity its name and time: the same file, read again after a crash, is the same
   *     approval
   * @param sha256 of the bytes that are approved
   * @param amount the sum that is approved
   * @param by who approves; empty when the file names no one
   */
  public record Approval(String identity, String sha256, Money amount, String by) {

    /** The name to record: the approver, or else the file. */
    String who() {
      return by.isEmpty() ? identity : by;
    }

    private Act act(String who) {
      return new Act(who, "", false).from(new Source(Source.Channel.FILE, identity));
    }
  }
}
