package payout.ledger;

/**
 * Who does something by hand, and why: recorded with what it changes.
 *
 * <p>A text that shows nothing (blanks, or characters that cannot be seen) says neither who nor
 * why; a letter or a digit is needed.
 *
 * @param who the person, as the command was told or as the system knows the user
 * @param reason why, in the person's words; may be empty where the command does not ask for one
 * @param dryRun whether nothing is to be changed, only said
 */
public record Act(String who, String reason, boolean dryRun) {

  /** Letters by their category that no font shows. */
  private static final String INVISIBLE_LETTERS = "\u115f\u1160\u3164\uffa0";

  /**
   * Refuses an act of nobody, or one with a reason that says nothing.
   *
   * @throws ActRefusedException with a sentence
   */
  public Act {
    if (!isSaid(who)) {
      throw new ActRefusedException("Say who does it, with a letter or a digit in it (--by).");
    }
    if (!reason.isEmpty()) {
      requireReason(reason);
    }
  }

  /** Whether a text says something: it has a letter or a digit that can be seen. */
  public static boolean isSaid(String text) {
    return text.codePoints()
        .anyMatch(c -> Character.isLetterOrDigit(c) && INVISIBLE_LETTERS.indexOf(c) < 0);
  }

  /** Refuses to go on where no reason was given. */
  void requireReason() {
    requireReason(reason);
  }

  private static void requireReason(String reason) {
    if (!isSaid(reason)) {
      throw new ActRefusedException("Say why, with a letter or a digit in it (--reason).");
    }
  }
}
