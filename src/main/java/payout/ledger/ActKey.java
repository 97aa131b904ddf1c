package payout.ledger;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * What makes an act happen once: a form draws a key, and every act that is sent with it again has
 * the outcome of the first and changes nothing. The ledger remembers keys for at least 7 days.
 *
 * @param value 16 to 64 letters, digits, {@code -} or {@code _}
 */
public record ActKey(String value) {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 16;

  /**
   * A key that a form sent back.
   *
   * @throws ActRefusedException when it is none
   */
  public ActKey {
    if (value == null || !value.matches("[A-Za-z0-9_-]{16,64}")) {
      throw new ActRefusedException(
          ActRefusedException.Why.INPUT,
          "The form has no valid key, without which it could be done twice. Load the page again.");
    }
  }

  /** Draws a new one, which nobody can guess. */
  public static ActKey draw() {
    byte[] random = new byte[BYTES];
    RANDOM.nextBytes(random);
    return new ActKey(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
  }
}
