package payout.ledger.chain;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import payout.batch.Sha256;

/**
 * A link of the chain.
 *
 * @param number from 1, without a gap
 * @param at when the rows were sealed, milliseconds since 1970
 * @param previous the hash of the seal before, 64 hexadecimal digits
 * @param hash its own
 * @param data which rows it covers, see {@link SealedRows}
 */
public record Seal(long number, long at, String previous, String hash, byte[] data) {

  /** What the first seal names as the one before. */
  public static final String NONE = "0".repeat(64);

  /** The seal of these rows behind another one. */
  public static Seal behind(Head head, long at, List<SealedRow> rows) {
    long number = head.number() + 1;
    byte[] data = SealedRows.encode(rows);
    return new Seal(number, at, head.hash(), hash(number, at, head.hash(), data), data);
  }

  /** Whether its hash is the one over what it holds. */
  public boolean isWhole() {
    return previous.matches("[0-9a-f]{64}") && hash.equals(hash(number, at, previous, data));
  }

  /** Its place in the chain. */
  public Head head() {
    return new Head(number, hash);
  }

  private static String hash(long number, long at, String previous, byte[] data) {
    MessageDigest digest = Sha256.newDigest();
    digest.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(number).putLong(at).array());
    digest.update(HexFormat.of().parseHex(previous));
    return HexFormat.of().formatHex(digest.digest(data));
  }

  /**
   * The end of a chain.
   *
   * @param number of its last seal; 0 for none
   * @param hash of that
   */
  public record Head(long number, String hash) {

    /** A chain without a seal. */
    public static final Head START = new Head(0, NONE);
  }
}
