package payout.ledger;

import payout.batch.Payer;

/**
 * How batches are sent, from the settings.
 *
 * @param payer whose batches are sent: only those that are pinned to this payer, gateway and
 *     charset; a pause applies to the whole partner
 * @param leaseMs how long a post may be in flight before another process considers it lost; longer
 *     than every timeout of the call together
 * @param resendDelayMs the wait before an unknown batch is sent again the first time; doubles
 * @param resendDelayMaxMs the longest such wait
 * @param pauseMs the wait before a batch is sent as a probe after a refusal of the whole account
 */
public record SendRules(
    Payer payer, long leaseMs, long resendDelayMs, long resendDelayMaxMs, long pauseMs) {

  /** The wait after so many posts, from 1. */
  long delayMs(int attempts) {
    int doublings = Math.min(attempts - 1, 30);
    long delay = resendDelayMs << doublings;
    boolean overflow = delay >> doublings != resendDelayMs;
    return overflow ? resendDelayMaxMs : Math.min(delay, resendDelayMaxMs);
  }
}
