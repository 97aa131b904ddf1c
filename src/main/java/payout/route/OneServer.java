package payout.route;

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
final class OneServer extends HttpServerImpl {

  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private volatile NotifyGuard guard;

  OneServer(VertxInternal vertx, HttpServerOptions options) {
    super(vertx, options);
    connectionHandler(this::admit);
  }

  /** Everybody who comes from now on passes this guard. */
  void guardBy(NotifyGuard notifyGuard) {
    guard = notifyGuard;
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
    if (guard != null) {
      guard.door().handle(connection);
    }
  }

  private void refuse(HttpServerRequest request) {
    if (guard == null) {
      request.response().setStatusCode(Refusal.MALFORMED.status()).end();
    } else {
      guard.refuse(request, Refusal.MALFORMED);
    }
  }
}
