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
  /**
   * The file is not CSV but an archive, UTF-16, or a spreadsheet whose name does not end in {@code
   * .xlsx}.
   */
  NOT_CSV,
  /** The name ends in {@code .xlsx}, but the file is no workbook that can be read. */
  NOT_XLSX,
  /** The workbook unpacks to far more than it is, or has more parts, rows or text than allowed. */
  WORKBOOK_TOO_BIG,
  /** The workbook has a password, or is an old one. */
  WORKBOOK_ENCRYPTED,
  /** The workbook contains programs. */
  WORKBOOK_MACROS,
  /** The workbook takes values from other files or places. */
  WORKBOOK_LINKS,
  /** More than one sheet has the heading of a layout, or another one than the first. */
  WORKBOOK_SHEETS,
  /** A sheet, row or column with values is hidden. */
  WORKBOOK_HIDDEN,
  /** Cells of the first sheet are merged. */
  CELLS_MERGED,
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
  /** The date in a template, in the row {@code #pay-on} or in the name is not as it must be. */
  DATE_INVALID,
  /** The day on which the file is to be paid is over. */
  PAY_ON_PAST,
  /** The day on which the file is to be paid is more than 60 days ahead. */
  PAY_ON_TOO_FAR,
  /** The file names two days on which it is to be paid. */
  PAY_ON_DIFFERS,
  /** The ledger knows the batch number that a template states. */
  BATCH_NO_USED,
  /** {@code payout.line.serial-bytes-max} is too small for the generated serial numbers. */
  SERIALS_DO_NOT_FIT,
  /** A row after the total row, or a line after the row {@code #pay-on}. */
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
  /** A cell is calculated by a formula. */
  CELL_FORMULA,
  /** A cell is a date or a time. */
  CELL_DATE,
  /** A cell is a number that may have lost digits, or that its format shows as another one. */
  CELL_NUMBER,
  /** A cell is true, false, or an error. */
  CELL_TYPE,
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
          CELL_FORMULA,
          CELL_DATE,
          CELL_NUMBER,
          CELL_TYPE,
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
