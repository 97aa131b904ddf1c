package payout.gateway;

/** Ends the reading of an answer at the first fault; never leaves {@link AnswerReader}. */
final class UnreadableAnswerException extends Exception {

  UnreadableAnswerException(String reason) {
    super(reason);
  }
}
