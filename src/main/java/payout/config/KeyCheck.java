package payout.config;

import java.util.Optional;

/** Says whether a key's text can be used; a hook, so that this room needs no cryptography. */
@FunctionalInterface
public interface KeyCheck {

  /** Takes every text. */
  KeyCheck NONE = (signType, role, text) -> Optional.empty();

  /**
   * What is wrong with a key.
   *
   * @param signType {@code RSA} or {@code DSA}
   * @param role whose key it is
   * @param text what its file holds
   * @return words that follow "the file … " in a sentence, such as "holds no RSA private key",
   *     never with a part of the key in them; empty when the key is sound
   */
  Optional<String> fault(String signType, KeyRole role, String text);
}
