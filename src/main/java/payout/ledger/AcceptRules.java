package payout.ledger;

import java.util.List;
import java.util.Map;
import payout.batch.Money;

/**
 * When a valid file is accepted at once, and for whom or what it has to wait otherwise.
 *
 * @param approvalFrom the smallest sum of a file that a person has to approve; null when none is
 * @param approvalMs how long a file waits for that before it is refused, milliseconds
 * @param approvers who may approve
 * @param owners the person whose inbox it is, by the inbox's name; nobody approves what came
 *     through their own inbox
 * @param dayMax the most that the files accepted on one day of China may come to; null for no limit
 * @param nextDay whether a file over that limit is accepted automatically once a later day has room
 *     for it
 */
public record AcceptRules(
    Money approvalFrom,
    long approvalMs,
    List<String> approvers,
    Map<String, String> owners,
    Money dayMax,
    boolean nextDay) {

  /** Every valid file is accepted at once. */
  public static final AcceptRules AT_ONCE =
      new AcceptRules(null, 0, List.of(), Map.of(), null, false);

  public AcceptRules {
    approvers = List.copyOf(approvers);
    owners = Map.copyOf(owners);
  }

  /** The same on a day on which files of this sum were accepted already. */
  public AcceptRules after(Money accepted) {
    if (dayMax == null) {
      return this;
    }
    Money room = accepted.isMoreThan(dayMax) ? Money.ZERO : dayMax.minus(accepted);
    return new AcceptRules(approvalFrom, approvalMs, approvers, owners, room, nextDay);
  }

  boolean needsApproval(Money amount) {
    return approvalFrom != null && !approvalFrom.isMoreThan(amount);
  }

  String owner(String inbox) {
    return owners.getOrDefault(inbox, "");
  }
}
