package payout.console;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slows down whoever tries tokens: after 30 wrong ones from an address within 15 minutes, its wrong
 * tokens are answered with 429. A valid one is let in all the same: nobody guesses a token, and a
 * program with an old one must not keep out the others behind its address.
 */
final class WrongTokens {

  private static final Logger LOG = LoggerFactory.getLogger(WrongTokens.class);

  /** A token names nobody as long as it is wrong. */
  private static final String NOBODY = "?";

  private static final int OF_ADDRESS_MAX = 30;

  private final Throttle throttle;

  /**
   * None yet.
   *
   * @param nanos a monotonic clock, nanoseconds
   */
  WrongTokens(LongSupplier nanos) {
    this.throttle =
        new Throttle(
            nanos,
            new Throttle.Limits(OF_ADDRESS_MAX, OF_ADDRESS_MAX, OF_ADDRESS_MAX, Integer.MAX_VALUE));
  }

  /**
   * Adds one.
   *
   * @throws RefusedException when there were too many from this address
   */
  void add(String address) {
    if (throttle.admits(NOBODY, address)) {
      return;
    }
    if (throttle.isToTell(NOBODY, address)) {
      LOG.warn(
          "More than {} wrong tokens came from {} within 15 minutes; further ones are answered"
              + " with 429.",
          OF_ADDRESS_MAX,
          address);
    }
    throw new RefusedException(
        429,
        "Too many wrong tokens came from this address. Use a valid one (bin/payout users tokens"
            + " lists them), or wait 15 minutes.");
  }
}
