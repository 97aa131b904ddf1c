package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import payout.batch.Money;

/**
 * What one node tells now, over one channel.
 *
 * @param askedAt since when it is to be told, milliseconds since 1970; with the cause it names the
 *     notice, however often it is tried
 * @param items how many files, batches or results it is about
 * @param amount their sum
 * @param since since when the first of them needs a person, milliseconds since 1970
 * @param newest since when the last of them does
 * @param subject a day of China as {@code yyyy-MM-dd}, or the gateway's code of a pause; or empty
 * @param attempts how often it was tried, with this one
 * @param token which claim of it this is
 */
public record NoticeClaim(
    NoticeChannel channel,
    NoticeCause cause,
    long askedAt,
    long items,
    Money amount,
    long since,
    long newest,
    String subject,
    int attempts,
    long token) {

  static NoticeClaim read(ResultSet row) throws SQLException {
    return new NoticeClaim(
        NoticeChannel.valueOf(row.getString("channel")),
        NoticeCause.valueOf(row.getString("cause")),
        row.getLong("asked_at"),
        row.getLong("items"),
        new Money(row.getLong("amount")),
        row.getLong("since"),
        row.getLong("newest"),
        row.getString("subject"),
        row.getInt("attempts"),
        row.getLong("token"));
  }
}
