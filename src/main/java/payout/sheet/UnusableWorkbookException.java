package payout.sheet;

import java.io.IOException;
import payout.sheet.WorkbookFault.Kind;

/** A workbook cannot be read any further. */
final class UnusableWorkbookException extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient WorkbookFault fault;

  UnusableWorkbookException(Kind kind, String sentence, Object... values) {
    super(kind + " " + sentence);
    this.fault = WorkbookFault.of(kind, sentence, 0, values);
  }

  static UnusableWorkbookException broken(String sentence, Object... values) {
    return new UnusableWorkbookException(Kind.BROKEN, sentence, values);
  }

  private UnusableWorkbookException(WorkbookFault fault, UnusableWorkbookException cause) {
    super(cause.getMessage(), cause);
    this.fault = fault;
  }

  /** The same, met in a row. */
  UnusableWorkbookException inRow(long row) {
    WorkbookFault there = new WorkbookFault(fault.kind(), fault.sentence(), row, fault.values());
    return new UnusableWorkbookException(there, this);
  }

  WorkbookFault fault() {
    return fault;
  }
}
