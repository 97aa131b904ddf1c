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
 * Admits connections to the notify port, and cuts those that send no request in time or give way to
 * others. A caller may displace another whose connection has a different event loop, so everything
 * that is done to a connection runs on its own loop.
 */
final class NotifyConnections {

  private final Callers callers;
  private final Refusals refusals;
  private final List<AddressRange> proxies;
  private final Map<HttpConnection, Caller> admitted = new ConcurrentHashMap<>();

  /**
   * No connections yet.
   *
   * @param proxies addresses without a limit, because many callers share them
   */
  NotifyConnections(Callers callers, Refusals refusals, List<AddressRange> proxies) {
    this.callers = callers;
    this.refusals = refusals;
    this.proxies = List.copyOf(proxies);
  }

  /**
   * The caller of a connection; to be called on its event loop.
   *
   * @return nothing when there is no room and the connection is cut
   */
  Optional<Caller> caller(HttpConnection connection) {
    Caller known = admitted.get(connection);
    return known == null ? admit(connection) : Optional.of(known);
  }

  /** Cuts those that do not read their answers; to be called about every second. */
  void sweep() {
    admitted.keySet().stream()
        .filter(VertxConnections::isUnread)
        .forEach(connection -> VertxConnections.onItsLoop(connection, () -> cutUnread(connection)));
  }

  private void cutUnread(HttpConnection connection) {
    if (VertxConnections.isUnread(connection)) {
      cut(connection, Refusal.UNREAD);
    }
  }

  /** Closes a connection now, on its event loop; it no longer counts. */
  void cut(HttpConnection connection) {
    VertxConnections.cut(connection);
    leave(connection);
  }

  private Optional<Caller> admit(HttpConnection connection) {
    Optional<Caller> caller =
        callers.admit(
            limitedBy(connection),
            why -> VertxConnections.onItsLoop(connection, () -> cut(connection, why)));
    if (caller.isEmpty()) {
      refusals.report(Refusal.TOO_MANY);
      VertxConnections.cut(connection);
      return caller;
    }
    admitted.put(connection, caller.get());
    VertxConnections.whenClosed(connection, () -> leave(connection));
    return caller;
  }

  /** An idle connection that a caller keeps for a next request is not logged. */
  private void cut(HttpConnection connection, Refusal why) {
    Caller caller = admitted.get(connection);
    if (caller == null) {
      return;
    }
    if (why == Refusal.IDLE && callers.hasCalled(caller)) {
      refusals.count(why);
    } else {
      refusals.report(why);
    }
    cut(connection);
  }

  private void leave(HttpConnection connection) {
    Caller caller = admitted.remove(connection);
    if (caller != null) {
      callers.leave(caller);
    }
  }

  /** The address by which a connection is limited; empty when it has no limit. */
  private String limitedBy(HttpConnection connection) {
    try {
      InetAddress address = InetAddress.getByName(connection.remoteAddress().hostAddress());
      boolean isFree =
          address.isLoopbackAddress()
              || proxies.stream().anyMatch(proxy -> proxy.contains(address));
      return isFree ? "" : AddressRange.network(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("A connection has no valid address.", e);
    }
  }
}
