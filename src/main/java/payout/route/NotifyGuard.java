package payout.route;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads the body of a notify before the route sees it: bounded in size, time and number, on the
 * event loop, so that slow callers hold no worker.
 *
 * <p>The server's own form reader refuses fields of more than 8 KB, and a notify of 1000 lines is
 * one field of 100 KB and more.
 */
public final class NotifyGuard implements Handler<RoutingContext> {

  /** The largest body, in bytes (4 MB). */
  public static final int BYTES_MAX = 4 * 1024 * 1024;

  /** Callers at once: many, for a slow one holds nothing but its connection and what it sent. */
  private static final int IN_FLIGHT_MAX = 1000;

  /** What all bodies together may hold of the memory. */
  private static final long BYTES_IN_FLIGHT_MAX = 64L * 1024 * 1024;

  private static final long READ_TIMEOUT_MS = 20_000;
  private static final long LINGER_MS = 1_000;
  private static final int NOTHING_THERE = 404;
  private static final int NO_POST = 405;
  private static final int TOO_LARGE = 413;
  private static final int TOO_SLOW = 408;
  private static final int TOO_MANY = 503;

  private static final Map<Integer, String> REASONS =
      Map.of(
          NOTHING_THERE, "path",
          NO_POST, "method",
          TOO_LARGE, "too_large",
          TOO_SLOW, "too_slow",
          TOO_MANY, "too_many");

  private final Counters counters;
  private final Map<HttpServerRequest, byte[]> bodies = new ConcurrentHashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong bytesInFlight = new AtomicLong();

  /** A guard that counts what it refuses. */
  public NotifyGuard(Counters counters) {
    this.counters = counters;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (declaredLength(request) > BYTES_MAX) {
      refuse(context, TOO_LARGE);
      return;
    }
    if (inFlight.incrementAndGet() > IN_FLIGHT_MAX) {
      inFlight.decrementAndGet();
      refuse(context, TOO_MANY);
      return;
    }
    context.addEndHandler(
        ended -> {
          inFlight.decrementAndGet();
          bodies.remove(request);
        });
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      context.response().writeContinue();
    }
    read(context, request);
  }

  /** Refuses what no route serves: another address, or the notify's by another method than POST. */
  public Handler<RoutingContext> elsewhere(String path) {
    return context ->
        refuse(context, path.equals(context.request().path()) ? NO_POST : NOTHING_THERE);
  }

  /** The body of a request that passed; null when it did not pass here. */
  public byte[] take(Object request) {
    return request == null ? null : bodies.remove(request);
  }

  private void read(RoutingContext context, HttpServerRequest request) {
    Buffer body = Buffer.buffer();
    long timer = context.vertx().setTimer(READ_TIMEOUT_MS, late -> refuse(context, TOO_SLOW));
    context.addEndHandler(ended -> bytesInFlight.addAndGet(-body.length()));
    request.handler(
        part -> {
          int status = refusal(body, part);
          if (status != 0) {
            context.vertx().cancelTimer(timer);
            refuse(context, status);
          } else if (!context.response().ended()) {
            body.appendBuffer(part);
            bytesInFlight.addAndGet(part.length());
          }
        });
    request.exceptionHandler(broken -> context.vertx().cancelTimer(timer));
    request.endHandler(
        end -> {
          context.vertx().cancelTimer(timer);
          if (!context.response().ended()) {
            bodies.put(request, body.getBytes());
            context.next();
          }
        });
  }

  /** Why a body may not grow by a part: a status, or 0 when it may. */
  private int refusal(Buffer body, Buffer part) {
    if (body.length() + part.length() > BYTES_MAX) {
      return TOO_LARGE;
    }
    return bytesInFlight.get() + part.length() > BYTES_IN_FLIGHT_MAX ? TOO_MANY : 0;
  }

  private static long declaredLength(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private void refuse(RoutingContext context, int status) {
    if (!context.response().ended()) {
      counters.count("payout.notifies.refused", "reason", REASONS.get(status));
      context.response().setStatusCode(status).putHeader("Connection", "close").end("fail");
      // Not at once, or a caller that still sends would see a reset and no answer.
      context.vertx().setTimer(LINGER_MS, over -> context.request().connection().close());
    }
  }
}
