package payout.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the gateway remembers of its notify ids (sections 7.2 (12) and 9): an id can be verified
 * within a window after each delivery, and no longer once {@code success} was answered.
 */
final class NotifyStates {
  private static final class State {
    private final Set<NotifyEntry.Shape> open = EnumSet.noneOf(NotifyEntry.Shape.class);
    private final Map<NotifyEntry.Shape, Integer> attempts = new HashMap<>();
    private Instant deliveredAt = Instant.MIN;
    private boolean stale;
  }

  private final Map<String, State> states = new HashMap<>();
  private final Duration window;
  private final Clock clock;

  NotifyStates(Duration window, Clock clock) {
    this.window = window;
    this.clock = clock;
  }

  synchronized void planned(List<NotifyEntry> entries) {
    for (NotifyEntry entry : entries) {
      State state = states.computeIfAbsent(entry.notifyId(), id -> new State());
      state.open.add(entry.shape());
      state.stale = entry.shape() == NotifyEntry.Shape.STALE_ID;
    }
  }

  /** Recorded before the first byte is sent: the product verifies a notify before it answers. */
  synchronized void delivering(NotifyEntry entry) {
    State state = states.get(entry.notifyId());
    if (state == null) {
      planned(List.of(entry));
      state = states.get(entry.notifyId());
    }
    state.deliveredAt = clock.instant();
  }

  synchronized void delivered(DeliveryRecord delivery) {
    NotifyEntry entry = new NotifyEntry(delivery.notifyId(), delivery.shape());
    if (!states.containsKey(delivery.notifyId())) {
      planned(List.of(entry));
    }
    State state = states.get(delivery.notifyId());
    state.attempts.merge(delivery.shape(), delivery.attempt(), Math::max);
    if (state.deliveredAt.isBefore(delivery.at())) {
      state.deliveredAt = delivery.at();
    }
    if (delivery.success()) {
      state.open.remove(delivery.shape());
    }
  }

  /** Whether this notify still waits for its {@code success}. */
  synchronized boolean isOpen(NotifyEntry entry) {
    State state = states.get(entry.notifyId());
    return state != null && state.open.contains(entry.shape());
  }

  /** Deliveries on the schedule so far, 0 to 8. */
  synchronized int attempts(NotifyEntry entry) {
    State state = states.get(entry.notifyId());
    return state == null ? 0 : state.attempts.getOrDefault(entry.shape(), 0);
  }

  /** When it was last delivered; {@link Instant#MIN}: never. */
  synchronized Instant deliveredAt(String notifyId) {
    State state = states.get(notifyId);
    return state == null ? Instant.MIN : state.deliveredAt;
  }

  /** The answer to notify_verify. */
  synchronized boolean verifies(String notifyId) {
    State state = states.get(notifyId);
    if (state == null || state.stale || state.open.isEmpty()) {
      return false;
    }
    return state.deliveredAt != Instant.MIN
        && !clock.instant().isAfter(state.deliveredAt.plus(window));
  }
}
