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
 * at an address that it cannot decode, and logs a stack trace for each; such a request never gets
 * there.
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

  /** Everybody who comes from now on passes this guard. */
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

  /** Vert.x answers what is no HTTP, or has a head without end, and closes the connection. */
  private void refuseUnreadable(HttpServerRequest request) {
    if (guard != null && !isCutOff(request)) {
      guard.tell(Refusal.MALFORMED);
    }
    HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
  }

  /** Nobody is refused whose connection ended within a head; if we ended it, that was told. */
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
