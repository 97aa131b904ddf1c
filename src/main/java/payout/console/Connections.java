package payout.console;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many connections there may be, so that nobody takes the file handles of a process that pays,
 * and for how long one may do nothing. A connection is idle only while it is its caller's turn to
 * ask: not while a request of it comes in, which {@link Bodies} watches, is worked on, however long
 * that takes, or is answered, which {@link ReaderPace} watches. For one thread, the event loop.
 */
final class Connections {

  private static final int ALL_MAX = 512;
  private static final String AT_END = "at-end";

  /** A browser opens six; behind loopback is a proxy, with everybody. */
  private static final int OF_ADDRESS_MAX = 64;

  private final Vertx vertx;
  private final long idleMs;
  private final Map<String, Integer> byAddress = new HashMap<>();

  /** The timers that end them; of a connection that is not idle, one that is over. */
  private final Map<HttpConnection, Long> timers = new HashMap<>();

  /** What is being answered on them; a connection has one request at a time. */
  private final Map<HttpConnection, RoutingContext> requests = new HashMap<>();

  private int all;

  /**
   * None yet.
   *
   * @param idleMs how long a connection may be idle, milliseconds
   */
  Connections(Vertx vertx, long idleMs) {
    this.vertx = vertx;
    this.idleMs = idleMs;
  }

  /** Lets a connection be, or ends it. */
  void admit(HttpConnection connection) {
    String address =
        connection.remoteAddress() == null ? "" : connection.remoteAddress().hostAddress();
    int ofAddress = byAddress.getOrDefault(address, 0);
    if (all >= ALL_MAX || ofAddress >= OF_ADDRESS_MAX && !isLoopback(address)) {
      cut(connection);
      return;
    }
    all++;
    byAddress.put(address, ofAddress + 1);
    wait(connection);
    HttpServerConnection internal = (HttpServerConnection) connection;
    // Vert.x does not report every end of a connection, nor of a request with it.
    internal.channel().closeFuture().addListener(closed -> remove(connection, address));
  }

  private void remove(HttpConnection connection, String address) {
    all--;
    vertx.cancelTimer(timers.remove(connection));
    byAddress.computeIfPresent(address, (same, count) -> count <= 1 ? null : count - 1);
    RoutingContext last = requests.remove(connection);
    if (last != null) {
      end(last);
    }
  }

  /** A request came: until it has ended, its connection is not idle. */
  void begin(RoutingContext context) {
    HttpConnection connection = context.request().connection();
    Long timer = timers.get(connection);
    context.put(AT_END, new ArrayList<Runnable>());
    if (timer != null) {
      vertx.cancelTimer(timer);
      requests.put(connection, context);
      onEnd(context, () -> waitAgain(connection));
    }
    context.addEndHandler(ended -> end(context));
    context.next();
  }

  /** Does something once when a request has ended, however it ended. */
  static void onEnd(RoutingContext context, Runnable work) {
    List<Runnable> atEnd = context.get(AT_END);
    atEnd.add(0, work);
  }

  private static void end(RoutingContext context) {
    List<Runnable> atEnd = context.get(AT_END);
    List<Runnable> all = List.copyOf(atEnd);
    atEnd.clear();
    all.forEach(Runnable::run);
  }

  private void waitAgain(HttpConnection connection) {
    if (timers.containsKey(connection)) {
      requests.remove(connection);
      wait(connection);
    }
  }

  /**
   * Closes a connection now. Vert.x's own close first waits until everything is sent, which is
   * forever if the caller does not read.
   */
  static void cut(HttpConnection connection) {
    ((HttpServerConnection) connection).channelHandlerContext().close();
  }

  private void wait(HttpConnection connection) {
    timers.put(connection, vertx.setTimer(idleMs, late -> cut(connection)));
  }

  /** Whether an address is one of this machine alone. */
  static boolean isLoopback(String address) {
    return address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
  }
}
