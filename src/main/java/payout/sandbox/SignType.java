package payout.sandbox;

/** The three signing methods of the document (table 4-1), in upper case as there. */
public enum SignType {
  MD5,
  RSA,
  DSA
}
