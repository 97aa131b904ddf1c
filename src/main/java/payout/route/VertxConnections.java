package payout.route;

import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/** What a connection of Vert.x can do that its public interface does not show. */
final class VertxConnections {

  private VertxConnections() {}

  /** Runs on the event loop of a connection: at once when that is where we are. */
  static void onItsLoop(HttpConnection connection, Runnable work) {
    internal(connection).getContext().emit(none -> work.run());
  }

  /**
   * Closes a connection now, to be called on its event loop. Vert.x's own close first waits until
   * everything is sent, and so for ever where a caller does not read.
   */
  static void cut(HttpConnection connection) {
    internal(connection).channel().close();
  }

  /**
   * Whether answers pile up here because the caller does not read them: Vert.x then waits before it
   * says that one is answered.
   */
  static boolean isUnread(HttpConnection connection) {
    Channel channel = internal(connection).channel();
    return channel.isActive() && !channel.isWritable();
  }

  /** Lets one of its requests in at a time. */
  static void forbidPipelining(HttpConnection connection) {
    String last = internal(connection).channelHandlerContext().name();
    internal(connection).channel().pipeline().addBefore(last, null, new NoPipelining());
  }

  /** Runs, on its event loop, when a connection is closed, whatever Vert.x makes of that. */
  static void whenClosed(HttpConnection connection, Runnable work) {
    internal(connection).channel().closeFuture().addListener(closed -> work.run());
  }

  /** The Vert.x that a connection belongs to. */
  static Vertx vertx(HttpConnection connection) {
    return internal(connection).getContext().owner();
  }

  private static HttpServerConnection internal(HttpConnection connection) {
    return (HttpServerConnection) connection;
  }
}
