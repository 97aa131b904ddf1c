package payout.ledger.chain;

import java.util.Arrays;

/**
 * A row as a seal names it.
 *
 * @param trail which table
 * @param id its id there
 * @param pack under which id it is packed once it is old; 0 for a row that never is
 * @param hash the SHA-256 over all its columns, 32 bytes
 */
public record SealedRow(Trail trail, long id, long pack, byte[] hash) {

  /** Whether a row that was read has this hash. */
  public boolean fits(byte[] other) {
    return Arrays.equals(hash, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SealedRow row
        && row.trail == trail
        && row.id == id
        && row.pack == pack
        && fits(row.hash);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id);
  }

  @Override
  public String toString() {
    return trail.table() + " " + id;
  }
}
