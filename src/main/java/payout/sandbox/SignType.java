package payout.sandbox;

/** The three ways of signing that the document knows (table 4-1), in its own upper case. */
public enum SignType {
  MD5,
  RSA,
  DSA
}
