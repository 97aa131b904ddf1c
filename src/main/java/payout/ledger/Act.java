package payout.ledger;

/**
 * Who performs an act by hand, and why. It is recorded with what it changes.
 *
 * <p>A name or a reason must contain a visible letter or digit; blanks and invisible characters are
 * not enough.
 *
 * @param who the operator: the argument of the command, or the system user
 * @param reason why, in the operator's words; may be empty where the command does not require it
 * @param dryRun whether the act is only described and changes nothing
 */
public record Act(String who, String reason, boolean dryRun) {

  /** Characters that Unicode classifies as letters but that no font shows. */
  private static final String INVISIBLE_LETTERS = "\u115f\u1160\u3164\uffa0";

  /**
   * Refuses an act without a readable name, or with an unreadable reason.
   *
   * @throws ActRefusedException with a sentence
   */
  public Act {
    if (!isReadable(who)) {
      throw new ActRefusedException("Name who does it, with a letter or a digit (--by).");
    }
    if (!reason.isEmpty()) {
      requireReason(reason);
    }
  }

  /** Whether a text is readable: it has a visible letter or digit. */
  public static boolean isReadable(String text) {
    return text.codePoints()
        .anyMatch(c -> Character.isLetterOrDigit(c) && INVISIBLE_LETTERS.indexOf(c) < 0);
  }

  /** Refuses an act without a reason. */
  void requireReason() {
    requireReason(reason);
  }

  private static void requireReason(String reason) {
    if (!isReadable(reason)) {
      throw new ActRefusedException("Give a reason, with a letter or a digit (--reason).");
    }
  }
}
