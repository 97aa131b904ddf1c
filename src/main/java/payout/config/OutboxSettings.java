package payout.config;

import static payout.config.Setting.InSandbox.OPEN;
import static payout.config.Setting.InSandbox.SEALED;

import payout.batch.Language;
import payout.batch.OutboxCharset;

/**
 * Where results go, and how they are written.
 *
 * @param endpoint a folder of this machine is absolute
 * @param charset the charset of result files
 * @param doneFile whether {@code <name>.done} is put next to each file
 * @param fileMode the mode of files on this machine, three octal digits
 * @param language the language of reasons in reports
 * @param xlsx whether the result of a file is also written as a workbook
 */
public record OutboxSettings(
    EndpointUri endpoint,
    OutboxCharset charset,
    boolean doneFile,
    String fileMode,
    Language language,
    boolean xlsx) {

  static final Section SECTION = new Section();

  static final Setting<EndpointUri> URI =
      SECTION.add(
          "payout.outbox.uri",
          "file:outbox",
          EndpointForms.outbox(),
          SEALED,
          "The folder that results are written to, on this machine or on an SFTP server.");

  static final Setting<OutboxCharset> CHARSET =
      SECTION.add(
          "payout.outbox.charset",
          "utf-8",
          Form.choice(OutboxCharset.class),
          OPEN,
          "The charset of result files; utf-8-bom or gbk for older spreadsheets.");

  static final Setting<Boolean> DONE_FILE =
      SECTION.add(
          "payout.outbox.done-file",
          "false",
          Form.flag(),
          OPEN,
          "Whether an empty <name>.done is written after each finished file.");

  /** Any user could replace a file that all users can write. */
  static final Setting<String> FILE_MODE =
      SECTION.add(
          "payout.outbox.file-mode",
          "644",
          Form.text(
              "three digits such as 644, 640 or 600: 6 for the service, 0, 4 or 6 for its group,"
                  + " 0 or 4 for all users",
              mode -> mode.matches("6[046][04]")),
          OPEN,
          "The mode of files in an outbox on this machine; a folder that the service creates"
              + " gets the same mode with x.");

  static final Setting<Language> LANGUAGE =
      SECTION.add(
          "payout.language",
          "en",
          Form.choice(Language.class),
          OPEN,
          "The language of reasons in reports, English or Chinese.");

  static final Setting<Boolean> XLSX =
      SECTION.add(
          "payout.outbox.xlsx",
          "false",
          Form.flag(),
          OPEN,
          "Whether the result of each file is also written as a workbook, <stem>.<id>.result.xlsx.");

  static OutboxSettings read(Values values, Home home) {
    return new OutboxSettings(
        values.of(URI).within(home),
        values.of(CHARSET),
        values.of(DONE_FILE),
        values.of(FILE_MODE),
        values.of(LANGUAGE),
        values.of(XLSX));
  }
}
