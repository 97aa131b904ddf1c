package payout.route;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import payout.config.AddressRange;

/** Takes connections to the notify port in, and closes those that bring no request in time. */
final class NotifyDoor implements Handler<HttpConnection> {

  private static final long SWEEP_MS = 1_000;

  private final Callers callers;
  private final Refusals refusals;
  private final List<AddressRange> proxies;
  private final Map<HttpConnection, Caller> inside = new ConcurrentHashMap<>();
  private boolean sweeps;

  /**
   * A door.
   *
   * @param proxies addresses that have no limit of their own, for many callers look like them
   */
  NotifyDoor(Callers callers, Refusals refusals, List<AddressRange> proxies) {
    this.callers = callers;
    this.refusals = refusals;
    this.proxies = List.copyOf(proxies);
  }

  @Override
  public void handle(HttpConnection connection) {
    caller(connection);
  }

  /** Who is at the other end; nothing when there was no place and the connection is closed. */
  Optional<Caller> caller(HttpConnection connection) {
    Caller known = inside.get(connection);
    return known == null ? admit(connection) : Optional.of(known);
  }

  private Optional<Caller> admit(HttpConnection connection) {
    sweep();
    Optional<Caller> admitted = callers.admit(limitedBy(connection), why -> close(connection, why));
    if (admitted.isEmpty()) {
      close(connection, Refusal.TOO_MANY);
      return admitted;
    }
    inside.put(connection, admitted.get());
    connection.closeHandler(
        closed -> {
          inside.remove(connection);
          callers.leave(admitted.get());
        });
    return admitted;
  }

  /** From the first caller on, for it shall run on the event loop of the connections. */
  private void sweep() {
    if (!sweeps) {
      sweeps = true;
      Vertx.currentContext().owner().setPeriodic(SWEEP_MS, now -> callers.sweep());
    }
  }

  /**
   * That a connection brings no request is nothing to tell of: callers keep theirs for the next.
   */
  private void close(HttpConnection connection, Refusal why) {
    if (why != Refusal.TOO_SLOW) {
      refusals.tell(why.reason(), why.sentence());
    }
    connection.close();
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
