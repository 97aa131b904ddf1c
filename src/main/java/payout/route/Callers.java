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
 * All connections to the notify port, bounded in number, by address, in time and in memory. Where a
 * bound is reached, what is slowest gives way to what is new: a true notify is small and comes at
 * once, so that it passes behind any number of callers that stall.
 *
 * <p>Whatever closes or answers a caller runs outside of the lock.
 */
final class Callers {

  /** Connections at once. */
  static final int ALL_MAX = 1000;

  /** Connections at once of one address that is no proxy and not this machine. */
  static final int ADDRESS_MAX = 64;

  /** Connections that were told to end and are not closed yet, of an address and of all. */
  static final int LEAVING_MAX = 8;

  /** How long a connection may be without a request whose head is whole, milliseconds. */
  static final long IDLE_MS = 10_000;

  /** How long a body may take to come in, milliseconds. */
  static final long READ_MS = 20_000;

  /** A body grows by doubling, so that up to twice of what came is held. */
  private static final int HELD_FACTOR = 2;

  /** Memory without which the largest body could never come in, bytes. */
  static final long LARGEST = (long) HELD_FACTOR * NotifyGuard.BYTES_MAX;

  /** A caller younger than this has had no time to be slow, milliseconds. */
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
   * @param bytesMax memory that all bodies together may hold until they are worked on, bytes
   */
  Callers(LongSupplier nanos, long bytesMax) {
    this.nanos = nanos;
    this.bytesMax = bytesMax;
  }

  /**
   * Takes a new connection in, if need be in the place of the slowest: of the same address when
   * that one has too many, else of all.
   *
   * @param address empty for one that has no limit of its own
   * @return nothing when there is no place, for all the others are being worked on or about to be
   *     closed
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

  /** Whether a connection ever brought a request whose head was whole. */
  synchronized boolean hasCalled(Caller caller) {
    return caller.hasCalled();
  }

  /**
   * A request's head has come.
   *
   * @param request what it is known by from now on
   * @param refusal answers the caller, and closes the connection
   */
  synchronized void begin(Caller caller, Object request, Consumer<Refusal> refusal) {
    if (stays(caller)) {
      giveUp(caller);
      caller.begin(nanos.getAsLong(), request, refusal);
    }
  }

  /**
   * Makes place for a part of a body; whoever held the most for the longest gives way.
   *
   * @return false when that is this caller itself, or it was told to end
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

  /** The body is whole and waits for memory to be worked on. */
  synchronized void whole(Caller caller) {
    if (stays(caller)) {
      caller.reach(Caller.Step.WHOLE);
    }
  }

  /** It is worked on from now; what it holds is counted elsewhere. */
  synchronized void worked(Caller caller) {
    if (stays(caller)) {
      giveUp(caller);
      caller.reach(Caller.Step.WORKED);
    }
  }

  /**
   * A request is answered; the connection may bring another, or has already: a caller need not wait
   * for the answer to one request before it sends the next.
   */
  synchronized void rest(Caller caller, Object request) {
    if (stays(caller) && caller.isAt(request)) {
      giveUp(caller);
      caller.rest(nanos.getAsLong());
    }
  }

  /** Ends what takes too long; to be called every second or so. */
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

  /** Among whom one must give way to a new caller of this address; null while there is place. */
  private Predicate<Caller> rivals(String address) {
    if (!address.isEmpty() && byAddress.getOrDefault(address, 0) >= ADDRESS_MAX) {
      return caller -> caller.address().equals(address);
    }
    return all.size() >= ALL_MAX ? caller -> true : null;
  }

  /**
   * With one event loop a caller is closed as soon as it is told; with several, the loop of another
   * one has to come to it first.
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

  /** Slow is only who had the time to be; of the young, whoever came first gives way. */
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

  /** What it holds is free; the connection itself counts until it is closed. */
  private Runnable giveWay(Caller caller) {
    Runnable ending = caller.ending(Refusal.CROWDED_OUT);
    giveUp(caller);
    caller.giveWay();
    return ending;
  }

  /** False once it was told to end: the loop of its connection may not know of that yet. */
  private static boolean stays(Caller caller) {
    return caller.step() != Caller.Step.LEAVING;
  }

  /** The memory that its body held before it was worked on. */
  private void giveUp(Caller caller) {
    bytes -= caller.received() * HELD_FACTOR;
  }
}
