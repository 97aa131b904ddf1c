package payout.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All connections to the notify port, limited in number, by address, in time and in memory. Where a
 * limit is reached, the slowest caller gives way to a new one: a true notify is small and arrives
 * at once, so it gets through despite any number of stalled callers.
 *
 * <p>Callers are closed and answered outside the lock.
 */
final class Callers {

  /** Connections at once. */
  static final int ALL_MAX = 1000;

  /** Connections at once of one address that is neither a proxy nor this machine. */
  static final int ADDRESS_MAX = 64;

  /** Connections that have to leave and are not closed yet, of an address and in total. */
  static final int LEAVING_MAX = 8;

  /** How long a connection may stay without a complete head of a request, milliseconds. */
  static final long IDLE_MS = 10_000;

  /** How long a body may take to arrive, milliseconds. */
  static final long READ_MS = 20_000;

  /** A buffer grows by doubling, so up to twice the bytes that arrived are held. */
  private static final int HELD_FACTOR = 2;

  /** The memory that the largest body needs, bytes. */
  static final long LARGEST = (long) HELD_FACTOR * NotifyGuard.BYTES_MAX;

  /** A caller younger than this does not count as slow, milliseconds. */
  private static final long YOUNG_MS = 1_000;

  private final LongSupplier nanos;
  private final long bytesMax;
  private final Set<Caller> all = new LinkedHashSet<>();
  private final Map<String, Integer> byAddress = new HashMap<>();
  private long bytes;

  /**
   * No callers yet.
   *
   * @param nanos the time, as {@link System#nanoTime}
   * @param bytesMax memory that all bodies together may hold until they are processed, bytes
   */
  Callers(LongSupplier nanos, long bytesMax) {
    this.nanos = nanos;
    this.bytesMax = bytesMax;
  }

  /**
   * Admits a new connection, if necessary in place of the slowest: of the same address when that
   * one has too many, otherwise of all.
   *
   * @param address empty for one that has no limit of its own
   * @return nothing when there is no room, because all the others are being processed or about to
   *     be closed
   */
  Optional<Caller> admit(String address, Consumer<Refusal> close) {
    Runnable ending = () -> {};
    Caller caller;
    synchronized (this) {
      Predicate<Caller> rivals = rivals(address);
      if (rivals != null) {
        Optional<Caller> slowest = mayLeave(rivals) ? slowest(rivals) : Optional.empty();
        if (slowest.isEmpty()) {
          return Optional.empty();
        }
        ending = giveWay(slowest.get());
      }
      caller = new Caller(address, nanos.getAsLong(), close);
      all.add(caller);
      if (!address.isEmpty()) {
        byAddress.merge(address, 1, Integer::sum);
      }
    }
    ending.run();
    return Optional.of(caller);
  }

  /** The connection is closed; a second call does nothing. */
  synchronized void leave(Caller caller) {
    giveUp(caller);
    caller.giveWay();
    if (all.remove(caller) && !caller.address().isEmpty()) {
      byAddress.computeIfPresent(caller.address(), (a, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Whether a connection ever sent a complete head of a request. */
  synchronized boolean hasCalled(Caller caller) {
    return caller.hasCalled();
  }

  /**
   * The head of a request has arrived.
   *
   * @param request what identifies it from now on
   * @param refusal answers the caller, and closes the connection
   */
  synchronized void begin(Caller caller, Object request, Consumer<Refusal> refusal) {
    if (stays(caller)) {
      giveUp(caller);
      caller.begin(nanos.getAsLong(), request, refusal);
    }
  }

  /**
   * Makes room for a part of a body; the caller that held the most for the longest gives way.
   *
   * @return false when that is this caller itself, or when it has to leave
   */
  boolean grow(Caller caller, int part) {
    List<Runnable> endings = new ArrayList<>();
    boolean fits = grow(caller, part, endings);
    endings.forEach(Runnable::run);
    return fits;
  }

  private synchronized boolean grow(Caller caller, int part, List<Runnable> endings) {
    if (!stays(caller)) {
      return false;
    }
    long more = (long) part * HELD_FACTOR;
    while (bytes + more > bytesMax) {
      Caller heaviest = heaviest().orElse(caller);
      if (heaviest == caller) {
        return false;
      }
      endings.add(giveWay(heaviest));
    }
    caller.receive(part);
    bytes += more;
    return true;
  }

  /** The body is complete and waits for memory to be processed. */
  synchronized void whole(Caller caller) {
    if (stays(caller)) {
      caller.reach(Caller.Step.WHOLE);
    }
  }

  /** It is being processed from now on; {@link WorkMemory} counts what it holds. */
  synchronized void worked(Caller caller) {
    if (stays(caller)) {
      giveUp(caller);
      caller.reach(Caller.Step.WORKED);
    }
  }

  /**
   * A request is answered; the connection may bring another, or already has: a caller need not wait
   * for an answer before it sends the next request.
   */
  synchronized void rest(Caller caller, Object request) {
    if (stays(caller) && caller.isAt(request)) {
      giveUp(caller);
      caller.rest(nanos.getAsLong());
    }
  }

  /** Ends callers that take too long; to be called about every second. */
  void sweep() {
    List<Runnable> endings;
    synchronized (this) {
      long now = nanos.getAsLong();
      endings =
          all.stream()
              .filter(caller -> isLate(caller, now))
              .map(caller -> caller.ending(ending(caller)))
              .toList();
    }
    endings.forEach(Runnable::run);
  }

  private static boolean isLate(Caller caller, long now) {
    return switch (caller.step()) {
      case IDLE -> caller.ageMs(now) > IDLE_MS;
      case READING, WHOLE -> caller.ageMs(now) > READ_MS;
      case WORKED, LEAVING -> false;
    };
  }

  private static Refusal ending(Caller caller) {
    return switch (caller.step()) {
      case IDLE -> Refusal.IDLE;
      case WHOLE -> Refusal.TOO_MANY;
      default -> Refusal.TOO_SLOW;
    };
  }

  /** The callers of which one must give way to a new one of this address; null while none must. */
  private Predicate<Caller> rivals(String address) {
    if (!address.isEmpty() && byAddress.getOrDefault(address, 0) >= ADDRESS_MAX) {
      return caller -> caller.address().equals(address);
    }
    return all.size() >= ALL_MAX ? caller -> true : null;
  }

  /**
   * With one event loop a caller is closed at once; with several, the loop of its connection closes
   * it a moment later.
   */
  private boolean mayLeave(Predicate<Caller> rivals) {
    return all.stream()
            .filter(rivals)
            .filter(caller -> caller.step() == Caller.Step.LEAVING)
            .count()
        < LEAVING_MAX;
  }

  private Optional<Caller> slowest(Predicate<Caller> rivals) {
    long now = nanos.getAsLong();
    Comparator<Caller> older = Comparator.comparingLong(caller -> -caller.ageMs(now));
    return all.stream()
        .filter(rivals)
        .filter(caller -> caller.step() == Caller.Step.IDLE || caller.step() == Caller.Step.READING)
        .min(
            Comparator.<Caller>comparingLong(caller -> bytesPerSecond(caller, now))
                .thenComparing(older));
  }

  /** A young caller does not count as slow; among young callers the first gives way. */
  private static long bytesPerSecond(Caller caller, long now) {
    long age = caller.ageMs(now);
    return age < YOUNG_MS ? Long.MAX_VALUE : caller.received() * 1_000 / age;
  }

  private Optional<Caller> heaviest() {
    long now = nanos.getAsLong();
    return holders().max(Comparator.comparingLong(each -> each.received() * (each.ageMs(now) + 1)));
  }

  private Stream<Caller> holders() {
    return all.stream().filter(caller -> caller.received() > 0);
  }

  /** Its memory is free; the connection itself counts until it is closed. */
  private Runnable giveWay(Caller caller) {
    Runnable ending = caller.ending(Refusal.CROWDED_OUT);
    giveUp(caller);
    caller.giveWay();
    return ending;
  }

  /** False once it has to leave, which the loop of its connection may not know yet. */
  private static boolean stays(Caller caller) {
    return caller.step() != Caller.Step.LEAVING;
  }

  /** Frees the memory that its body held before it was processed. */
  private void giveUp(Caller caller) {
    bytes -= caller.received() * HELD_FACTOR;
  }
}
