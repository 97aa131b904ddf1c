package payout.ledger;

/** What has to be done with a file in an inbox. */
public sealed interface Reception {

  /** The ledger's row of it. */
  FileRecord file();

  /** It has to be read, checked and decided. */
  record ToRead(FileRecord file) implements Reception {}

  /**
   * It is decided, and only its move to the archive is left: it is a duplicate, or the process
   * crashed between the decision and the move.
   */
  record Decided(FileRecord file) implements Reception {}
}
