package payout.ledger;

/** What is to be done with a file that is in an inbox. */
public sealed interface Reception {

  /** The ledger's row of it. */
  FileRecord file();

  /** It is to be read, checked and decided upon. */
  record ToRead(FileRecord file) implements Reception {}

  /**
   * It was decided upon, and only its move to the archive is left: it is a duplicate, or a crash
   * came between the decision and the move.
   */
  record Decided(FileRecord file) implements Reception {}
}
