package payout.console;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;

/**
 * What a caller still sends although the answer is known. It is read and thrown away, because most
 * callers read an answer only when they have sent everything; at most so much and so long.
 */
final class Leftover {

  private static final long BYTES_MAX = 16L * 1024 * 1024;
  private static final long MILLIS_MAX = TimeUnit.SECONDS.toMillis(10);

  private Leftover() {}

  /** Reads on until the caller is done, or the connection ends. */
  static void discard(RoutingContext context) {
    context.vertx().runOnContext(now -> read(context));
  }

  private static void read(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.isEnded()) {
      return;
    }
    long[] size = {0};
    long timer =
        context
            .vertx()
            .setTimer(
                MILLIS_MAX,
                late -> {
                  if (!request.isEnded()) {
                    Connections.cut(request.connection());
                  }
                });
    request.exceptionHandler(thrown -> context.vertx().cancelTimer(timer));
    request.endHandler(ended -> context.vertx().cancelTimer(timer));
    request.handler(
        buffer -> {
          size[0] += buffer.length();
          if (size[0] > BYTES_MAX) {
            Connections.cut(request.connection());
          }
        });
    request.resume();
  }
}
