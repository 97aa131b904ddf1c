package payout.config;

import static payout.config.Setting.InSandbox.OPEN;
import static payout.config.Setting.InSandbox.SEALED;

import java.nio.file.Path;
import java.util.List;
import payout.batch.Money;

/**
 * What a valid file waits for before it is accepted.
 *
 * @param dayAmountMax the maximum sum of the files accepted on one day in China; null for no limit
 * @param onLimit what a file over that limit waits for
 * @param approvalFrom the smallest sum of a file that needs approval; null when none does
 * @param approvers who may approve
 * @param approvalHours how many hours a file waits for approval
 * @param approvalFolder the folder of approval files, absolute; null for none
 * @param inboxOwners the owner of each inbox; empty for an inbox without one
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
          "The maximum sum of all files that are accepted on one day in China; empty for no limit.");

  static final Setting<OnLimit> DAY_ON_LIMIT =
      SECTION.add(
          "payout.day.on-limit",
          "hold",
          Form.choice(OnLimit.class),
          OPEN,
          "What a file over that limit waits for: hold means an operator, next-day means a later"
              + " day with room for it or an operator before that.");

  static final Setting<ApprovalOf> APPROVAL =
      SECTION.add(
          "payout.approval",
          "none",
          Form.choice(ApprovalOf.class),
          OPEN,
          "Whether a second person must approve every valid file before any of it is sent.");

  static final Setting<Money> APPROVAL_AMOUNT_MIN =
      SECTION.add(
          "payout.approval.amount-min",
          Section.EMPTY,
          Form.amount(),
          OPEN,
          "The smallest sum of a file that a second person must approve although payout.approval"
              + " is none.");

  static final Setting<List<String>> APPROVERS =
      SECTION.add(
          "payout.approval.approvers",
          Section.EMPTY,
          names("one or more names, separated by spaces"),
          OPEN,
          "Who may approve files and let a file exceed the limit of the day.");

  static final Setting<Integer> EXPIRE_HOURS =
      SECTION.add(
          "payout.approval.expire-hours",
          "72",
          Form.number(1, 8760),
          OPEN,
          "How many hours a file waits for approval before it is refused.");

  static final Setting<String> FOLDER =
      SECTION.add(
          "payout.approval.folder",
          Section.EMPTY,
          Form.path("the path of a folder"),
          SEALED,
          "The folder for approval files, which the account that writes the inbox must not be"
              + " able to write; empty for none.");

  static final Setting<List<String>> INBOX_OWNER =
      SECTION.add(
          "payout.inbox.owner",
          Section.EMPTY,
          names("a name for each inbox in the order of payout.inbox.uri, separated by spaces"),
          OPEN,
          "The owner of each inbox, who cannot approve the files that come through it.");

  public AcceptanceSettings {
    approvers = List.copyOf(approvers);
    inboxOwners = List.copyOf(inboxOwners);
  }

  /** What a file over the limit of the day waits for. */
  public enum OnLimit {
    /** An operator. */
    HOLD,
    /** A later day whose limit allows it, or an earlier act of an operator. */
    NEXT_DAY
  }

  /** Which files a second person has to approve. */
  enum ApprovalOf {
    /** None, except those from the sum payout.approval.amount-min up. */
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
      someoneCanApprove(values, faults);
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

  /** Without a possible approver every file that waits would expire. */
  private static void someoneCanApprove(Values values, Faults faults) {
    List<String> approvers = values.list(APPROVERS);
    List<String> owners = values.list(INBOX_OWNER);
    boolean hasFolder = values.find(FOLDER).isPresent();
    if (approvers.isEmpty() && !hasFolder) {
      faults.add(
          APPROVERS
              + " is missing; when files need approval, it must name the approvers, unless "
              + FOLDER
              + " is set.");
    }
    if (owners.isEmpty()) {
      faults.add(
          INBOX_OWNER
              + " is missing; when files need approval, it must name the owner of each inbox,"
              + " who cannot approve the files that come through it.");
    }
    if (!approvers.isEmpty() && !hasFolder) {
      owners.stream()
          .filter(owner -> approvers.stream().allMatch(owner::equalsIgnoreCase))
          .forEach(owner -> faults.add(nobodyBut(owner)));
    }
  }

  private static String nobodyBut(String owner) {
    return APPROVERS
        + " names no one except "
        + Faults.printable(owner)
        + ", who owns an inbox (payout.inbox.owner); it must name another person as well.";
  }

  private static Form<List<String>> names(String allowed) {
    return Form.of(allowed, text -> List.of(text.split("\\s+")));
  }
}
