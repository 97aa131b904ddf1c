package payout.ledger;

/**
 * What an act came to.
 *
 * @param result whether it is done
 * @param why what kind of obstacle it met; null when it is not refused
 * @param sentence what was done, or why not
 */
record ActOutcome(ActResult result, ActRefusedException.Why why, String sentence) {

  static ActOutcome of(Preview preview) {
    return new ActOutcome(preview.result(), preview.why(), preview.sentence());
  }

  static ActOutcome of(ActRefusedException e) {
    return new ActOutcome(ActResult.REFUSED, e.why(), e.getMessage());
  }

  /** The same, unless it is a refusal. */
  ActOutcome orThrow() {
    if (result == ActResult.REFUSED) {
      throw new ActRefusedException(why, sentence);
    }
    return this;
  }
}
