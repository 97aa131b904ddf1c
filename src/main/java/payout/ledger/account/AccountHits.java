package payout.ledger.account;

import payout.batch.LongList;

/**
 * What the index holds of other files about the accounts of a slice of entries.
 *
 * @param payments the hash of a payment that a batch of another file may have too, in sorted order,
 *     each as often as there are such batches
 * @param batches that batch
 * @param accounts the hash of an account that a batch of another file may pay to, in sorted order
 * @param newest the newest such batch
 */
public record AccountHits(LongList payments, LongList batches, LongList accounts, LongList newest) {

  /** No hit yet. */
  public static AccountHits none() {
    return new AccountHits(new LongList(), new LongList(), new LongList(), new LongList());
  }
}
