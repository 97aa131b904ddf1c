package payout.ledger;

import java.util.Optional;
import payout.batch.BatchState;
import payout.batch.Earlier;
import payout.batch.Outcome;
import payout.batch.Verdict;
import payout.batch.Verdict.Sending;

/** What posts may come to, as the rule of outcomes says it. */
final class Verdicts {

  private Verdicts() {}

  static Verdict taken() {
    return of(BatchState.TAKEN, new Outcome.Taken(), Earlier.MAY_HAVE_ARRIVED);
  }

  static Verdict refused(String code) {
    return of(BatchState.REFUSED, new Outcome.Refused(code), Earlier.NONE_ARRIVED);
  }

  /** A refusal of the whole account. */
  static Verdict paused(String code) {
    return new Verdict(
        BatchState.READY,
        new Outcome.Refused(code),
        Earlier.NONE_ARRIVED,
        Sending.PAUSES,
        Optional.empty());
  }

  /** A refusal of yesterday's date. */
  static Verdict dateHasPassed(String code) {
    return of(BatchState.READY, new Outcome.Refused(code), Earlier.NONE_ARRIVED);
  }

  /** No answer, or none that can be read. */
  static Verdict unknown() {
    return of(
        BatchState.UNKNOWN,
        new Outcome.Unknown("", "The answer was cut off."),
        Earlier.MAY_HAVE_ARRIVED);
  }

  /** No byte left; the mark is what it was. */
  static Verdict notConnected(Earlier earlier) {
    return of(BatchState.UNKNOWN, new Outcome.Unknown("", "Connection refused."), earlier);
  }

  /** The number is used, on a first send. */
  static Verdict numberIsUsed() {
    return of(
        BatchState.HELD,
        new Outcome.Unknown("BATCH_NO_NOT_UNIQUE", "The number is used."),
        Earlier.NONE_ARRIVED);
  }

  private static Verdict of(BatchState next, Outcome outcome, Earlier mark) {
    return new Verdict(next, outcome, mark, Sending.GOES_ON, Optional.empty());
  }
}
