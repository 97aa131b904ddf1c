package payout.route;

/**
 * Why a caller of the notify port is answered {@code fail} before the route reads its request, or
 * is not answered at all.
 */
enum Refusal {
  PATH(404, "path", "Nothing is served at the address that was called."),
  METHOD(405, "method", "The notify address accepts only POST."),
  MALFORMED(400, "malformed", "The request is not HTTP, or its address cannot be decoded."),
  TOO_LARGE(413, "too_large", "The body is larger than a notify may be."),
  TOO_SLOW(408, "too_slow", "The body did not arrive in time."),
  UNREAD(503, "unread", "The caller sends requests and does not read their answers."),
  IDLE(408, "idle", "The connection sent no complete request in time."),
  TOO_MANY(503, "too_many", "No connection or no memory is left for the caller."),
  CROWDED_OUT(503, "crowded_out", "The caller was slow and gave way to another."),
  ERROR(503, "error", "The request could not be handled."),
  LEFT(503, "left", "The caller left before it was answered.");

  private final int status;
  private final String reason;
  private final String sentence;

  Refusal(int status, String reason, String sentence) {
    this.status = status;
    this.reason = reason;
    this.sentence = sentence;
  }

  /** The HTTP status of the answer. */
  int status() {
    return status;
  }

  /** The cause for the counter {@code payout_notifies_refused_total}. */
  String reason() {
    return reason;
  }

  /** The cause for the log. */
  String sentence() {
    return sentence;
  }
}
