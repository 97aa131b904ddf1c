package payout.gateway;

/** How a call of the gateway ended. */
public sealed interface CallEnd {

  /**
   * An answer came.
   *
   * @param httpStatus its HTTP status
   * @param body its bytes; an answer without a body has none
   */
  record Answered(int httpStatus, byte[] body) implements CallEnd {

    /** Without the body, which may repeat what was sent. */
    @Override
    public String toString() {
      return "HTTP " + httpStatus + ", " + body.length + " bytes";
    }
  }

  /**
   * The call ended before a byte of the request left: no address, connection refused, no connection
   * in time, no TLS.
   *
   * @param reason a sentence
   */
  record NotConnected(String reason) implements CallEnd {}

  /**
   * There was no call: what the ledger holds makes no valid request, now or later.
   *
   * @param reason a sentence that names the place and no value
   */
  record NotMade(String reason) implements CallEnd {}

  /**
   * The call ended in any other way. The request may have arrived whole.
   *
   * @param reason a sentence
   */
  record Broken(String reason) implements CallEnd {}
}
