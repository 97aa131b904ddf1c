package payout.sheet;

import java.util.List;

/**
 * Why a workbook is refused.
 *
 * @param kind the kind of the fault
 * @param sentence which sentence of that kind explains it
 * @param row the row that it is about; 0 for the workbook
 * @param values the values in the sentence; none is from a cell
 */
public record WorkbookFault(Kind kind, String sentence, long row, List<Object> values) {

  public WorkbookFault {
    values = List.copyOf(values);
  }

  static WorkbookFault of(Kind kind, String sentence, long row, Object... values) {
    return new WorkbookFault(kind, sentence, row, List.of(values));
  }

  /** The kinds of faults. */
  public enum Kind {
    /** It cannot be read as a workbook. */
    BROKEN,
    /** It is larger than any workbook may be, or unpacks to far more than it is. */
    TOO_BIG,
    /** It is encrypted. */
    ENCRYPTED,
    /** It holds programs. */
    MACROS,
    /** It takes values from elsewhere. */
    LINKS,
    /** The sheets are not as they must be. */
    SHEETS,
    /** Something in it is hidden. */
    HIDDEN,
    /** Cells are merged. */
    MERGED
  }
}
