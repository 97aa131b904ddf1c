package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A file that was submitted by the console, with its bytes in the ledger.
 *
 * @param id the ledger's own number of the submission
 * @param fileId the payout file; 0 for a file that is only checked, which never becomes one
 * @param name its name
 * @param submittedBy who submitted it
 * @param onlyCheck whether it is only checked
 * @param state what is to be done with its bytes
 * @param sha256 of its bytes; empty while they are still coming
 * @param size in bytes
 * @param chunks in how many pieces the bytes are stored
 * @param touchedAt when it was submitted, milliseconds since 1970, in whole seconds; while the
 *     bytes are coming, when the last of them came
 * @param archiveName how the check ended: in {@code .done/} for a valid file, else in {@code
 *     .rejected/}; empty for a payout file and before the end
 */
public record Submission(
    long id,
    long fileId,
    String name,
    String submittedBy,
    boolean onlyCheck,
    State state,
    String sha256,
    long size,
    int chunks,
    long touchedAt,
    String archiveName) {

  /** The name of the console in acks, metrics and logs, where other files have that of an inbox. */
  public static final String INBOX = "console";

  static final String SELECT = "SELECT * FROM submission ";

  static Submission read(ResultSet row) throws SQLException {
    return new Submission(
        row.getLong("id"),
        row.getLong("file_id"),
        row.getString("name"),
        row.getString("submitted_by"),
        row.getInt("only_check") == 1,
        State.valueOf(row.getString("state")),
        row.getString("sha256"),
        row.getLong("size"),
        row.getInt("chunks"),
        row.getLong("touched_at"),
        row.getString("archive_name"));
  }

  /** What is to be done with the bytes of a submission. */
  public enum State {
    /** They are still coming. */
    UPLOADING,
    /** They are complete and wait for intake. */
    SUBMITTED,
    /** Intake is done with them. */
    TAKEN,
    /** They are being deleted. */
    DROPPED
  }
}
