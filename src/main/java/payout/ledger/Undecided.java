package payout.ledger;

import java.sql.SQLException;
import payout.ledger.sql.Sql;

/**
 * How much one person has submitted that is not decided yet: files that wait for intake, for their
 * check, for approval, for their day or for the limit of a day. It is limited, so that nobody fills
 * the ledger, or the inbox of an approver.
 *
 * @param files how many
 * @param bytes how many bytes they have together
 */
record Undecided(long files, long bytes) {

  /** Nobody decides more of one person's files at a time. */
  static final int FILES_MAX = 200;

  /** Their bytes, in files of the largest size. */
  static final int LARGEST_FILES = 4;

  /** What a person has; to be read where one submission at a time becomes a file. */
  static Undecided of(Sql sql, String person) throws SQLException {
    String submitted =
        "SELECT COUNT(*), COALESCE(SUM(size), 0) FROM submission"
            + " WHERE only_check = ? AND state = 'SUBMITTED' AND submitted_by = ?";
    String waiting =
        "SELECT COUNT(*), COALESCE(SUM(f.size), 0) FROM payout_file f WHERE f.state = ";
    // A file that was decided upon a moment ago may be among the submitted ones still.
    String ofThem =
        " AND f.submitted_by = ? AND NOT EXISTS (SELECT 1 FROM submission s"
            + " WHERE s.file_id = f.id AND s.state = 'SUBMITTED')";
    return count(sql, submitted, 0, person)
        .plus(count(sql, submitted, 1, person))
        .plus(count(sql, waiting + "'AWAITING_APPROVAL'" + ofThem, person))
        .plus(count(sql, waiting + "'AWAITING_DATE'" + ofThem, person))
        .plus(count(sql, waiting + "'AWAITING_LIMIT'" + ofThem, person));
  }

  private static Undecided count(Sql sql, String text, Object... arguments) throws SQLException {
    return sql.first(text, row -> new Undecided(row.getLong(1), row.getLong(2)), arguments)
        .orElseThrow();
  }

  private Undecided plus(Undecided other) {
    return new Undecided(files + other.files, bytes + other.bytes);
  }

  /**
   * Whether one more fits.
   *
   * @param size its bytes
   * @param bytesMax the bytes of the largest file
   */
  boolean hasRoomFor(long size, long bytesMax) {
    return files < FILES_MAX && bytes + size <= LARGEST_FILES * bytesMax;
  }

  /** The same as a sentence about a file that does not fit any more. */
  String sentence(String person, String name) {
    return person
        + " has submitted "
        + Counted.of(files, "file", "files")
        + " of "
        + bytes
        + " bytes that "
        + (files == 1 ? "is" : "are")
        + " not decided yet, and no more can wait; nothing of "
        + name
        + " is kept. Submit it again when some of them are decided.";
  }
}
