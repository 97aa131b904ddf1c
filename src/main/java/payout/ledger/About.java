package payout.ledger;

/**
 * What an entry of the audit trail is about.
 *
 * @param fileId the file; 0 for none
 * @param batchId the batch; 0 for none
 * @param subject its name: of a file or an output, the number of a batch, the name of a user, the
 *     id of a token. No account, name of a payee or secret
 */
public record About(long fileId, long batchId, String subject) {

  /** About nothing in particular. */
  public static final About NOTHING = new About(0, 0, "");

  /** A user, a token, a payer, or anything else that is no file and no batch. */
  public static About thing(String subject) {
    return new About(0, 0, subject);
  }

  /** A file. */
  public static About of(FileRecord file) {
    return new About(file.id(), 0, file.name());
  }

  /** A batch. */
  public static About of(BatchRecord batch) {
    return new About(batch.fileId(), batch.id(), batch.batchNo());
  }
}
