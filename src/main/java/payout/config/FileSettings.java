package payout.config;

import static payout.config.Setting.InSandbox.OPEN;
import static payout.config.Setting.InSandbox.SEALED;

import java.util.List;
import payout.batch.Money;
import payout.batch.OutboxCharset;

/** The settings of files: inbox, limits, outbox. */
final class FileSettings {

  static final SettingList LIST = new SettingList();

  static final Setting<List<EndpointUri>> INBOX_URI =
      LIST.add(
          "payout.inbox.uri",
          "file:inbox",
          EndpointForms.inboxes(),
          SEALED,
          "The folders that payout files are taken from, on this machine or on SFTP servers.");

  static final Setting<Long> INBOX_POLL_MS =
      LIST.add(
          "payout.inbox.poll-ms",
          "1000",
          Forms.millis(10, 3_600_000),
          OPEN,
          "How often the inbox is looked at.");

  static final Setting<Settings.Ready> INBOX_READY =
      LIST.add(
          "payout.inbox.ready",
          "age",
          Forms.choice(Settings.Ready.class),
          OPEN,
          "How it is known that a file is complete: its last change is long enough ago, or"
              + " <name>.done lies beside it.");

  static final Setting<Long> INBOX_AGE_MIN_MS =
      LIST.add(
          "payout.inbox.age-min-ms",
          "5000",
          Forms.millis(0, SettingList.DAY_MS),
          OPEN,
          "How long ago the last change of a file must be with payout.inbox.ready=age; 0 takes it"
              + " at once.");

  static final Setting<String> INBOX_CHARSET =
      LIST.add(
          "payout.inbox.charset",
          Forms.AUTO,
          Forms.inboxCharset(),
          OPEN,
          "The charset of payout files; auto is UTF-8 with or without a mark, else GBK.");

  static final Setting<Settings.OnInvalidLine> INBOX_ON_INVALID_LINE =
      LIST.add(
          "payout.inbox.on-invalid-line",
          "reject-file",
          Forms.choice(Settings.OnInvalidLine.class),
          OPEN,
          "What a line with a fault does: nothing of its file is paid, or the sound lines are.");

  static final Setting<Integer> BATCH_LINES_MAX =
      LIST.add(
          "payout.batch.lines-max",
          "1000",
          Forms.number(1, 1000),
          OPEN,
          "The most lines of one batch; do not change it while payments are open.");

  static final Setting<Boolean> LINE_REFUSE_FORMULAS =
      LIST.add(
          "payout.line.refuse-formulas",
          "true",
          Forms.flag(),
          OPEN,
          "Whether a value that a spreadsheet could run as a formula is refused.");

  static final Setting<Long> FILE_LINES_MAX =
      LIST.add(
          "payout.file.lines-max",
          "5000000",
          Forms.longNumber(1, 9_000_000),
          OPEN,
          "The most lines of one file.");

  static final Setting<Long> FILE_BYTES_MAX =
      LIST.add(
          "payout.file.bytes-max",
          "1073741824",
          Forms.longNumber(1, 1L << 40),
          OPEN,
          "The largest file, in bytes; a larger one is refused without being read to its end.");

  static final Setting<Money> LINE_AMOUNT_MAX =
      LIST.add(
          "payout.line.amount-max",
          "1000000.00",
          Forms.amount(),
          OPEN,
          "The most that a line pays.");

  static final Setting<Money> FILE_AMOUNT_MAX =
      LIST.add(
          "payout.file.amount-max",
          "100000000.00",
          Forms.amount(),
          OPEN,
          "The most that a file pays.");

  static final Setting<Integer> LINE_SERIAL_BYTES_MAX =
      LIST.add(
          "payout.line.serial-bytes-max",
          "32",
          Forms.number(1, 64),
          OPEN,
          "The longest serial number that the gateway takes from this merchant, in bytes.");

  static final Setting<EndpointUri> OUTBOX_URI =
      LIST.add(
          "payout.outbox.uri",
          "file:outbox",
          EndpointForms.outbox(),
          SEALED,
          "The folder that results are written to, on this machine or on an SFTP server.");

  static final Setting<OutboxCharset> OUTBOX_CHARSET =
      LIST.add(
          "payout.outbox.charset",
          "utf-8",
          Forms.choice(OutboxCharset.class),
          OPEN,
          "The charset of result files; utf-8-bom or gbk for older spreadsheets.");

  static final Setting<Boolean> OUTBOX_DONE_FILE =
      LIST.add(
          "payout.outbox.done-file",
          "false",
          Forms.flag(),
          OPEN,
          "Whether an empty <name>.done is put beside each finished file, after it.");

  static final Setting<String> OUTBOX_FILE_MODE =
      LIST.add(
          "payout.outbox.file-mode",
          "644",
          Forms.fileMode(),
          OPEN,
          "The mode of files in an outbox on this machine; its folder gets the same with x, where it"
              + " is made.");

  private FileSettings() {}
}
