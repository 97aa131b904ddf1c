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
 * Repeats a question to the gateway once, at once, when its pooled connection was stale: the
 * gateway had closed it, or a firewall in between had dropped it, and no byte of an answer came.
 * The repeat uses a new connection and the same deadline.
 *
 * <p>It repeats only a GET, which changes nothing at the gateway. A batch's post does not pass
 * here: a broken post may have arrived, so the ledger decides when it goes out again.
 */
public final class RetryOnStaleConnection implements HttpClientConfigurer {

  private final CallDeadline deadline;

  /** Repeats calls that this deadline did not end. */
  public RetryOnStaleConnection(CallDeadline deadline) {
    this.deadline = deadline;
  }

  @Override
  public void configureHttpClient(HttpClientBuilder client) {
    client.addExecInterceptorFirst("retry-on-stale-connection", this::ask);
    deadline.configureHttpClient(client);
  }

  private ClassicHttpResponse ask(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    try {
      return chain.proceed(request, scope);
    } catch (NoHttpResponseException | SocketException | SSLException e) {
      if (!request.getMethod().equals("GET") || !wasStale(e, scope)) {
        throw e;
      }
    }
    reconnect(scope);
    if (deadline.isPassed()) {
      throw new InterruptedIOException("The deadline passed before the question was repeated.");
    }
    return chain.proceed(ClassicRequestBuilder.copy(scope.originalRequest).build(), scope);
  }

  /** An earlier call got its answer over the connection, and this one got none. */
  private boolean wasStale(IOException thrown, ExecChain.Scope scope) {
    EndpointDetails connection = scope.clientContext.getEndpointDetails();
    return connection != null
        && connection.getResponseCount() > 0
        && !(thrown instanceof ConnectException)
        && !(thrown instanceof NoRouteToHostException)
        && !deadline.isPassed();
  }

  /** The pool may hold more stale connections, for example after a restart of the gateway. */
  private static void reconnect(ExecChain.Scope scope) throws IOException {
    scope.execRuntime.acquireEndpoint(
        scope.exchangeId, scope.route, scope.clientContext.getUserToken(), scope.clientContext);
    if (scope.execRuntime.isEndpointConnected()) {
      scope.execRuntime.disconnectEndpoint();
    }
  }
}
