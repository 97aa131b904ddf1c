package payout.ledger;

import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.batch.Language;
import payout.batch.Words;

/** The sentences about what a file waits for, or why it was refused after its wait. */
final class WaitReasons {

  private final Words words;

  WaitReasons(Language language) {
    this.words = Words.in(language);
  }

  String approval(long expiresAt) {
    return words.of("AWAITING_APPROVAL", ChinaClock.iso(expiresAt));
  }

  /**
   * That it was accepted before, by a ledger that was lost. Nobody can approve it before its day.
   */
  String retaken(FileState state) {
    boolean byDate = state == FileState.AWAITING_DATE;
    return words.of((byDate ? FileState.AWAITING_DATE : FileState.AWAITING_APPROVAL) + ".retaken");
  }

  /** That it may have been decided on before, by a ledger that was lost. */
  String doubt() {
    return words.of("AWAITING_APPROVAL.doubt");
  }

  /** That a statement shows a payment as made that it would make again. */
  String paidByStatement() {
    return words.of("AWAITING_APPROVAL.paid");
  }

  /** How many of its lines repeat other payments. */
  String repeats(IntakeStore.Decision decision) {
    return words.of("AWAITING_APPROVAL.repeats", decision.warned().repeats(), decision.lines());
  }

  String limit(AcceptRules rules) {
    return words.of("AWAITING_LIMIT." + (rules.nextDay() ? "next-day" : "hold"));
  }

  String date(FileRecord file, AcceptRules rules) {
    return words.of("AWAITING_DATE", file.payOn(), rules.dayStart());
  }

  /** That lines were left out of an accepted file; empty when none was. */
  String leftOut(FileRecord file) {
    return words.leftOut(file.rejectedLines());
  }

  String expired() {
    return coded("APPROVAL_EXPIRED");
  }

  String rejected(Act act) {
    return coded("REJECTED_BY_PERSON", act.who(), act.reason());
  }

  /**
   * The form of every reason for a refusal: the code, the same in every language, and the sentence.
   */
  private String coded(String code, Object... values) {
    return code + ": " + words.of(code, values);
  }
}
