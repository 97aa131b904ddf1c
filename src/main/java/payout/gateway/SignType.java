package payout.gateway;

/** How a request and a notify are signed: {@code sign_type}, in capitals (document section 4.2). */
public enum SignType {
  /** SHA-1 with RSA, PKCS#1 v1.5. */
  RSA,
  /** SHA-1 with DSA. */
  DSA,
  /** MD5 of the text followed by a shared key. */
  MD5
}
