package payout.ledger;

/**
 * Who does something by hand, and why: recorded with what it changes.
 *
 * <p>A text that shows nothing (blanks, or invisible characters) names neither a person nor a
 * reason; a letter or a digit is required.
 *
 * @param who the person: the argument of the command, or the user of the system
 * @param reason why, in the person's words; may be empty where the command does not require it
 * @param dryRun whether the act is only described and changes nothing
 */
public record Act(String who, String reason, boolean dryRun) {

  /** Letters by their category that no font shows. */
  private static final String INVISIBLE_LETTERS = "\u115f\u1160\u3164\uffa0";

  /**
   * Refuses an act without a person, or with a reason that shows nothing.
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

  /** Refuses to go on where no reason was given. */
  void requireReason() {
    requireReason(reason);
  }

  private static void requireReason(String reason) {
    if (!isReadable(reason)) {
      throw new ActRefusedException("Give a reason, with a letter or a digit (--reason).");
    }
  }
}
