package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import payout.batch.FileState;
import payout.batch.Money;
import payout.batch.PayDay;
import payout.batch.Payer;
import payout.batch.PersonNames;
import payout.batch.RequestCharset;

/**
 * A payout file as the ledger holds it.
 *
 * @param id the ledger's own number
 * @param inbox the inbox that it came through
 * @param name its name there
 * @param sha256 of its bytes
 * @param stem its name without the last suffix
 * @param arrival how often these bytes came under this stem, including this time: 1, 2, …
 * @param state its state
 * @param reason why it was refused (a code, a colon and a sentence), why it waits, or that lines
 *     were left out; otherwise empty
 * @param round how often these bytes were accepted for payment
 * @param lines the lines to be paid
 * @param amount their sum
 * @param rejectedLines the rejected lines
 * @param batches the number of its batches
 * @param payer for whom its batches are made
 * @param archiveName where it is kept, relative to the inbox; empty while it is being read. One
 *     that was submitted is kept in the ledger, in no such folder
 * @param claim the claim under which it was read last
 * @param receivedAt when it arrived, milliseconds since 1970
 * @param submittedBy who submitted it by the console; empty when it came through an inbox
 * @param payOn the day of China on which it is to be paid; null when it names none
 * @param retaken whether it was taken again from its archive
 * @param waited how it had to wait for approval or for another day; null when it never had to
 */
public record FileRecord(
    long id,
    String inbox,
    String name,
    String sha256,
    String stem,
    int arrival,
    FileState state,
    String reason,
    int round,
    long lines,
    Money amount,
    long rejectedLines,
    int batches,
    Payer payer,
    String archiveName,
    long claim,
    long receivedAt,
    String submittedBy,
    LocalDate payOn,
    Retaken retaken,
    Wait waited) {

  static final String SELECT = "SELECT * FROM payout_file ";

  static FileRecord read(ResultSet row) throws SQLException {
    return new FileRecord(
        row.getLong("id"),
        row.getString("inbox"),
        row.getString("name"),
        row.getString("sha256"),
        row.getString("stem"),
        row.getInt("arrival"),
        FileState.valueOf(row.getString("state")),
        row.getString("reason"),
        row.getInt("round"),
        row.getLong("lines"),
        new Money(row.getLong("amount")),
        row.getLong("rejected_lines"),
        row.getInt("batches"),
        payer(row, ""),
        row.getString("archive_name"),
        row.getLong("claim"),
        row.getLong("received_at"),
        row.getString("submitted_by"),
        payOn(row),
        Retaken.of(row.getString("retaken")),
        waited(row));
  }

  /** Whether it was submitted by the console; otherwise it came through an inbox. */
  public boolean isSubmitted() {
    return !submittedBy.isEmpty();
  }

  private static LocalDate payOn(ResultSet row) throws SQLException {
    int day = row.getInt("pay_on");
    return row.wasNull() ? null : PayDay.ofNumber(day);
  }

  /**
   * Whether a person brought it in: submitted it, or owns the inbox through which it came. Whoever
   * did decides nothing about it.
   */
  public boolean isBroughtInBy(String person) {
    return PersonNames.areSame(person, submittedBy)
        || waited != null && PersonNames.areSame(person, waited.owner());
  }

  private static Wait waited(ResultSet row) throws SQLException {
    String first = row.getString("first_wait");
    return first == null
        ? null
        : new Wait(
            FileState.valueOf(first),
            row.getLong("waiting_since"),
            row.getLong("expires_at"),
            row.getString("wait_reason"),
            row.getString("owner"),
            row.getString("approved_by"),
            row.getInt("for_repeats") != 0);
  }

  /** The payer of a file, from columns whose names have a prefix. */
  static Payer payer(ResultSet row, String prefix) throws SQLException {
    return new Payer(
        row.getString(prefix + "partner"),
        row.getString(prefix + "email"),
        row.getString(prefix + "account_name"),
        row.getString(prefix + "buyer_account_name"),
        row.getString(prefix + "extend_param"),
        row.getString(prefix + "gateway"),
        RequestCharset.of(row.getString(prefix + "charset")).orElseThrow());
  }

  /**
   * How a valid file had to wait before it was accepted or refused. Only {@code approvedBy}
   * changes.
   *
   * @param first the first state in which it had to wait: AWAITING_APPROVAL, AWAITING_DATE or
   *     AWAITING_LIMIT
   * @param since when that began, milliseconds since 1970
   * @param expiresAt until when it can be approved, milliseconds since 1970; 0 for no limit
   * @param reason what it had to wait for, a sentence
   * @param owner the owner of the inbox that it came through; empty when the inbox has none
   * @param approvedBy who approved it; empty when it is not approved
   * @param forRepeats whether it waited for approval only because its lines repeat other payments
   */
  public record Wait(
      FileState first,
      long since,
      long expiresAt,
      String reason,
      String owner,
      String approvedBy,
      boolean forRepeats) {

    /** Whether the file was approved. */
    public boolean isApproved() {
      return !approvedBy.isEmpty();
    }
  }
}
