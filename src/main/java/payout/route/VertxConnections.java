package payout.route;

import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/** Operations on a connection of Vert.x that its public interface lacks. */
final class VertxConnections {

  private VertxConnections() {}

  /** Runs on the event loop of a connection, at once when called on it. */
  static void onItsLoop(HttpConnection connection, Runnable work) {
    internal(connection).getContext().emit(none -> work.run());
  }

  /**
   * Closes a connection now; to be called on its event loop. Vert.x's own close first waits until
   * everything is sent, which is forever if the caller does not read; the channel's close is that
   * one, because it begins with Vert.x's handler.
   */
  static void cut(HttpConnection connection) {
    internal(connection).channelHandlerContext().close();
  }

  /**
   * Whether answers pile up because the caller does not read them; Vert.x then delays the end of an
   * answer.
   */
  static boolean isUnread(HttpConnection connection) {
    Channel channel = internal(connection).channel();
    return channel.isActive() && !channel.isWritable();
  }

  /** Admits one of its requests at a time. */
  static void forbidPipelining(HttpConnection connection) {
    String last = internal(connection).channelHandlerContext().name();
    internal(connection).channel().pipeline().addBefore(last, null, new NoPipelining());
  }

  /** Runs on its event loop when a connection is closed, even if Vert.x does not report that. */
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
