package payout.ledger;

/**
 * The answer to a submission, given once it is durable.
 *
 * @param id the ledger's number of the payout file, which is RECEIVED or further; of a file that is
 *     only checked, the number of the {@link Submission}
 * @param sha256 of its bytes, 64 hexadecimal digits
 * @param name its name
 * @param isNew whether this submission made it; false when the same bytes were submitted under the
 *     same name before, and nothing was changed
 */
public record Submitted(long id, String sha256, String name, boolean isNew) {}
