package payout.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Slows down whoever guesses passwords. Every failure is remembered for 15 minutes. From one
 * address 5 failures for one name, or 30 in all, end further tries until then; from all addresses,
 * 100 for one name. Loopback is the address of everybody behind a proxy on this machine, so that
 * 1000 in all are needed there. Names are counted as they are typed, so that nobody learns from it
 * which of them are users. So a stranger can keep a user out only from the stranger's own address,
 * or with a hundred tries every quarter of an hour.
 */
final class Throttle {

  private static final long WINDOW_NS = TimeUnit.MINUTES.toNanos(15);
  private static final int REMEMBERED_MAX = 50_000;
  private static final int NAME_LENGTH_MAX = 64;

  private final LongSupplier nanos;
  private final Limits limits;
  private final Map<String, Failures> ofNames = new Remembered<>();

  /** Since when it was told that tries for a name, or from an address, are refused. */
  private final Map<String, Long> told = new Remembered<>();

  private final Map<String, Failures> ofAddresses = new Remembered<>();

  /** For passwords. */
  Throttle(LongSupplier nanos) {
    this(nanos, Limits.OF_PASSWORDS);
  }

  Throttle(LongSupplier nanos, Limits limits) {
    this.nanos = nanos;
    this.limits = limits;
  }

  /**
   * How many failures end further tries for 15 minutes.
   *
   * @param ofBoth from one address for one name
   * @param ofAddress from one address
   * @param ofLoopback from the address of this machine, which many may share
   * @param ofName for one name
   */
  record Limits(int ofBoth, int ofAddress, int ofLoopback, int ofName) {

    static final Limits OF_PASSWORDS = new Limits(5, 30, 1000, 100);
  }

  /**
   * Whether this try may be made; one that may counts as failed until {@link #succeeded}.
   *
   * @param typed the name as it was typed, whether or not it is a user's
   */
  synchronized boolean admits(String typed, String address) {
    String name = cut(typed);
    long now = nanos.getAsLong();
    boolean admitted =
        count(ofAddresses, both(name, address), now) < limits.ofBoth
            && !isTooManyFrom(address, now)
            && count(ofNames, name, now) < limits.ofName;
    if (admitted) {
      add(ofAddresses, both(name, address), now);
      add(ofAddresses, address, now);
      add(ofNames, name, now);
    }
    return admitted;
  }

  /** The last try was right: what this user mistyped from this address is forgotten. */
  synchronized void succeeded(String typed, String address) {
    String name = cut(typed);
    ofAddresses.remove(both(name, address));
    forgetOne(ofAddresses, address);
    forgetOne(ofNames, name);
  }

  /**
   * Whether to tell that a try was refused: true once in 15 minutes for a name, and for an address
   * that is refused whatever name it tries.
   */
  synchronized boolean isToTell(String name, String address) {
    long now = nanos.getAsLong();
    String what = isTooManyFrom(address, now) ? "\n" + address : cut(name);
    Long since = told.get(what);
    boolean isToTell = since == null || now - since >= WINDOW_NS;
    if (isToTell) {
      told.put(what, now);
    }
    return isToTell;
  }

  private boolean isTooManyFrom(String address, long now) {
    int max = Connections.isLoopback(address) ? limits.ofLoopback : limits.ofAddress;
    return count(ofAddresses, address, now) >= max;
  }

  private static String cut(String name) {
    return name.substring(0, Math.min(name.length(), NAME_LENGTH_MAX));
  }

  private static int count(Map<String, Failures> failures, String key, long now) {
    Failures found = failures.get(key);
    return found == null || found.isOver(now) ? 0 : found.count;
  }

  private static void add(Map<String, Failures> failures, String key, long now) {
    Failures found = failures.get(key);
    failures.put(
        key,
        found == null || found.isOver(now)
            ? new Failures(now, 1)
            : new Failures(found.since, found.count + 1));
  }

  private static void forgetOne(Map<String, Failures> failures, String key) {
    failures.computeIfPresent(
        key, (same, found) -> found.count <= 1 ? null : new Failures(found.since, found.count - 1));
  }

  private static String both(String name, String address) {
    return name + "\n" + address;
  }

  /** The oldest are forgotten where there are too many; the other counts still hold then. */
  private static final class Remembered<V> extends LinkedHashMap<String, V> {

    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > REMEMBERED_MAX;
    }
  }

  private record Failures(long since, int count) {

    boolean isOver(long now) {
      return now - since >= WINDOW_NS;
    }
  }
}
