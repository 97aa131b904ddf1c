package payout.gateway;

/** What a post came to. Three cases, never two: what is not surely taken or refused is unknown. */
public sealed interface Outcome {

  /** The gateway has the batch. It is not paid yet; the results come by notify. */
  record Taken() implements Outcome {}

  /**
   * The gateway took nothing, and no earlier post of this batch can have been taken.
   *
   * @param code the gateway's code, as it came
   * @param scope how far the refusal goes
   */
  record Refused(String code, Scope scope) implements Outcome {}

  /**
   * Nobody knows, or whose batch it is that the gateway has.
   *
   * @param code the gateway's code, as it came; empty when none came
   * @param reason a sentence
   * @param reach how far this post got
   */
  record Unknown(String code, String reason, Reach reach) implements Outcome {}

  /** How far a refusal goes. */
  enum Scope {
    /** The batch: its lines have their final result. */
    BATCH,
    /** Every batch of the account, until a person mends something; nothing of it is final. */
    ACCOUNT,
    /** Only this post: its date had passed. Nothing of it is final; build it again. */
    POST
  }
}
