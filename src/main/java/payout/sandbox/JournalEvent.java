package payout.sandbox;

import java.math.BigDecimal;

/** What the journal keeps: everything the book is made of, in the order it happened. */
sealed interface JournalEvent {

  /**
   * A post came.
   *
   * @param post what was seen
   * @param details {@code detail_data} of a post that was not taken, to count its serials
   * @param batch the batch, null unless this post was taken
   */
  record Posted(PostRecord post, String details, TakenBatch batch) implements JournalEvent {}

  /** A notify was delivered. */
  record Delivered(DeliveryRecord delivery) implements JournalEvent {}

  /** The payer's balance was set by hand, yuan. */
  record BalanceSet(BigDecimal amount) implements JournalEvent {}
}
