package payout.batch;

/**
 * The outcome of a post. There are three: a post that is not certainly taken or refused is unknown.
 */
public sealed interface Outcome {

  /** The gateway's code, as it came; empty when none came. */
  String code();

  /** The gateway has the batch. It is not paid yet; the results come by notify. */
  record Taken() implements Outcome {

    @Override
    public String code() {
      return "";
    }
  }

  /** The gateway took nothing, and no earlier post of this batch can have been taken. */
  record Refused(String code) implements Outcome {}

  /**
   * It is not known whether the gateway has the batch, or whose batch it has under this number.
   *
   * @param reason a sentence
   */
  record Unknown(String code, String reason) implements Outcome {}
}
