package payout.ledger;

/** What became of a claimed output file. */
public sealed interface PublicationEnd {

  /** The file as it was claimed. */
  Publication publication();

  /** It lies in the outbox under its name. */
  record Out(Publication publication) implements PublicationEnd {}

  /**
   * It could not be written.
   *
   * @param reason a sentence
   */
  record Behind(Publication publication, String reason) implements PublicationEnd {}

  /** It was not tried, because the process is about to end; it is given back. */
  record Untouched(Publication publication) implements PublicationEnd {}
}
