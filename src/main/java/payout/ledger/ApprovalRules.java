package payout.ledger;

import java.util.Optional;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.batch.PersonNames;
import payout.ledger.ActRefusedException.Why;

/**
 * Who may approve which file, and why an approval is refused: the same rules for the command, a
 * page, the HTTP interface and a file in the folder of approvals.
 */
final class ApprovalRules {

  private final AcceptRules rules;
  private final ChinaClock clock;

  ApprovalRules(AcceptRules rules, ChinaClock clock) {
    this.rules = rules;
    this.clock = clock;
  }

  /** Why an act on a page is refused, which must name what the page showed. */
  Optional<Fault> asShown(ActKind kind, FileRecord file, Act act) {
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

  /** What differs from what the person saw. */
  static Optional<Fault> change(FileRecord file, Act act) {
    return act.seen()
        .map(seen -> seen.change(Seen.of(file)))
        .filter(change -> !change.isEmpty())
        .map(change -> new Fault(Why.CHANGED, change));
  }

  /**
   * Why an approval of these bytes is refused, or, without bytes, the wish to let the file exceed
   * the limit of the day.
   */
  Optional<Fault> ofBytes(FileRecord file, String sha256, String who) {
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

  /** Why a file in the folder of approvals approves nothing. */
  Optional<Fault> byNote(FileRecord file, ApprovalNote note) {
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

  static String notWaiting(FileRecord file) {
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

  /** Why an approval is refused. */
  record Fault(Why why, String sentence) {}
}
