package payout.config;

import static payout.config.Setting.InSandbox.OPEN;
import static payout.config.Setting.InSandbox.SEALED;

import java.util.List;
import payout.batch.Money;

/** The settings of what a sound file waits for, and of how long it is kept afterwards. */
final class AcceptanceSettings {

  static final SettingList LIST = new SettingList();

  static final Setting<Money> DAY_AMOUNT_MAX =
      LIST.add(
          "payout.day.amount-max",
          SettingList.EMPTY,
          Forms.amount(),
          OPEN,
          "The most that all files accepted on one day of China pay together; empty for no limit.");

  static final Setting<Settings.OnLimit> DAY_ON_LIMIT =
      LIST.add(
          "payout.day.on-limit",
          "hold",
          Forms.choice(Settings.OnLimit.class),
          OPEN,
          "What a file over that limit waits for: hold for a person, next-day for a later day with"
              + " room for it, or a person before.");

  static final Setting<Settings.ApprovalOf> APPROVAL =
      LIST.add(
          "payout.approval",
          "none",
          Forms.choice(Settings.ApprovalOf.class),
          OPEN,
          "Whether a second person has to approve every sound file before anything of it is sent.");

  static final Setting<Money> APPROVAL_AMOUNT_MIN =
      LIST.add(
          "payout.approval.amount-min",
          SettingList.EMPTY,
          Forms.amount(),
          OPEN,
          "The sum of a file from which on a second person has to approve it even so.");

  static final Setting<List<String>> APPROVAL_APPROVERS =
      LIST.add(
          "payout.approval.approvers",
          SettingList.EMPTY,
          Forms.names("one or more names, parted by blanks"),
          OPEN,
          "Who may approve files, and let one pass the limit of the day.");

  static final Setting<Integer> APPROVAL_EXPIRE_HOURS =
      LIST.add(
          "payout.approval.expire-hours",
          "72",
          Forms.number(1, 8760),
          OPEN,
          "How long a file waits for approval, in hours; then it is refused.");

  static final Setting<String> APPROVAL_FOLDER =
      LIST.add(
          "payout.approval.folder",
          SettingList.EMPTY,
          Forms.text("the path of a folder", path -> path.indexOf('\0') < 0),
          SEALED,
          "The folder of approval files, which the account that writes the inbox cannot write;"
              + " empty for none.");

  static final Setting<List<String>> INBOX_OWNER =
      LIST.add(
          "payout.inbox.owner",
          SettingList.EMPTY,
          Forms.names("a name for each inbox in the order of payout.inbox.uri, parted by blanks"),
          OPEN,
          "The person whose inbox it is, who cannot approve what came through it.");

  static final Setting<Integer> ARCHIVE_KEEP_DAYS =
      LIST.add(
          "payout.archive.keep-days",
          "0",
          Forms.number(0, 36_500),
          OPEN,
          "How many days a file is kept in .done and .rejected after it was settled or refused; 0"
              + " for ever.");

  private AcceptanceSettings() {}
}
