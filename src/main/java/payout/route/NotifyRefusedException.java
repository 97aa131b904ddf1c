package payout.route;

/** A notify that is not taken; nothing of it was applied. */
public class NotifyRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String kind;

  NotifyRefusedException(int status, String kind, String sentence) {
    super(sentence);
    this.status = status;
    this.kind = kind;
  }

  /** The HTTP status of the answer: 400 for what is not understood, not signed or not ours. */
  int status() {
    return status;
  }

  /** Why, for the counter. */
  String kind() {
    return kind;
  }
}
