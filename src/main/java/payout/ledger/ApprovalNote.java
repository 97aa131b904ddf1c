package payout.ledger;

import payout.batch.Money;

/**
 * What a file in the folder of approvals contains.
 *
 * @param identity its name and time: the same file, read again after a crash, is the same approval
 * @param sha256 of the bytes that are approved
 * @param amount the sum that is approved
 * @param by who approves; empty when the file names no one
 */
public record ApprovalNote(String identity, String sha256, Money amount, String by) {

  /** The name to record: the approver, or else the file. */
  String who() {
    return by.isEmpty() ? identity : by;
  }

  /** Whose approval it is, as it is recorded: the person by the file, or the file alone. */
  String approver() {
    return by.isEmpty() ? identity : by + " by " + identity;
  }

  Act act(String who) {
    return new Act(who, "", false).from(new Source(Source.Channel.FILE, identity));
  }
}
