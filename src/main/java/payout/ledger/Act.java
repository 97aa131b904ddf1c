package payout.ledger;

/**
 * Who does something by hand, and why: recorded with what it changes.
 *
 * @param who the person, as the command was told or as the system knows the user
 * @param reason why, in the person's words; may be empty where the command does not ask for one
 * @param dryRun whether nothing is to be changed, only said
 */
public record Act(String who, String reason, boolean dryRun) {}
