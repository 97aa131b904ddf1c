package payout.sandbox;

/** The three ways of signing in the document (table 4-1), in upper case as there. */
public enum SignType {
  MD5,
  RSA,
  DSA
}
