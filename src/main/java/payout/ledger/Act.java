package payout.ledger;

import java.util.Optional;

/**
 * Who performs an act by hand, why and from where, and what that person saw before. It is recorded
 * with what it changes.
 *
 * <p>A name or a reason must contain a visible letter or digit; blanks and invisible characters are
 * not enough.
 *
 * @param who the operator: the name of the log-in, the argument of the command, or the system user
 * @param reason why, in the operator's words; may be empty where the act does not require it
 * @param dryRun whether the act is only described and changes nothing
 * @param from from where
 * @param seen what the operator saw; empty when the act does not depend on it
 * @param key what makes the act happen once; empty when sending it twice does it twice
 */
public record Act(
    String who,
    String reason,
    boolean dryRun,
    Source from,
    Optional<Seen> seen,
    Optional<ActKey> key) {

  /** Characters that Unicode classifies as letters but that no font shows. */
  private static final String INVISIBLE_LETTERS = "\u115f\u1160\u3164\uffa0";

  /**
   * Refuses an act without a readable name, or with an unreadable reason.
   *
   * @throws ActRefusedException with a sentence
   */
  public Act {
    if (!isReadable(who)) {
      throw new ActRefusedException(
          ActRefusedException.Why.INPUT, "Name who does it, with a letter or a digit (--by).");
    }
    if (!reason.isEmpty()) {
      requireReason(reason);
    }
  }

  /** An act of which nothing more is known. */
  public Act(String who, String reason, boolean dryRun) {
    this(who, reason, dryRun, Source.UNKNOWN, Optional.empty(), Optional.empty());
  }

  /** The same act from somewhere. */
  public Act from(Source source) {
    return new Act(who, reason, dryRun, source, seen, key);
  }

  /** The same act, to be refused when what was seen has changed. */
  public Act seeing(Seen what) {
    return new Act(who, reason, dryRun, from, Optional.of(what), key);
  }

  /** The same act, which happens once under this key. */
  public Act once(ActKey by) {
    return new Act(who, reason, dryRun, from, seen, Optional.of(by));
  }

  /** The same act with another reason. */
  public Act because(String other) {
    return new Act(who, other, dryRun, from, seen, key);
  }

  /** The same act, only described. */
  public Act asDryRun() {
    return new Act(who, reason, true, from, seen, key);
  }

  /** Whether a text is readable: it has a visible letter or digit. */
  public static boolean isReadable(String text) {
    return text.codePoints()
        .anyMatch(c -> Character.isLetterOrDigit(c) && INVISIBLE_LETTERS.indexOf(c) < 0);
  }

  /** Refuses an act without a reason; what would be done can be asked without one. */
  void requireReason() {
    if (!dryRun) {
      requireReason(reason);
    }
  }

  private static void requireReason(String reason) {
    if (!isReadable(reason)) {
      throw new ActRefusedException(
          ActRefusedException.Why.INPUT, "Give a reason, with a letter or a digit (--reason).");
    }
  }
}
