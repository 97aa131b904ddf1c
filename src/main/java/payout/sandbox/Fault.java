package payout.sandbox;

import java.time.Duration;

/**
 * A fault that waits to happen.
 *
 * @param kind what goes wrong
 * @param times how often it happens; {@link #ALWAYS} until it is cleared
 * @param taking whether the post is checked and, if valid, taken; otherwise the gateway answers
 *     without looking at it
 * @param code for REFUSE
 * @param status for STATUS and VERIFY_STATUS
 * @param pause for HOLD, DRIP, DELAY and VERIFY_SLOW
 */
public record Fault(
    FaultKind kind, int times, boolean taking, String code, int status, Duration pause) {
  /** Happens until it is cleared. */
  public static final int ALWAYS = 0;

  public Fault {
    if (times < 0 || status < 200 || status > 599 || pause.isNegative()) {
      throw new IllegalArgumentException("times, status or pause of a fault is out of range");
    }
  }

  /** Happens once, takes the batch, SYSTEM_ERROR, 500, one second. */
  public static Fault of(FaultKind kind) {
    return new Fault(kind, 1, true, "SYSTEM_ERROR", 500, Duration.ofSeconds(1));
  }

  /** Happens the next {@code times} times. */
  public Fault times(int times) {
    return new Fault(kind, times, taking, code, status, pause);
  }

  /** Happens until it is cleared. */
  public Fault always() {
    return times(ALWAYS);
  }

  /** Answers without looking at the post, so that nothing is taken. */
  public Fault withoutTaking() {
    return new Fault(kind, times, false, code, status, pause);
  }

  /** The code of REFUSE. */
  public Fault code(String code) {
    return new Fault(kind, times, taking, code, status, pause);
  }

  /** The HTTP status, 200 to 599. */
  public Fault status(int status) {
    return new Fault(kind, times, taking, code, status, pause);
  }

  /** How long to wait, milliseconds. */
  public Fault millis(long millis) {
    return new Fault(kind, times, taking, code, status, Duration.ofMillis(millis));
  }
}
