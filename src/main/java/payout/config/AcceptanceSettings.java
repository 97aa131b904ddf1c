package payout.config;

import static payout.config.Setting.InSandbox.OPEN;
import static payout.config.Setting.InSandbox.SEALED;

import java.nio.file.Path;
import java.util.List;
import payout.batch.Money;

/**
 * What a valid file waits for before it is accepted.
 *
 * @param dayAmountMax the most that one day in China pays; null for no limit
 * @param onLimit what a file over that limit waits for
 * @param approvalFrom the smallest sum of a file that needs approval; null when none does
 * @param approvers who may approve
 * @param approvalHours how many hours a file waits for that
 * @param approvalFolder the folder of approval files, absolute; null for none
 * @param inboxOwners a name for each inbox; empty where nobody is named
 */
public record AcceptanceSettings(
    Money dayAmountMax,
    OnLimit onLimit,
    Money approvalFrom,
    List<String> approvers,
    int approvalHours,
    Path approvalFolder,
    List<String> inboxOwners) {

  static final Section SECTION = new Section(AcceptanceSettings::check);

  static final Setting<Money> DAY_AMOUNT_MAX =
      SECTION.add(
          "payout.day.amount-max",
          Section.EMPTY,
          Form.amount(),
          OPEN,
          "The most that all files accepted on one day of China pay together; empty for no limit.");

  static final Setting<OnLimit> DAY_ON_LIMIT =
      SECTION.add(
          "payout.day.on-limit",
          "hold",
          Form.choice(OnLimit.class),
          OPEN,
          "What a file over that limit waits for: hold for a person, next-day for a later day with"
              + " room for it, or a person before.");

  static final Setting<ApprovalOf> APPROVAL =
      SECTION.add(
          "payout.approval",
          "none",
          Form.choice(ApprovalOf.class),
          OPEN,
          "Whether a second person has to approve every sound file before anything of it is sent.");

  static final Setting<Money> APPROVAL_AMOUNT_MIN =
      SECTION.add(
          "payout.approval.amount-min",
          Section.EMPTY,
          Form.amount(),
          OPEN,
          "The sum of a file from which on a second person has to approve it even so.");

  static final Setting<List<String>> APPROVERS =
      SECTION.add(
          "payout.approval.approvers",
          Section.EMPTY,
          names("one or more names, parted by blanks"),
          OPEN,
          "Who may approve files, and let one pass the limit of the day.");

  static final Setting<Integer> EXPIRE_HOURS =
      SECTION.add(
          "payout.approval.expire-hours",
          "72",
          Form.number(1, 8760),
          OPEN,
          "How long a file waits for approval, in hours; then it is refused.");

  static final Setting<String> FOLDER =
      SECTION.add(
          "payout.approval.folder",
          Section.EMPTY,
          Form.path("the path of a folder"),
          SEALED,
          "The folder of approval files, which the account that writes the inbox cannot write;"
              + " empty for none.");

  static final Setting<List<String>> INBOX_OWNER =
      SECTION.add(
          "payout.inbox.owner",
          Section.EMPTY,
          names("a name for each inbox in the order of payout.inbox.uri, parted by blanks"),
          OPEN,
          "The person whose inbox it is, who cannot approve what came through it.");

  public AcceptanceSettings {
    approvers = List.copyOf(approvers);
    inboxOwners = List.copyOf(inboxOwners);
  }

  /** What a file over the limit of the day waits for. */
  public enum OnLimit {
    /** An operator. */
    HOLD,
    /** A later day with room for it, or an operator before that. */
    NEXT_DAY
  }

  /** Which files a second person has to approve. */
  enum ApprovalOf {
    /** None, unless payout.approval.amount-min says from which sum on. */
    NONE,
    /** Every one. */
    REQUIRED
  }

  static AcceptanceSettings read(Values values, Home home) {
    return new AcceptanceSettings(
        values.find(DAY_AMOUNT_MAX).orElse(null),
        values.of(DAY_ON_LIMIT),
        values.of(APPROVAL) == ApprovalOf.REQUIRED
            ? Money.ZERO
            : values.find(APPROVAL_AMOUNT_MIN).orElse(null),
        values.list(APPROVERS),
        values.of(EXPIRE_HOURS),
        values.find(FOLDER).map(home::resolve).orElse(null),
        values.list(INBOX_OWNER));
  }

  private static void check(Values values, Faults faults) {
    inboxesHaveOneOwnerEach(values, faults);
    boolean needed =
        values.find(APPROVAL).filter(ApprovalOf.REQUIRED::equals).isPresent()
            || values.find(APPROVAL_AMOUNT_MIN).isPresent();
    if (needed) {
      somebodyCanApprove(values, faults);
    }
  }

  private static void inboxesHaveOneOwnerEach(Values values, Faults faults) {
    int owners = values.list(INBOX_OWNER).size();
    int inboxes = values.find(InboxSettings.URI).map(List::size).orElse(owners);
    if (owners > 0 && owners != inboxes) {
      faults.add(
          INBOX_OWNER
              + " names "
              + owners
              + " and "
              + InboxSettings.URI
              + " has "
              + inboxes
              + "; each inbox needs one owner.");
    }
  }

  /** Files that nobody can ever approve would all expire. */
  private static void somebodyCanApprove(Values values, Faults faults) {
    List<String> approvers = values.list(APPROVERS);
    List<String> owners = values.list(INBOX_OWNER);
    boolean hasFolder = values.find(FOLDER).isPresent();
    if (approvers.isEmpty() && !hasFolder) {
      faults.add(
          APPROVERS
              + " is missing; where files have to be approved, it must name who may do that, or "
              + FOLDER
              + " the folder of approval files.");
    }
    if (owners.isEmpty()) {
      faults.add(
          INBOX_OWNER
              + " is missing; where files have to be approved, it must name the person of each"
              + " inbox, who cannot approve what came through it.");
    }
    if (!approvers.isEmpty() && !hasFolder) {
      owners.stream()
          .filter(owner -> approvers.stream().allMatch(owner::equalsIgnoreCase))
          .forEach(owner -> faults.add(nobodyBut(owner)));
    }
  }

  private static String nobodyBut(String owner) {
    return APPROVERS
        + " names nobody but "
        + Faults.printable(owner)
        + ", who owns an inbox (payout.inbox.owner); it must name another person as well.";
  }

  private static Form<List<String>> names(String allowed) {
    return Form.of(allowed, text -> List.of(text.split("\\s+")));
  }
}
