package payout.ledger;

import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import payout.batch.Money;

/**
 * Whether a valid file is accepted immediately, and for whom or what it waits otherwise.
 *
 * @param approvalFrom the smallest sum of a file that needs approval; null when none does
 * @param approvalMs how long a file waits for approval before it is refused, milliseconds
 * @param approvers who may approve
 * @param owners the owner of each inbox, by the inbox's name; an owner cannot approve files that
 *     came through their inbox
 * @param dayMax the maximum sum of the files accepted on one day in China; null for no limit
 * @param nextDay whether a file over that limit is accepted automatically on a later day whose
 *     limit allows it
 * @param dayStart from when on its day a file is paid that names a day, in China
 */
public record AcceptRules(
    Money approvalFrom,
    long approvalMs,
    List<String> approvers,
    Map<String, String> owners,
    Money dayMax,
    boolean nextDay,
    LocalTime dayStart) {

  /** Every valid file is accepted immediately. */
  public static final AcceptRules AT_ONCE =
      new AcceptRules(null, 0, List.of(), Map.of(), null, false);

  /** The same where files that name a day are paid from its first minute on. */
  public AcceptRules(
      Money approvalFrom,
      long approvalMs,
      List<String> approvers,
      Map<String, String> owners,
      Money dayMax,
      boolean nextDay) {
    this(approvalFrom, approvalMs, approvers, owners, dayMax, nextDay, LocalTime.MIDNIGHT);
  }

  public AcceptRules {
    approvers = List.copyOf(approvers);
    owners = Map.copyOf(owners);
  }

  /** The rules for the rest of a day on which files of this sum were already accepted. */
  public AcceptRules after(Money accepted) {
    if (dayMax == null) {
      return this;
    }
    Money left = accepted.isMoreThan(dayMax) ? Money.ZERO : dayMax.minus(accepted);
    return new AcceptRules(approvalFrom, approvalMs, approvers, owners, left, nextDay, dayStart);
  }

  boolean needsApproval(Money amount) {
    return approvalFrom != null && !approvalFrom.isMoreThan(amount);
  }

  String owner(String inbox) {
    return owners.getOrDefault(inbox, "");
  }
}
