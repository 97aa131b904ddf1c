package payout.ledger;

import payout.batch.FileNames;
import payout.batch.Payer;

/**
 * A file that lies complete in an inbox.
 *
 * @param inbox which inbox
 * @param name its name there
 * @param sha256 of its bytes, 64 hexadecimal digits
 * @param size in bytes
 * @param modifiedAt its last change, milliseconds since 1970
 * @param payer for whom its batches will be made
 */
public record Arrival(
    String inbox, String name, String sha256, long size, long modifiedAt, Payer payer) {

  private static final int SHORT_HASH = 8;

  /** See {@link FileNames#stemOf}. */
  String stem() {
    return FileNames.stemOf(name);
  }

  String shortHash() {
    return sha256.substring(0, SHORT_HASH);
  }
}
