package payout.route;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import payout.config.AddressRange;

/**
 * Reads the body of a notify before the route sees it: limited in size, time, number and memory, on
 * the event loop, so that slow callers occupy no worker.
 *
 * <p>The server's own form reader refuses fields of more than 8 KB, and a notify of 1000 lines is
 * one field of 100 KB and more.
 */
public final class NotifyGuard implements Handler<RoutingContext> {

  /** The largest body, in bytes (4 MB). */
  public static final int BYTES_MAX = 4 * 1024 * 1024;

  /** An eighth of the heap is for arriving bodies, and another for those being processed. */
  private static final int HEAP_SHARE = 8;

  private static final long LINGER_MS = 1_000;

  private final Refusals refusals;
  private final Callers callers;
  private final NotifyConnections connections;
  private final WorkMemory memory;
  private final Map<Object, NotifyBody> bodies = new ConcurrentHashMap<>();
  private volatile boolean isInstalled;

  /**
   * A guard.
   *
   * @param refusals where refusals are reported
   * @param proxies addresses that many callers share
   */
  public NotifyGuard(Refusals refusals, List<AddressRange> proxies) {
    long share = Math.max(Callers.LARGEST, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    this.refusals = refusals;
    this.callers = new Callers(System::nanoTime, share);
    this.connections = new NotifyConnections(callers, refusals, proxies);
    this.memory = new WorkMemory(share);
  }

  /** The reports of all refusals on the notify port. */
  Refusals refusals() {
    return refusals;
  }

  /** Admits a connection, or cuts it; to be called on its event loop. */
  void admit(HttpConnection connection) {
    connections.caller(connection);
  }

  /** Reports a refusal outside the guard. */
  void report(Refusal why) {
    refusals.report(why);
  }

  /** Ends callers that take too long; to be called about every second. */
  void sweep() {
    callers.sweep();
    connections.sweep();
  }

  @Override
  public void handle(RoutingContext context) {
    isInstalled = true;
    HttpServerRequest request = context.request();
    Optional<Caller> caller = connections.caller(request.connection());
    if (caller.isEmpty()) {
      return;
    }
    if (declaredLength(request) > BYTES_MAX) {
      refuse(request, Refusal.TOO_LARGE);
      return;
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      context.response().writeContinue();
    }
    NotifyBody body = new NotifyBody(caller.get(), callers, memory);
    body.begin(why -> VertxConnections.onItsLoop(request.connection(), () -> refuse(request, why)));
    read(context, body);
  }

  /** Refuses what no route serves: another address, or the notify's by another method than POST. */
  public Handler<RoutingContext> elsewhere(String path) {
    return context ->
        refuse(
            context.request(),
            path.equals(context.request().path()) ? Refusal.METHOD : Refusal.PATH);
  }

  /**
   * Refuses what the router itself cannot handle, such as a request without a host; it would log a
   * stack trace for each.
   */
  public Handler<RoutingContext> unroutable() {
    return context -> {
      switch (context.statusCode()) {
        case 404 -> refuse(context.request(), Refusal.PATH);
        case 400 -> refuse(context.request(), Refusal.MALFORMED);
        default ->
            refuse(
                context.request(),
                Refusal.ERROR,
                Refusal.ERROR.sentence() + " " + context.failure());
      }
    };
  }

  /** The body of a request that passed, to be released at the end; null when it did not pass. */
  NotifyBody take(Object request) {
    return request == null ? null : bodies.remove(request);
  }

  /**
   * Whether the caller of a request without a body here has left; otherwise the request came before
   * the guard was installed.
   */
  boolean isGone(Object request) {
    return isInstalled || request instanceof HttpServerRequest call && call.response().closed();
  }

  /** Refuses a request and closes its connection; to be called on its event loop. */
  void refuse(HttpServerRequest request, Refusal why) {
    refuse(request, why, why.sentence());
  }

  private void refuse(HttpServerRequest request, Refusal why, String sentence) {
    HttpServerResponse response = request.response();
    HttpConnection connection = request.connection();
    if (!response.ended() && !response.closed()) {
      refusals.report(why.reason(), sentence);
      response.setStatusCode(why.status()).putHeader("Connection", "close").end("fail");
      // Not at once: a caller that still sends would see a reset instead of the answer.
      VertxConnections.vertx(connection).setTimer(LINGER_MS, over -> connections.cut(connection));
    }
    if (why == Refusal.CROWDED_OUT) {
      connections.cut(connection);
    }
  }

  private void read(RoutingContext context, NotifyBody body) {
    HttpServerRequest request = context.request();
    context.addEndHandler(ended -> end(request, body));
    request.handler(
        part -> {
          Refusal refusal = body.isOver() ? null : body.take(part);
          if (refusal != null) {
            refuse(request, refusal);
          }
        });
    request.exceptionHandler(broken -> end(request, body));
    request.endHandler(
        end -> {
          if (!body.isOver()) {
            body.whole(() -> pass(context, body));
          }
        });
  }

  private void pass(RoutingContext context, NotifyBody body) {
    bodies.put(context.request(), body);
    context.next();
  }

  /**
   * The route releases a body that it took when it is done; the caller may have left long before.
   */
  private void end(HttpServerRequest request, NotifyBody body) {
    if (!body.isOver()) {
      boolean isTaken = body.isPassed() && bodies.remove(request) == null;
      body.over();
      if (!isTaken) {
        body.done();
      }
    }
  }

  private static long declaredLength(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
