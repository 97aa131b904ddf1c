package payout.route;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import javax.net.ssl.SSLException;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/**
 * Repeats a question to the gateway once, at once, when the pooled connection that it went over had
 * died idle: the gateway had closed it, or a firewall in between forgot it, and no byte of an
 * answer came. The repeat goes over a new connection and within the same deadline.
 *
 * <p>It repeats a GET alone, which changes nothing wherever it arrives. A batch's post does not
 * pass here: of one that broke off nobody knows whether it arrived, so the ledger decides when it
 * goes out again.
 */
public final class RetryOnStaleConnection implements HttpClientConfigurer {

  private final CallDeadline deadline;

  /** Repeats what did not end by this deadline. */
  public RetryOnStaleConnection(CallDeadline deadline) {
    this.deadline = deadline;
  }

  @Override
  public void configureHttpClient(HttpClientBuilder client) {
    client.addExecInterceptorFirst("ask-again", this::ask);
    deadline.configureHttpClient(client);
  }

  private ClassicHttpResponse ask(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    try {
      return chain.proceed(request, scope);
    } catch (NoHttpResponseException | SocketException | SSLException e) {
      if (!request.getMethod().equals("GET") || !diedIdle(e, scope)) {
        throw e;
      }
    }
    connectAnew(scope);
    if (deadline.isPassed()) {
      throw new InterruptedIOException("The deadline passed before the question was repeated.");
    }
    return chain.proceed(ClassicRequestBuilder.copy(scope.originalRequest).build(), scope);
  }

  /** An earlier call had its answer over the connection, and this one had none. */
  private boolean diedIdle(IOException thrown, ExecChain.Scope scope) {
    EndpointDetails connection = scope.clientContext.getEndpointDetails();
    return connection != null
        && connection.getResponseCount() > 0
        && !(thrown instanceof ConnectException)
        && !(thrown instanceof NoRouteToHostException)
        && !deadline.isPassed();
  }

  /** The pool may hold more of them that died, say when the gateway was started anew. */
  private static void connectAnew(ExecChain.Scope scope) throws IOException {
    scope.execRuntime.acquireEndpoint(
        scope.exchangeId, scope.route, scope.clientContext.getUserToken(), scope.clientContext);
    if (scope.execRuntime.isEndpointConnected()) {
      scope.execRuntime.disconnectEndpoint();
    }
  }
}
