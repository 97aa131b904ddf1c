package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.batch.Language;
import payout.batch.Money;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * Files that wait: for approval, or for the limit of a day.
 *
 * <p>Invariant: a file stops waiting once, in one commit that either makes all of its batches due
 * or deletes them. An approver names the bytes and must not be the owner of the inbox. Any other
 * approval is refused, and the refusal is recorded with who tried.
 */
public final class WaitingLedger {

  private static final String WATCH = "watch-waiting";

  private final Database database;
  private final ChinaClock clock;
  private final AcceptRules rules;
  private final WaitReasons reasons;

  WaitingLedger(Database database, ChinaClock clock, AcceptRules rules, Language language) {
    this.database = database;
    this.clock = clock;
    this.rules = rules;
    this.reasons = new WaitReasons(language);
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
    return sentenceOf(
        act,
        database.write(
            sql -> {
              Choice choice = Choice.of(sql, what, sha256);
              if (choice.file() == null) {
                return refused(sql, 0, act, choice.otherwise());
              }
              FileRecord file = FileTable.lock(sql, choice.file().id());
              Optional<String> fault = approvalFault(file, sha256, act.who());
              return fault.isPresent()
                  ? refused(sql, file.id(), act, fault.get())
                  : acceptOrAwaitLimit(sql, file, act);
            }));
  }

  /**
   * Approves the bytes and the sum of a file by a file in the folder of approvals.
   *
   * @param fileId the file that its name means; 0 when there is none
   * @return a sentence about what was done
   * @throws ActRefusedException with a sentence, which is recorded
   */
  public String approve(long fileId, Approval note) {
    Act act = new Act(note.who(), "", false);
    return sentenceOf(
        act,
        database.write(
            sql -> {
              if (fileId == 0) {
                return refused(sql, 0, act, Choice.unknown(note.identity()));
              }
              FileRecord file = FileTable.lock(sql, fileId);
              if (file.waited() != null && file.waited().approvedBy().equals(approver(note))) {
                return new Answer(true, "File " + file.name() + " was approved by this already.");
              }
              Optional<String> fault = noteFault(file, note);
              return fault.isPresent()
                  ? refused(sql, file.id(), act, fault.get())
                  : acceptOrAwaitLimit(sql, file, new Act(approver(note), "", false));
            }));
  }

  /** Records that a file in the folder of approvals cannot be read. */
  public void refuseUnreadable(String identity, String why) {
    database.write(sql -> refused(sql, 0, new Act(identity, "", false), why));
  }

  /**
   * Refuses a file that waits; nothing of it is ever sent.
   *
   * @param what the file's name, or its SHA-256 from the start on, 8 digits or more
   * @throws ActRefusedException when no such file waits, or without a reason
   */
  public String reject(String what, Act act) {
    act.requireReason();
    return sentenceOf(
        act,
        database.write(
            sql -> {
              Choice choice = Choice.of(sql, what, null);
              if (choice.file() == null) {
                return new Answer(false, choice.otherwise());
              }
              FileRecord file = FileTable.lock(sql, choice.file().id());
              if (!file.state().isWaiting()) {
                return new Answer(false, notWaiting(file));
              }
              if (!act.dryRun()) {
                FileSteps.reject(sql, clock.millis(), file, reasons.rejected(act), act.who());
              }
              return new Answer(true, "File " + file.name() + " is REJECTED.");
            }));
  }

  /** Refuses the files that were not approved in time, and returns them. */
  public List<FileRecord> expire() {
    List<FileRecord> late =
        files("state = 'AWAITING_APPROVAL'").stream().filter(this::isExpired).toList();
    return late.stream().filter(this::expire).toList();
  }

  /**
   * Accepts waiting files as long as they fit into the limit of today, the oldest first, and
   * returns them.
   */
  public List<FileRecord> acceptWithinLimit() {
    if (!rules.nextDay()) {
      return List.of();
    }
    return files("state = 'AWAITING_LIMIT'").stream().filter(this::acceptWithinLimit).toList();
  }

  /** How many files wait in a state. */
  public long count(FileState state) {
    String each =
        switch (state) {
          case AWAITING_APPROVAL -> "state = 'AWAITING_APPROVAL'";
          case AWAITING_LIMIT -> "state = 'AWAITING_LIMIT'";
          default -> throw new IllegalArgumentException("No file waits as " + state + ".");
        };
    return database.read(sql -> sql.number("SELECT COUNT(*) FROM payout_file WHERE " + each));
  }

  private List<FileRecord> files(String which) {
    return database.read(
        sql -> sql.list(FileRecord.SELECT + "WHERE " + which + " ORDER BY id", FileRecord::read));
  }

  private boolean expire(FileRecord late) {
    return database.write(
        sql -> {
          FileRecord file = FileTable.lock(sql, late.id());
          if (file.state() != FileState.AWAITING_APPROVAL) {
            return false;
          }
          FileSteps.reject(sql, clock.millis(), file, reasons.expired(), WATCH);
          return true;
        });
  }

  private boolean acceptWithinLimit(FileRecord waiting) {
    boolean room =
        database.read(sql -> DayLimit.fits(sql, clock.today(), waiting.amount(), rules.dayMax()));
    return room
        && database.write(
            sql -> {
              FileRecord file = FileTable.lock(sql, waiting.id());
              if (file.state() != FileState.AWAITING_LIMIT
                  || !DayLimit.add(sql, clock.today(), file.amount(), rules.dayMax())) {
                return false;
              }
              FileSteps.accept(
                  sql,
                  clock.millis(),
                  file,
                  reasons.leftOut(file),
                  WATCH,
                  "within the limit of the day");
              return true;
            });
  }

  /** Accepts the file after the last check, or lets it wait for the limit of the day. */
  private Answer acceptOrAwaitLimit(Sql sql, FileRecord file, Act act) throws SQLException {
    boolean overrules = file.state() == FileState.AWAITING_LIMIT;
    boolean fits = overrules || DayLimit.fits(sql, clock.today(), file.amount(), rules.dayMax());
    FileState next = fits ? FileState.ACCEPTED : FileState.AWAITING_LIMIT;
    if (!act.dryRun()) {
      next = step(sql, file, act, overrules);
    }
    return new Answer(
        true,
        "File "
            + file.name()
            + " is "
            + next
            + (next == FileState.ACCEPTED
                ? "."
                : ": it is approved, but would exceed the limit of the day."));
  }

  private FileState step(Sql sql, FileRecord file, Act act, boolean overrules) throws SQLException {
    long now = clock.millis();
    FileTable files = new FileTable(sql, now, act.who());
    if (!overrules) {
      files.approve(file, act.who(), act.reason());
    }
    if (DayLimit.add(sql, clock.today(), file.amount(), overrules ? null : rules.dayMax())) {
      FileSteps.accept(sql, now, file, reasons.leftOut(file), act.who(), act.reason());
      return FileState.ACCEPTED;
    }
    files.awaitLimit(file, reasons.limit(rules), act.reason());
    return FileState.AWAITING_LIMIT;
  }

  private Optional<String> approvalFault(FileRecord file, String sha256, String who) {
    boolean namesBytes = sha256 != null && !sha256.isEmpty();
    if (!file.state().isWaiting()) {
      return Optional.of(notWaiting(file));
    }
    if (namesBytes && !sha256.equalsIgnoreCase(file.sha256())) {
      return Optional.of(otherBytes(file, sha256));
    }
    if (file.state() == FileState.AWAITING_APPROVAL && !namesBytes) {
      return Optional.of(
          "File " + file.name() + " waits for approval; name the bytes with --sha256.");
    }
    if (file.state() == FileState.AWAITING_LIMIT && namesBytes && file.waited().isApproved()) {
      return Optional.of(
          "File "
              + file.name()
              + " was approved by "
              + file.waited().approvedBy()
              + " and waits for the limit of the day; to let it exceed that, omit --sha256.");
    }
    return approverFault(file, who).or(() -> expiryFault(file));
  }

  private Optional<String> noteFault(FileRecord file, Approval note) {
    if (file.state() != FileState.AWAITING_APPROVAL) {
      return Optional.of(
          file.state() == FileState.AWAITING_LIMIT
              ? "File " + file.name() + " waits for the limit of the day, not for approval."
              : notWaiting(file));
    }
    if (!note.sha256().equals(file.sha256())) {
      return Optional.of(otherBytes(file, note.sha256()));
    }
    if (!note.amount().equals(file.amount())) {
      return Optional.of(
          "File "
              + file.name()
              + " pays "
              + file.amount()
              + ", and not "
              + note.amount()
              + "; nothing is approved.");
    }
    return note.by().isEmpty()
        ? expiryFault(file)
        : approverFault(file, note.by()).or(() -> expiryFault(file));
  }

  /** If approvers are named, only they can approve; the owner of the inbox never can. */
  private Optional<String> approverFault(FileRecord file, String who) {
    if (who.equalsIgnoreCase(file.waited().owner())) {
      return Optional.of(
          who
              + " owns the inbox that file "
              + file.name()
              + " came through (payout.inbox.owner); another person has to approve it.");
    }
    boolean anybody = rules.approvers().isEmpty() && file.state() == FileState.AWAITING_LIMIT;
    if (!anybody && !rules.approvers().contains(who)) {
      return Optional.of(who + " is not among those who may approve, payout.approval.approvers.");
    }
    return Optional.empty();
  }

  private Optional<String> expiryFault(FileRecord file) {
    return file.state() == FileState.AWAITING_APPROVAL && isExpired(file)
        ? Optional.of(
            "File " + file.name() + " waited too long for approval; it is refused, drop it again.")
        : Optional.empty();
  }

  private boolean isExpired(FileRecord file) {
    return clock.millis() >= file.waited().expiresAt();
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

  private Answer refused(Sql sql, long fileId, Act act, String sentence) throws SQLException {
    if (!act.dryRun()) {
      sql.update(
          "INSERT INTO event (at, file_id, kind, cause, detail)"
              + " VALUES (?, ?, 'APPROVAL_REFUSED', ?, ?)",
          clock.millis(),
          fileId == 0 ? null : fileId,
          act.who(),
          sentence);
    }
    return new Answer(false, sentence);
  }

  private static String sentenceOf(Act act, Answer answer) {
    if (!answer.done()) {
      throw new ActRefusedException(answer.sentence());
    }
    return act.dryRun() ? "Dry run, nothing is changed: " + answer.sentence() : answer.sentence();
  }

  /**
   * Whether something was done, and a sentence; reported after the commit, so that both are kept.
   */
  private record Answer(boolean done, String sentence) {}

  /**
   * The one file that an operator means.
   *
   * @param file the file; null when it is not clear
   * @param otherwise why it is not
   */
  private record Choice(FileRecord file, String otherwise) {

    /** The waiting file with these bytes, otherwise a waiting one, otherwise the newest. */
    static Choice of(Sql sql, String what, String sha256) throws SQLException {
      List<FileRecord> named = Arrivals.named(sql, what);
      List<FileRecord> waiting = named.stream().filter(each -> each.state().isWaiting()).toList();
      List<FileRecord> meant =
          sha256 == null
              ? List.of()
              : waiting.stream().filter(each -> each.sha256().equalsIgnoreCase(sha256)).toList();
      if (meant.size() == 1) {
        return new Choice(meant.get(0), "");
      }
      if (waiting.size() > 1 && (sha256 == null || sha256.isEmpty())) {
        return new Choice(
            null, "Several files " + what + " wait; name one by its SHA-256 instead.");
      }
      if (named.isEmpty()) {
        return new Choice(null, unknown(what));
      }
      return new Choice(waiting.isEmpty() ? named.get(0) : waiting.get(0), "");
    }

    static String unknown(String what) {
      return "The ledger holds no file that " + what + " means.";
    }
  }

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
  }
}
