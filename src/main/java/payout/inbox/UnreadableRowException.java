package payout.inbox;

import payout.batch.Fault;

/** A row that cannot be split into fields; nothing after it can be read either. */
final class UnreadableRowException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long row;
  private final transient RejectCode code;

  UnreadableRowException(long row, RejectCode code, Throwable cause) {
    super("Row " + row + " cannot be read.", cause);
    this.row = row;
    this.code = code;
  }

  Fault fault() {
    String reason =
        code == RejectCode.UNREADABLE_BYTES
            ? "From here on the file holds bytes that its charset cannot read."
            : "A quote in this row is not closed, has text behind it, or the row is over 4 MB long;"
                + " rows after it were not read.";
    return new Fault(row, "", code.name(), reason);
  }
}
