package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import payout.batch.BatchState;
import payout.batch.Money;

/**
 * A batch as the ledger holds it, without its lines.
 *
 * @param id the ledger's own number
 * @param fileId the file that it was cut from
 * @param place its place in the file, from 1
 * @param batchNo the number under which the gateway knows it
 * @param state its state
 * @param lines how many lines
 * @param amount their sum
 * @param openLines the lines without a final state
 * @param paidLines the lines that were paid
 * @param paidAmount their sum
 * @param maybeSent whether a post of it may have arrived at the gateway
 * @param attempts how many posts were begun
 * @param code the last code of the gateway; empty once it took the batch
 * @param overdue whether lines are open although the gateway sends no more notifies
 * @param token a number that grows with each claim; a claim can record only while the batch has its
 *     token
 */
public record BatchRecord(
    long id,
    long fileId,
    int place,
    String batchNo,
    BatchState state,
    int lines,
    Money amount,
    int openLines,
    int paidLines,
    Money paidAmount,
    boolean maybeSent,
    int attempts,
    String code,
    boolean overdue,
    long token) {

  static final String SELECT = "SELECT * FROM batch ";

  static BatchRecord read(ResultSet row) throws SQLException {
    return new BatchRecord(
        row.getLong("id"),
        row.getLong("file_id"),
        row.getInt("place"),
        row.getString("batch_no"),
        BatchState.valueOf(row.getString("state")),
        row.getInt("lines"),
        new Money(row.getLong("amount")),
        row.getInt("open_lines"),
        row.getInt("paid_lines"),
        new Money(row.getLong("paid_amount")),
        row.getInt("maybe_sent") != 0,
        row.getInt("attempts"),
        code(row),
        row.getObject("overdue_at") != null && row.getInt("open_lines") > 0,
        row.getLong("token"));
  }

  /** The code of an earlier post means nothing for a batch that the gateway has. */
  private static String code(ResultSet row) throws SQLException {
    BatchState state = BatchState.valueOf(row.getString("state"));
    boolean has = state == BatchState.TAKEN || state == BatchState.SETTLED;
    return has ? "" : row.getString("code");
  }
}
