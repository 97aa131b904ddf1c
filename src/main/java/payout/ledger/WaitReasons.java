package payout.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import payout.batch.ChinaClock;

/** Says in a sentence what a file waits for. */
final class WaitReasons {

  private WaitReasons() {}

  static String approval(long expiresAt) {
    return "A person has to approve it until "
        + Instant.ofEpochMilli(expiresAt)
            .atZone(ChinaClock.CHINA)
            .truncatedTo(ChronoUnit.SECONDS)
            .toOffsetDateTime()
        + ": payout approve, or an approval file.";
  }

  static String limit(AcceptRules rules) {
    return "It would pass the limit of the day, payout.day.amount-max: it waits for "
        + (rules.nextDay() ? "a day with room for it, or for a person" : "a person")
        + " (payout approve).";
  }
}
