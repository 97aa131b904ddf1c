package payout.ledger;

/**
 * What came of giving lines a result by hand.
 *
 * @param sentence what was done, or in a dry run would be, for the person who asked
 * @param isDone whether the lines have their result; false while another person has to confirm it
 */
public record Settled(String sentence, boolean isDone) {}
