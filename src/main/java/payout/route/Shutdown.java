package payout.route;

/** Tells the routes that the process shuts down, so that they begin nothing new. */
public final class Shutdown {

  private volatile boolean begun;

  /** From now on nothing new begins. */
  public void begin() {
    begun = true;
  }

  /** Whether the shutdown has begun. */
  public boolean hasBegun() {
    return begun;
  }
}
