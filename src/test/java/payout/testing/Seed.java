package payout.testing;

import java.security.SecureRandom;

/**
 * The seed of a test that draws its cases: another one at every run, printed, so that a run can be
 * repeated with {@code -Dpayout.seed=SEED}.
 */
public final class Seed {

  private static final String PROPERTY = "payout.seed";

  private Seed() {}

  /** Whether the run repeats a seed. */
  public static boolean isGiven() {
    return Long.getLong(PROPERTY) != null;
  }

  /** The seed of this run, of at most nine digits unless it is given; prints it. */
  public static long of(Class<?> test) {
    long seed = Long.getLong(PROPERTY, 1 + new SecureRandom().nextInt(999_999_999));
    System.out.println(test.getSimpleName() + ": repeat this run with -Dpayout.seed=" + seed);
    return seed;
  }
}
