package payout.inbox;

import java.util.EnumSet;
import java.util.Set;

/**
 * Why a value, a row or a file is refused. The names are stable: they are written to the rejects
 * file, and programs may rely on them.
 */
public enum RejectCode {
  /** The name of the file is longer than 150 bytes. */
  NAME_TOO_LONG,
  /** The name shows that a sandbox or a check made the file; refused in production. */
  NAME_OF_A_TEST,
  /** The file is not CSV but a spreadsheet, an archive, or UTF-16. */
  NOT_CSV,
  /** The file is bigger than {@code payout.file.bytes-max}; it was not read. */
  FILE_TOO_BIG,
  /** The file has no bytes. */
  EMPTY_FILE,
  /** The first rows are not the heading of any layout. */
  UNKNOWN_HEADER,
  /** There is a heading but no line. */
  NO_LINES,
  /** Bytes that the charset cannot read; rows from there on were not read. */
  UNREADABLE_BYTES,
  /** A quote that is not closed or is followed by text; rows from there on were not read. */
  UNREADABLE_ROW,
  /** The last row of a template lacks its last cell and its line end: the file may be cut off. */
  FILE_CUT_SHORT,
  /** More lines than {@code payout.file.lines-max}. */
  TOO_MANY_LINES,
  /** A sum over {@code payout.file.amount-max}. */
  FILE_AMOUNT_OVER_LIMIT,
  /**
   * The total row is not three fields of which two are numbers, or a template's total is not a
   * number.
   */
  TOTAL_UNREADABLE,
  /** The total row or the template states a different number of lines. */
  TOTAL_LINES_DIFFER,
  /** The total row or the template states a different sum, or a line has no valid amount. */
  TOTAL_AMOUNT_DIFFERS,
  /** A template names another payer than the settings. */
  PAYER_DIFFERS,
  /** The date in a template is not a date. */
  DATE_INVALID,
  /** The ledger knows the batch number that a template states. */
  BATCH_NO_USED,
  /** {@code payout.line.serial-bytes-max} is too small for the generated serial numbers. */
  SERIALS_DO_NOT_FIT,
  /** A row after the total row. */
  ROW_AFTER_TOTAL,
  /** A row with more or fewer fields than the heading. */
  BROKEN_ROW,
  /** An empty row before other rows. */
  EMPTY_ROW,
  /** A required value is missing. */
  VALUE_MISSING,
  /** A value is longer than the gateway accepts, in bytes of the request's charset. */
  VALUE_TOO_LONG,
  /** A value contains {@code ^} or {@code |}, which separate the gateway's fields and records. */
  SEPARATOR_CHARACTER,
  /** A value contains a control character, a tab or a line end. */
  CONTROL_CHARACTER,
  /** A value contains an invisible character: zero-width, bidi, a soft hyphen, a filler. */
  HIDDEN_CHARACTER,
  /** A serial, account or name starts or ends with a space. */
  BLANK_AT_END,
  /** A value contains a character that the request's charset, or that of the results, lacks. */
  CHARACTER_NOT_IN_CHARSET,
  /** A value starts with a character that makes a spreadsheet run it as a formula. */
  FORMULA,
  /** A serial or batch number that a spreadsheet shortened, such as {@code 2.02611E+11}. */
  NUMBER_SHORTENED,
  /** The account is neither an e-mail address nor a mobile number of 11 digits. */
  ACCOUNT_INVALID,
  /** The amount is not plain digits with at most two decimals. */
  AMOUNT_INVALID,
  /** The amount is zero. */
  AMOUNT_ZERO,
  /** The amount is over {@code payout.line.amount-max}. */
  AMOUNT_OVER_LIMIT,
  /** More than 100 000 serials repeat in the file, or belong to payments that are open or paid. */
  TOO_MANY_SERIALS_IN_USE,
  /** The serial number is in an earlier row of the file. */
  SERIAL_REPEATED,
  /** The serial number belongs to a payment that is open or paid. */
  SERIAL_USED;

  private static final Set<RejectCode> OF_A_LINE =
      EnumSet.of(
          BROKEN_ROW,
          EMPTY_ROW,
          VALUE_MISSING,
          VALUE_TOO_LONG,
          SEPARATOR_CHARACTER,
          CONTROL_CHARACTER,
          HIDDEN_CHARACTER,
          BLANK_AT_END,
          CHARACTER_NOT_IN_CHARSET,
          FORMULA,
          NUMBER_SHORTENED,
          ACCOUNT_INVALID,
          AMOUNT_INVALID,
          AMOUNT_ZERO,
          AMOUNT_OVER_LIMIT,
          SERIAL_REPEATED);

  /** Whether the settings can allow to leave out only the line. */
  boolean concernsOneLine() {
    return OF_A_LINE.contains(this);
  }
}
