package payout.ledger.chain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import payout.batch.Sha256;

/**
 * The hash over the columns of a row, in their order. Each value says its length, so that no two
 * rows have the same bytes. The form must never change: old seals hold its hashes.
 */
public final class RowHash {

  private static final int NULL = -1;

  private final MessageDigest digest = Sha256.newDigest();

  /** Begins with the name of the table. */
  public RowHash(Trail trail) {
    add(trail.table());
  }

  /** A number; may be null. */
  public RowHash add(Long value) {
    return add(value == null ? null : Long.toString(value));
  }

  /** A text; null is not the empty one. */
  public RowHash add(String value) {
    byte[] bytes = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
    int length = value == null ? NULL : bytes.length;
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
    digest.update(bytes);
    return this;
  }

  /** 32 bytes; nothing can be added then. */
  public byte[] end() {
    return digest.digest();
  }
}
