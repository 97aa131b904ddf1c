package payout.config;

import java.util.Optional;

/**
 * Checks whether a key's text can be used; an interface, so that no cryptography is needed here.
 */
@FunctionalInterface
public interface KeyCheck {

  /** Takes every text. */
  KeyCheck NONE = (signType, role, text) -> Optional.empty();

  /** Whose key a text is. */
  enum Role {
    /** Signs our requests. */
    MERCHANT_PRIVATE,
    /** Checks the gateway's notifies. */
    GATEWAY_PUBLIC
  }

  /**
   * What is wrong with a key.
   *
   * @param signType {@code RSA} or {@code DSA}
   * @param role whose key it is
   * @param text the content of its file
   * @return words that follow "the file … " in a sentence, such as "holds no RSA private key",
   *     never with a part of the key in them; empty when the key is valid
   */
  Optional<String> fault(String signType, Role role, String text);
}
