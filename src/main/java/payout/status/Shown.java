package payout.status;

import java.time.Instant;
import payout.batch.ChinaClock;

/** How a time is shown to programs and people. */
public final class Shown {

  private Shown() {}

  /** In ISO 8601 with the offset of China; empty for no time, which is 0. */
  public static String time(long at) {
    return at == 0
        ? ""
        : Instant.ofEpochMilli(at).atZone(ChinaClock.CHINA).toOffsetDateTime().toString();
  }
}
