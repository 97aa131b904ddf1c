package payout.route;

import io.netty.handler.codec.PrematureChannelClosureException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.core.impl.VertxInternal;
import java.util.regex.Pattern;

/**
 * A server whose connections pass a {@link NotifyGuard} where there is one. Vert.x's router throws
 * for an address that it cannot decode, and logs a stack trace for each; such a request never
 * reaches it.
 */
final class GuardedServer extends HttpServerImpl {

  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private static final long SWEEP_MS = 1_000;

  private volatile NotifyGuard guard;

  GuardedServer(VertxInternal vertx, HttpServerOptions options) {
    super(vertx, options);
    connectionHandler(this::admit);
    invalidRequestHandler(this::refuseUnreadable);
  }

  /** Every connection from now on passes this guard. */
  void guardBy(NotifyGuard notifyGuard) {
    guard = notifyGuard;
    vertx.setPeriodic(SWEEP_MS, now -> notifyGuard.sweep());
  }

  @Override
  public HttpServer requestHandler(Handler<HttpServerRequest> handler) {
    return super.requestHandler(
        request -> {
          if (BROKEN_ESCAPE.matcher(request.uri()).find()) {
            refuse(request);
          } else {
            handler.handle(request);
          }
        });
  }

  private void admit(HttpConnection connection) {
    VertxConnections.forbidPipelining(connection);
    if (guard != null) {
      guard.admit(connection);
    }
  }

  /** Vert.x answers what is not HTTP, or has an endless head, and closes the connection. */
  private void refuseUnreadable(HttpServerRequest request) {
    if (guard != null && !isCutOff(request)) {
      guard.report(Refusal.MALFORMED);
    }
    HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
  }

  /**
   * A connection that ended within a head is not refused; if we ended it, that is logged already.
   */
  private static boolean isCutOff(HttpServerRequest request) {
    return request.decoderResult().cause() instanceof PrematureChannelClosureException;
  }

  private void refuse(HttpServerRequest request) {
    if (guard == null) {
      request.response().setStatusCode(Refusal.MALFORMED.status()).end();
    } else {
      guard.refuse(request, Refusal.MALFORMED);
    }
  }
}
