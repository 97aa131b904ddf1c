package payout.config;

import static payout.config.Setting.InSandbox.OPEN;

import payout.batch.Money;

/**
 * The limits of a line, a file and a batch.
 *
 * @param refuseFormulas whether a value that a spreadsheet could run as a formula is refused
 */
public record LimitSettings(
    int batchLinesMax,
    boolean refuseFormulas,
    long fileLinesMax,
    long fileBytesMax,
    Money lineAmountMax,
    Money fileAmountMax,
    int serialBytesMax) {

  static final Section SECTION = new Section();

  static final Setting<Integer> BATCH_LINES_MAX =
      SECTION.add(
          "payout.batch.lines-max",
          "1000",
          Form.number(1, 1000),
          OPEN,
          "The maximum number of lines in a batch; do not change it while payments are open.");

  static final Setting<Boolean> LINE_REFUSE_FORMULAS =
      SECTION.add(
          "payout.line.refuse-formulas",
          "true",
          Form.flag(),
          OPEN,
          "Whether a value that a spreadsheet could run as a formula is refused.");

  static final Setting<Long> FILE_LINES_MAX =
      SECTION.add(
          "payout.file.lines-max",
          "5000000",
          Form.longNumber(1, 9_000_000),
          OPEN,
          "The maximum number of lines in a file.");

  static final Setting<Long> FILE_BYTES_MAX =
      SECTION.add(
          "payout.file.bytes-max",
          "1073741824",
          Form.longNumber(1, 1L << 40),
          OPEN,
          "The maximum size of a file, in bytes; a larger file is refused without being read to"
              + " its end.");

  static final Setting<Money> LINE_AMOUNT_MAX =
      SECTION.add(
          "payout.line.amount-max",
          "1000000.00",
          Form.amount(),
          OPEN,
          "The maximum amount of a line.");

  static final Setting<Money> FILE_AMOUNT_MAX =
      SECTION.add(
          "payout.file.amount-max",
          "100000000.00",
          Form.amount(),
          OPEN,
          "The maximum sum of a file.");

  static final Setting<Integer> LINE_SERIAL_BYTES_MAX =
      SECTION.add(
          "payout.line.serial-bytes-max",
          "32",
          Form.number(1, 64),
          OPEN,
          "The maximum length of a serial number that the gateway accepts from this merchant, in"
              + " bytes.");

  static LimitSettings read(Values values) {
    return new LimitSettings(
        values.of(BATCH_LINES_MAX),
        values.of(LINE_REFUSE_FORMULAS),
        values.of(FILE_LINES_MAX),
        values.of(FILE_BYTES_MAX),
        values.of(LINE_AMOUNT_MAX),
        values.of(FILE_AMOUNT_MAX),
        values.of(LINE_SERIAL_BYTES_MAX));
  }
}
