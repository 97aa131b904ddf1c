package payout.ledger;

/**
 * An operator's permission that bytes which were paid may be paid once more.
 *
 * @param sha256 the bytes
 * @param file the name of the last file with these bytes
 * @param who who gave it
 * @param reason why
 * @param givenAt when, milliseconds since 1970
 * @param endsAt until when it may be used, milliseconds since 1970
 */
public record Grant(
    String sha256, String file, String who, String reason, long givenAt, long endsAt) {}
