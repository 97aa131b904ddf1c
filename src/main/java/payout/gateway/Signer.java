package payout.gateway;

/**
 * Signs requests and verifies notifies with one {@link SignType} (document section 8). Thread-safe.
 */
public interface Signer {

  /** The algorithm that it signs with. */
  SignType type();

  /** The sign over a text from {@link SignedString}: the value of the parameter {@code sign}. */
  String sign(byte[] text);

  /** Whether the other party signed this text. A malformed sign counts as a wrong one. */
  boolean verify(byte[] text, String sign);
}
