package payout.config;

import static payout.config.Setting.InSandbox.OPEN;
import static payout.config.Setting.InSandbox.SEALED;

import java.nio.file.Path;
import java.time.LocalTime;
import java.util.List;
import payout.batch.Money;
import payout.batch.PersonNames;

/**
 * What a valid file waits for before it is accepted.
 *
 * @param dayAmountMax the maximum sum of the files accepted on one day in China; null for no limit
 * @param onLimit what a file over that limit waits for
 * @param dayStart from when on its day a file is paid that names a day, in China
 * @param approvalFrom the smallest sum of a file that needs approval; null when none does
 * @param approvers who may approve
 * @param approvalHours how many hours a file waits for approval
 * @param approvalFolder the folder of approval files, absolute; null for none
 * @param inboxOwners the owner of each inbox; empty for an inbox without one
 * @param repeatDays how many days before today a payment counts that a line may repeat; 0 for none
 * @param repeatHoldPercent from which share of repeated lines on a file waits for a person
 * @param newPayeeAmountMin the smallest amount to an unknown payee that is a warning; null for none
 */
public record AcceptanceSettings(
    Money dayAmountMax,
    OnLimit onLimit,
    LocalTime dayStart,
    Money approvalFrom,
    List<String> approvers,
    int approvalHours,
    Path approvalFolder,
    List<String> inboxOwners,
    int repeatDays,
    int repeatHoldPercent,
    Money newPayeeAmountMin) {

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

  static final Setting<LocalTime> DAY_START =
      SECTION.add(
          "payout.day.start",
          "00:05",
          Form.of("a time of day from 00:00 to 23:58, such as 00:05", AcceptanceSettings::time),
          OPEN,
          "From when in China a file that names a day to be paid on is sent on that day.");

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

  static final Setting<Integer> REPEAT_DAYS =
      SECTION.add(
          "payout.repeat.days",
          "3",
          Form.number(0, 366),
          OPEN,
          "How many days before today payments count that a line may repeat, besides those that are"
              + " open; 0 for no comparison.");

  static final Setting<Integer> REPEAT_HOLD_PERCENT =
      SECTION.add(
          "payout.repeat.hold-percent",
          "20",
          Form.number(1, 100),
          OPEN,
          "From which share of repeated lines on a file waits for approval, whatever payout.approval"
              + " says.");

  static final Setting<Money> NEW_PAYEE_AMOUNT_MIN =
      SECTION.add(
          "payout.payee.new-amount-min",
          Section.EMPTY,
          Form.amount(),
          OPEN,
          "The smallest amount that is a warning when nothing was paid to its account so far; empty"
              + " for none.");

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
        values.of(DAY_START),
        values.of(APPROVAL) == ApprovalOf.REQUIRED
            ? Money.ZERO
            : values.find(APPROVAL_AMOUNT_MIN).orElse(null),
        values.list(APPROVERS),
        values.of(EXPIRE_HOURS),
        values.find(FOLDER).map(home::resolve).orElse(null),
        values.list(INBOX_OWNER),
        values.of(REPEAT_DAYS),
        values.of(REPEAT_HOLD_PERCENT),
        values.find(NEW_PAYEE_AMOUNT_MIN).orElse(null));
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
          "%s names %d and %s has %d; each inbox needs one owner.",
          INBOX_OWNER, owners, InboxSettings.URI, inboxes);
    }
  }

  /** Without a possible approver every file that waits would expire. */
  private static void someoneCanApprove(Values values, Faults faults) {
    List<String> approvers = values.list(APPROVERS);
    List<String> owners = values.list(INBOX_OWNER);
    boolean hasFolder = values.find(FOLDER).isPresent();
    if (approvers.isEmpty() && !hasFolder) {
      faults.add(
          "%s is missing; when files need approval, it must name the approvers, unless %s is set.",
          APPROVERS, FOLDER);
    }
    if (owners.isEmpty()) {
      faults.add(
          INBOX_OWNER
              + " is missing; when files need approval, it must name the owner of each inbox,"
              + " who cannot approve the files that come through it.");
    }
    if (!approvers.isEmpty() && !hasFolder) {
      owners.stream()
          .filter(owner -> approvers.stream().allMatch(name -> PersonNames.areSame(name, owner)))
          .forEach(
              owner ->
                  faults.add(
                      "%s names no one except %s, who owns an inbox (payout.inbox.owner); it must"
                          + " name another person as well.",
                      APPROVERS, Faults.printable(owner)));
    }
  }

  /** Nothing is sent in the last minute of a day, so nothing may start there. */
  private static LocalTime time(String text) {
    if (!text.matches("[0-2][0-9]:[0-5][0-9]") || text.equals("23:59")) {
      throw new IllegalArgumentException(text);
    }
    return LocalTime.parse(text);
  }

  /**
   * A name with such a mark would be nobody's, and the person it should be could approve nothing.
   */
  private static List<String> list(String text) throws RefusedValueException {
    if (text.matches(".*[,;\uFF0C\uFF1B\u3001].*")) {
      throw new RefusedValueException(
          "names are separated by spaces, not by commas: "
              + text.replaceAll("[,;\uFF0C\uFF1B\u3001\\s]+", " ").strip());
    }
    return List.of(text.split("\\s+"));
  }

  private static Form<List<String>> names(String allowed) {
    return Form.of(allowed, AcceptanceSettings::list);
  }
}
