package payout.console;

import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/**
 * How many requests of a kind a user may have at once, so that nobody takes the places of all. For
 * one thread, the event loop.
 */
final class PerUser {

  private final int max;
  private final String key;
  private final Map<String, Integer> byUser = new HashMap<>();

  /**
   * None yet.
   *
   * @param max how many one user may have
   * @param key of the text that refuses one too many
   */
  PerUser(int max, String key) {
    this.max = max;
    this.key = key;
  }

  /**
   * Counts a request until it ends.
   *
   * @throws RefusedException when it is one too many
   */
  void add(String user, RoutingContext context) {
    int running = byUser.getOrDefault(user, 0);
    if (running >= max) {
      throw RefusedException.of(429, key, user, String.valueOf(running));
    }
    byUser.put(user, running + 1);
    Connections.onEnd(
        context,
        () -> byUser.computeIfPresent(user, (same, count) -> count <= 1 ? null : count - 1));
  }
}
