package payout.ledger;

/** Whether a file was taken again from its archive, because the ledger had lost it. */
public enum Retaken {
  /** As almost every file. */
  NO,
  /** It was, and is cut into the batches that it had: their numbers are safe to send. */
  SAME,
  /**
   * It was, and a number could stand for other lines than before, or a serial for a payment that is
   * known: nothing of it is sent before a person releases it.
   */
  DOUBT;

  static Retaken of(String stored) {
    return stored.isEmpty() ? NO : valueOf(stored);
  }
}
