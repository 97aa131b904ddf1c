package payout.batch;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash by which files are known. */
public final class Sha256 {

  private Sha256() {}

  /** A SHA-256 without bytes yet. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
