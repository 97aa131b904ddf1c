package payout.route;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;

/**
 * The one Vert.x behind the notify and the management port. It creates servers that speak only
 * HTTP/1.1 on an unencrypted port: a caller that offers the upgrade to HTTP/2, as Java's own client
 * does by default, is answered over HTTP/1.1. With the upgrade such a caller occasionally never got
 * its answer. Camel creates the options of its servers itself, so the upgrade cannot be switched
 * off there.
 */
final class Http1Vertx extends VertxWrapper {

  /** A Vert.x that runs until {@link #end}. */
  Http1Vertx() {
    super((VertxInternal) Vertx.vertx());
  }

  @Override
  public HttpServer createHttpServer(HttpServerOptions options) {
    return new GuardedServer(
        delegate, new HttpServerOptions(options).setHttp2ClearTextEnabled(false));
  }

  /** Each of Camel's two servers would close it on its stop, while the other still uses it. */
  @Override
  public void close(Handler<AsyncResult<Void>> done) {
    done.handle(Future.succeededFuture());
  }

  /** Ends its threads; both servers have stopped. */
  void end() {
    super.close();
  }
}
