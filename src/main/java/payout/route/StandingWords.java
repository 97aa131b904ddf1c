package payout.route;

import payout.batch.ChinaClock;
import payout.ledger.AlarmLedger;

/** Describes batches that are stalled too long: how many, their sum, since when, what to do. */
final class StandingWords {

  private StandingWords() {}

  /** The kind of alarm for each matter. */
  static AlarmKind kind(AlarmLedger.Stalled standing) {
    return switch (standing.kind()) {
      case UNKNOWN -> AlarmKind.UNKNOWN;
      case HELD -> AlarmKind.HELD;
      case UNSENDABLE -> AlarmKind.UNSENDABLE;
      case NOT_NOTIFIED -> AlarmKind.NOTIFY_MISSING;
    };
  }

  /** The batches and since when, such as: 3 batches of 12345.00 yuan are UNKNOWN since …. */
  static String what(AlarmLedger.Stalled standing) {
    boolean one = standing.batches() == 1;
    String how =
        switch (standing.kind()) {
          case UNKNOWN -> (one ? "is" : "are") + " UNKNOWN since ";
          case HELD -> (one ? "is" : "are") + " HELD since ";
          case UNSENDABLE -> (one ? "is" : "are") + " due and cannot be sent since ";
          case NOT_NOTIFIED -> (one ? "was" : "were") + " taken without any notify since ";
        };
    return standing.batches()
        + (one ? " batch of " : " batches of ")
        + standing.amount()
        + " yuan "
        + how
        + ChinaClock.iso(standing.since());
  }

  /** The same with what to do. */
  static String sentence(AlarmLedger.Stalled standing) {
    String todo =
        switch (standing.kind()) {
          case UNKNOWN ->
              "It is unknown whether the gateway has them; they are sent again automatically, under"
                  + " the same numbers, and must not be paid in another way. Check the answers in"
                  + " the log and payout.gateway.url; list them with: payout status; ask the"
                  + " gateway which of these numbers it has.";
          case HELD ->
              "They wait for an operator. See why with: payout status BATCH_NO; ask the gateway"
                  + " whether it has the number; then: payout release BATCH_NO, with --ours if the"
                  + " gateway has it from us.";
          case UNSENDABLE ->
              "They were made for another payer, or may have been sent to another gateway or in"
                  + " another charset, than the settings of the nodes name. List them with: payout"
                  + " status --open; start the nodes with the settings that they were made for, or"
                  + " hold them, ask the gateway, and settle them.";
          case NOT_NOTIFIED ->
              "Can the gateway reach payout.notify.url? Check the firewall and the proxy in front"
                  + " of payout.notify.port: the gateway repeats a notify for about 25 hours"
                  + " only. If none comes, ask the gateway for the results, then: payout settle"
                  + " BATCH_NO.";
        };
    return what(standing) + ". " + todo;
  }
}
