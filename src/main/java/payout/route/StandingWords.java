package payout.route;

import payout.batch.ChinaClock;
import payout.ledger.Standing;

/** Says what stands still for too long, and what to do: how many, which sum, since when. */
final class StandingWords {

  private StandingWords() {}

  /** One kind of alarm for each matter. */
  static AlarmKind kind(Standing standing) {
    return switch (standing.matter()) {
      case UNKNOWN -> AlarmKind.UNKNOWN;
      case HELD -> AlarmKind.HELD;
      case NOT_NOTIFIED -> AlarmKind.NOTIFY_MISSING;
    };
  }

  /** What stands still and since when, such as: 3 batches of 12345.00 yuan are UNKNOWN since …. */
  static String what(Standing standing) {
    boolean one = standing.batches() == 1;
    String how =
        switch (standing.matter()) {
          case UNKNOWN -> (one ? "is" : "are") + " UNKNOWN since ";
          case HELD -> (one ? "is" : "are") + " HELD since ";
          case NOT_NOTIFIED -> (one ? "was" : "were") + " taken without any notify since ";
        };
    return standing.batches()
        + (one ? " batch of " : " batches of ")
        + standing.amount()
        + " yuan "
        + how
        + ChinaClock.iso(standing.since());
  }

  /** The same as a whole, with what to do. */
  static String sentence(Standing standing) {
    String todo =
        switch (standing.matter()) {
          case UNKNOWN ->
              "Nobody knows whether the gateway has them; they are sent again by themselves, under"
                  + " the same numbers, and must not be paid in another way. Look at the answers in"
                  + " the log and at payout.gateway.url; list them with: payout status; ask the"
                  + " gateway which of these numbers it has.";
          case HELD ->
              "They wait for an operator. See why with: payout status BATCH_NO; ask the gateway"
                  + " whether it has the number; then: payout release BATCH_NO, with --ours if the"
                  + " gateway has it from us.";
          case NOT_NOTIFIED ->
              "Can the gateway reach payout.notify.url? Look at the firewall and at what stands"
                  + " before payout.notify.port: the gateway repeats a notify for about 25 hours"
                  + " only. If none comes, ask the gateway for the results, then: payout settle"
                  + " BATCH_NO.";
        };
    return what(standing) + ". " + todo;
  }
}
