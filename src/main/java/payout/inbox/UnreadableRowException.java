package payout.inbox;

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

  long row() {
    return row;
  }

  RejectCode code() {
    return code;
  }
}
