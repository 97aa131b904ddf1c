package payout.console;

import payout.batch.Money;
import payout.ledger.AlarmLedger.Stalled;
import payout.ledger.OverviewLedger.Need;

/**
 * Something that needs a person, as the overview shows it.
 *
 * @param key which texts say what it is, what happens if nobody acts, and what is safe to do
 * @param count how many files or batches
 * @param isMore whether there are more than were counted
 * @param amount their sum
 * @param since since when the first of them needs it, milliseconds since 1970
 * @param code the gateway's code, of a pause; otherwise empty
 * @param link where the safe next act begins
 */
public record NeedRow(
    String key, long count, boolean isMore, Money amount, long since, String code, String link) {

  /** The key of taken batches that no notify reached. */
  static final String UNHEARD = "UNHEARD";

  /** The key of batches that no node can send. */
  static final String UNSENDABLE = "UNSENDABLE";

  static NeedRow of(Need need) {
    return new NeedRow(
        need.kind().name(),
        need.count(),
        need.isMore(),
        need.amount(),
        need.since(),
        need.code(),
        link(need.kind()));
  }

  private static String link(Need.Kind kind) {
    return switch (kind) {
      case APPROVAL, LIMIT -> "/waiting";
      case CONTRADICTED, PROVED -> "/statements";
      default -> "/needs/" + kind;
    };
  }

  static NeedRow of(Stalled stalled) {
    String key = stalled.kind() == Stalled.Kind.UNSENDABLE ? UNSENDABLE : UNHEARD;
    return new NeedRow(
        key,
        stalled.batches(),
        false,
        stalled.amount(),
        stalled.since().toEpochMilli(),
        "",
        "/needs/" + key);
  }
}
