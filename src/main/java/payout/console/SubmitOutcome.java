package payout.console;

import payout.batch.Characters;
import payout.ledger.SubmissionRefusedException;
import payout.ledger.SubmissionRefusedException.Reason;
import payout.ledger.Submitted;

/**
 * What became of a file that was sent.
 *
 * @param name its name, as it came; may be empty
 * @param submitted the answer; null when it was refused
 * @param onlyCheck whether it is only checked
 * @param key why it was refused, a key of the texts
 * @param detail the same in a sentence of the ledger; may be empty
 * @param status the HTTP status
 */
public record SubmitOutcome(
    String name, Submitted submitted, boolean onlyCheck, String key, String detail, int status) {

  static SubmitOutcome done(Submitted submitted, boolean onlyCheck) {
    return new SubmitOutcome(submitted.name(), submitted, onlyCheck, "submit.taken", "", 200);
  }

  static SubmitOutcome refused(String key) {
    return new SubmitOutcome("", null, false, key, "", 400);
  }

  static SubmitOutcome refused(String name, SubmissionRefusedException e) {
    String key = "submit.refused." + e.reason().name();
    return new SubmitOutcome(name, null, false, key, e.getMessage(), status(e.reason()));
  }

  /** Whether it was taken. */
  public boolean isTaken() {
    return submitted != null;
  }

  /** Where it is to be seen. */
  public String address() {
    return (onlyCheck ? "/checks?id=" : "/files/") + submitted.id();
  }

  /** The name as it may be shown. */
  public String shownName() {
    return Characters.shown(name);
  }

  /** The HTTP status of a refusal. */
  static int status(Reason reason) {
    return switch (reason) {
      case NAME, CUT_OFF -> 400;
      case TOO_LARGE -> 413;
      case CONFLICT -> 409;
      case TOO_MANY -> 429;
    };
  }
}
