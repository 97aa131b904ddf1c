package payout.route;

import org.apache.camel.component.http.HttpComponent;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.socket.ConnectionSocketFactory;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.Registry;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;

/**
 * Camel's HTTP component, with limits on the headers of an answer. Headers, and the trailers after
 * a chunked body, are held in memory until the last of them has arrived; without limits a gateway
 * that never ends them, or an impostor, fills the memory. An answer over a limit aborts the call,
 * and the outcome of its post is unknown.
 */
final class GatewayHttp extends HttpComponent {

  /** Headers of an answer, and as many trailers; also lines folded into one header. */
  static final int HEADERS_MAX = 64;

  /** Bytes of a line; with {@link #HEADERS_MAX}, all headers together hold 256 KiB at most. */
  static final int LINE_BYTES_MAX = 4096;

  /** Empty lines before the status line. */
  private static final int EMPTY_LINES_MAX = 4;

  private static final Http1Config LIMITS =
      Http1Config.custom()
          .setMaxHeaderCount(HEADERS_MAX)
          .setMaxLineLength(LINE_BYTES_MAX)
          .setMaxEmptyLineCount(EMPTY_LINES_MAX)
          .build();

  /** Like Camel's own, with the limits, for which Camel has no option. */
  @Override
  @SuppressWarnings("deprecation") // Camel's method has a registry of the old kind
  protected HttpClientConnectionManager createConnectionManager(
      Registry<ConnectionSocketFactory> registry,
      int maxTotalConnections,
      int connectionsPerRoute,
      SocketConfig defaultSocketConfig) {
    PoolingHttpClientConnectionManager pool =
        new PoolingHttpClientConnectionManager(
            registry,
            PoolConcurrencyPolicy.STRICT,
            TimeValue.ofMilliseconds(getConnectionTimeToLive()),
            ManagedHttpClientConnectionFactory.builder().http1Config(LIMITS).build());
    pool.setMaxTotal(either(maxTotalConnections, getMaxTotalConnections()));
    pool.setDefaultMaxPerRoute(either(connectionsPerRoute, getConnectionsPerRoute()));
    pool.setDefaultSocketConfig(defaultSocketConfig);
    return pool;
  }

  /** An endpoint's own number, or the component's. */
  private static int either(int endpoints, int components) {
    return endpoints > 0 ? endpoints : components;
  }
}
