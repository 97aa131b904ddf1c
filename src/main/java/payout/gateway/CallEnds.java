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

/**
 * Tells from an exception whether a byte of the request can have left.
 *
 * <p>Everything is {@link CallEnd.Broken} but what surely happens before: to err that way costs a
 * question to the gateway, to err the other way could pay twice. It holds only for a client that
 * makes one attempt a call: no retries and no redirects, for the second attempt's refused
 * connection would hide the first one's request.
 *
 * <p>TLS is judged by where the exception was thrown, not by its type. The client shakes hands with
 * {@link javax.net.ssl.SSLSocket#startHandshake} before it writes the request, so whatever that
 * method throws is harmless. But TLS 1.3 lets the server object, say to our certificate, after our
 * side of the handshake is done; Java then throws an {@link javax.net.ssl.SSLHandshakeException}
 * out of the reading of the answer, when the request is out already. That one is {@code Broken}.
 */
public final class CallEnds {

  private CallEnds() {}

  /** How the call ended that threw this. The first I/O exception among the causes decides. */
  public static CallEnd of(Throwable thrown) {
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
