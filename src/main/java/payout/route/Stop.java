package payout.route;

/** Tells the routes that the process is about to end, so that nothing new is begun. */
public final class Stop {

  private volatile boolean near;

  /** From now on nothing new is begun. */
  public void come() {
    near = true;
  }

  /** Whether nothing new is to be begun. */
  public boolean isNear() {
    return near;
  }
}
