package payout.ledger;

import payout.batch.Money;

/**
 * What an approval file says.
 *
 * @param identity its name and time: the same file, walked again after a crash, is the same word
 * @param sha256 of the bytes that are approved
 * @param amount the sum that is approved
 * @param by who approves; empty when the file does not say
 */
public record ApprovalNote(String identity, String sha256, Money amount, String by) {

  /** Who is recorded: the person, or else the file. */
  String who() {
    return by.isEmpty() ? identity : by;
  }
}
