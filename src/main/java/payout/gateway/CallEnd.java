package payout.gateway;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

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
   * There was no call: the ledger holds values that can never make a valid request.
   *
   * @param reason a sentence that names the place and no value
   */
  record NotMade(String reason) implements CallEnd {}

  /**
   * The call ended in any other way. The request may have arrived completely.
   *
   * @param reason a sentence
   */
  record Broken(String reason) implements CallEnd {}

  /**
   * Classifies an exception by whether a byte of the request can have left.
   *
   * <p>Everything is {@link CallEnd.Broken} except what certainly happens before: an error in that
   * direction costs another post, an error in the other could pay twice. This is correct only for a
   * client that makes one attempt for each call, without retries and redirects: the refused
   * connection of a second attempt would hide the request of the first.
   *
   * <p>A TLS failure is judged by where the exception was thrown, not by its type. The client calls
   * {@link javax.net.ssl.SSLSocket#startHandshake} before it writes the request, so an exception
   * from that method is harmless. But with TLS 1.3 the server can reject our certificate after our
   * side of the handshake is done. Java then throws an {@link javax.net.ssl.SSLHandshakeException}
   * while it reads the answer, after the request was sent. That one is {@code Broken}.
   *
   * <p>The first I/O exception among the causes decides.
   */
  static CallEnd of(Throwable thrown) {
    Throwable decisive = thrown;
    while (!(decisive instanceof IOException) && decisive.getCause() != null) {
      decisive = decisive.getCause();
    }
    String type = decisive.getClass().getSimpleName();
    return reasonNotConnected(decisive)
        .<CallEnd>map(reason -> new CallEnd.NotConnected(reason + " (" + type + ")."))
        .orElseGet(() -> new CallEnd.Broken("The call broke off (" + type + ")."));
  }

  private static Optional<String> reasonNotConnected(Throwable decisive) {
    if (decisive instanceof UnknownHostException) {
      return Optional.of("The gateway's host name has no address");
    }
    // Apache's HttpHostConnectException is a ConnectException.
    if (decisive instanceof ConnectException
        || decisive instanceof NoRouteToHostException
        || decisive instanceof BindException) {
      return Optional.of("The gateway cannot be reached");
    }
    if (decisive instanceof ConnectTimeoutException) {
      return Optional.of("The gateway did not accept a connection in time");
    }
    if (decisive instanceof ConnectionRequestTimeoutException) {
      return Optional.of("No connection to the gateway became free in time");
    }
    if (decisive instanceof SSLPeerUnverifiedException || isThrownByHandshake(decisive)) {
      return Optional.of("The gateway's TLS was not acceptable");
    }
    return Optional.empty();
  }

  private static boolean isThrownByHandshake(Throwable decisive) {
    return decisive instanceof IOException
        && Arrays.stream(decisive.getStackTrace())
            .anyMatch(frame -> frame.getMethodName().equals("startHandshake"));
  }
}
