package payout.gateway;

/** How far a post got. */
public enum Reach {
  /** No byte of it left. */
  NOTHING_LEFT,
  /** It may have arrived whole. */
  MAY_HAVE_ARRIVED
}
