package payout.ledger;

import java.util.List;

/**
 * What happened to one payment.
 *
 * @param payment the payment as it is now: the row of its file, its fields, its result with the
 *     gateway's serial and code
 * @param file its file: name, inbox, SHA-256, and who approved it
 * @param entries what happened, the oldest first
 * @param isCut whether older posts and notifies of its batch are left out, because there are too
 *     many
 */
public record PaymentStory(Payment payment, FileRecord file, List<Entry> entries, boolean isCut) {

  /** Where an entry comes from. */
  public enum Source {
    /** A step of the whole file, or an act on it. */
    FILE,
    /** A step of its batch, such as a post or its outcome, or an act on it. */
    BATCH,
    /** A notify of the gateway about its batch. */
    NOTIFY,
    /** The final result of this payment was changed by an operator. */
    CORRECTION,
    /** A file that holds its result was written to the outbox. */
    OUTPUT,
    /** An operator permitted the bytes of its file once more. */
    GRANT
  }

  /**
   * Something that happened.
   *
   * @param at when, milliseconds since 1970
   * @param source where it comes from
   * @param kind what happened: the kind of the event, the verdict on a notify, the kind of an
   *     output
   * @param from the state before; empty where there is none
   * @param to the state after; empty where there is none
   * @param by who or what caused it; empty where that is not recorded
   * @param detail details; may be empty
   * @param node on which node; empty for a command
   */
  public record Entry(
      long at,
      Source source,
      String kind,
      String from,
      String to,
      String by,
      String detail,
      String node) {}
}
