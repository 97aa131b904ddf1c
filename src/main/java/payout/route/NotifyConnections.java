package payout.route;

import io.vertx.core.http.HttpConnection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import payout.config.AddressRange;

/**
 * Takes connections to the notify port in, and cuts those that bring no request in time or give way
 * to others. One caller may be the end of another whose connection has an event loop of its own:
 * whatever is done to a connection is done on its loop.
 */
final class NotifyConnections {

  private final Callers callers;
  private final Refusals refusals;
  private final List<AddressRange> proxies;
  private final Map<HttpConnection, Caller> inside = new ConcurrentHashMap<>();

  /**
   * A door.
   *
   * @param proxies addresses that have no limit of their own, for many callers look like them
   */
  NotifyConnections(Callers callers, Refusals refusals, List<AddressRange> proxies) {
    this.callers = callers;
    this.refusals = refusals;
    this.proxies = List.copyOf(proxies);
  }

  /**
   * Who is at the other end of a connection; to be called on its event loop.
   *
   * @return nothing when there was no place and the connection is cut
   */
  Optional<Caller> caller(HttpConnection connection) {
    Caller known = inside.get(connection);
    return known == null ? admit(connection) : Optional.of(known);
  }

  /** Cuts those that do not read their answers; to be called every second or so. */
  void sweep() {
    inside.keySet().stream()
        .filter(VertxConnections::isUnread)
        .forEach(connection -> VertxConnections.onItsLoop(connection, () -> cutUnread(connection)));
  }

  private void cutUnread(HttpConnection connection) {
    if (VertxConnections.isUnread(connection)) {
      cut(connection, Refusal.UNREAD);
    }
  }

  /** Closes a connection now, on its event loop; from then on it does not count. */
  void cut(HttpConnection connection) {
    VertxConnections.cut(connection);
    leave(connection);
  }

  private Optional<Caller> admit(HttpConnection connection) {
    Optional<Caller> admitted =
        callers.admit(
            limitedBy(connection),
            why -> VertxConnections.onItsLoop(connection, () -> cut(connection, why)));
    if (admitted.isEmpty()) {
      refusals.tell(Refusal.TOO_MANY);
      VertxConnections.cut(connection);
      return admitted;
    }
    inside.put(connection, admitted.get());
    VertxConnections.whenClosed(connection, () -> leave(connection));
    return admitted;
  }

  /** That a caller keeps its connection for a next request and has none is nothing to tell of. */
  private void cut(HttpConnection connection, Refusal why) {
    Caller caller = inside.get(connection);
    if (caller == null) {
      return;
    }
    if (why == Refusal.IDLE && callers.hasCalled(caller)) {
      refusals.count(why);
    } else {
      refusals.tell(why);
    }
    cut(connection);
  }

  private void leave(HttpConnection connection) {
    Caller caller = inside.remove(connection);
    if (caller != null) {
      callers.leave(caller);
    }
  }

  /** The address by which a connection is limited; empty when it has no limit of its own. */
  private String limitedBy(HttpConnection connection) {
    try {
      InetAddress address = InetAddress.getByName(connection.remoteAddress().hostAddress());
      boolean isFree =
          address.isLoopbackAddress()
              || proxies.stream().anyMatch(proxy -> proxy.contains(address));
      return isFree ? "" : AddressRange.network(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("An address of a connection is none.", e);
    }
  }
}
