package payout.gateway;

/**
 * Signs requests and verifies notifies, of one {@link SignType} (document section 8). Safe for any
 * number of threads.
 */
public interface Signer {

  /** What it signs with. */
  SignType type();

  /** The sign over a text from {@link SignedString}: the value of the parameter {@code sign}. */
  String sign(byte[] text);

  /**
   * Whether the other party signed this text. A sign that is malformed in any way is one that does
   * not fit.
   */
  boolean verify(byte[] text, String sign);
}
