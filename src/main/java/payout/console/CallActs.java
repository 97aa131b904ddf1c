package payout.console;

import payout.ledger.Act;
import payout.ledger.ActKey;
import payout.ledger.ActRefusedException;
import payout.ledger.Source;

/** What the acts of programs have in common: who, from where, once, and how a refusal is told. */
final class CallActs {

  private static final int KEY_MAX = 255;

  private final boolean needsSecondFactor;

  /**
   * Acts by tokens.
   *
   * @param needsSecondFactor whether acts demand a second factor, which no token has
   */
  CallActs(boolean needsSecondFactor) {
    this.needsSecondFactor = needsSecondFactor;
  }

  /** Performs an act; what the ledger refuses becomes the status of the answer. */
  Reply perform(Visit visit, Endpoint.Action action) {
    if (needsSecondFactor) {
      throw new RefusedException(
          403,
          "A token performs no act here, because acts demand a second factor"
              + " (payout.console.second-factor=required). Log in to the console.");
    }
    try {
      return action.answer(visit);
    } catch (ActRefusedException e) {
      throw new RefusedException(statusOf(e.why()), e.getMessage());
    }
  }

  private static int statusOf(ActRefusedException.Why why) {
    return switch (why) {
      case INPUT -> 400;
      case PERSON -> 403;
      case UNKNOWN -> 404;
      case STATE, CHANGED -> 409;
    };
  }

  /** An act of the caller. */
  Act act(Visit visit, String reason, boolean dryRun) {
    String who = visit.visitor().name();
    Act act = new Act(who, reason, dryRun).from(new Source(Source.Channel.API, visit.address()));
    String key = visit.call().idempotencyKey();
    if (key.isEmpty()) {
      return act;
    }
    if (key.length() > KEY_MAX) {
      throw new RefusedException(400, "The Idempotency-Key has more than 255 characters.");
    }
    return act.once(new ActKey(Secrets.hash(who + "\n" + key)));
  }
}
