package payout.outbox;

/** What the gateway's and our codes mean, in words. */
@FunctionalInterface
public interface Meanings {

  /** The words of a code; of an unknown one the code itself, of the empty one nothing. */
  String of(String code);
}
