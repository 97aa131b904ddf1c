package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import payout.batch.Money;
import payout.ledger.OverviewLedger.Need;
import payout.ledger.sql.Sql;

/**
 * The table {@code notice}: the only class that changes its rows.
 *
 * <p>Invariant: between two notices of a cause over a channel lies an hour. Until a channel is
 * configured there are no rows, and to count something costs next to nothing.
 */
final class NoticeTable {

  /** The same cause is told at most once in so long. */
  static final long QUIET_MS = TimeUnit.HOURS.toMillis(1);

  /** What happens seldom happens alone: a short wait makes one notice of it. */
  private static final long GATHER_MS = TimeUnit.SECONDS.toMillis(2);

  /** Not before the hour is over; a clock that was set back must not make it longer. */
  private static final String WHEN_DUE =
      "CASE WHEN told_at <= ? AND told_at + " + QUIET_MS + " > ? THEN told_at + " + QUIET_MS;

  private static final String NEED = "items = ?, amount = ?, since = ?, newest = ?, subject = ?";

  private final Sql sql;
  private final long now;

  /**
   * The table within one transaction.
   *
   * @param now milliseconds since 1970
   */
  NoticeTable(Sql sql, long now) {
    this.sql = sql;
    this.now = now;
  }

  /** Makes the rows of these channels, unless they are there. */
  void prepare(Collection<NoticeChannel> channels) throws SQLException {
    for (NoticeChannel channel : channels) {
      for (NoticeCause cause : NoticeCause.kept().toList()) {
        sql.update(
            "INSERT INTO notice (channel, cause) VALUES (?, ?) ON CONFLICT DO NOTHING",
            channel.name(),
            cause.name());
      }
    }
  }

  /** The rows of a channel. */
  static List<Row> rows(Sql sql, NoticeChannel channel) throws SQLException {
    return sql.list("SELECT * FROM notice WHERE channel = ?", Row::read, channel.name());
  }

  /** Counts something that happened, in its own transaction; it is told soon. */
  void count(NoticeCause cause, long items, Money amount, String subject) throws SQLException {
    sql.update(
        "UPDATE notice SET items = items + ?, amount = amount + ?, subject = ?,"
            + " since = CASE WHEN due_at IS NULL THEN ? ELSE since END,"
            + " asked_at = CASE WHEN due_at IS NULL THEN ? ELSE asked_at END,"
            + " due_at = CASE WHEN due_at IS NOT NULL THEN due_at ELSE "
            + WHEN_DUE
            + " ELSE ? END END WHERE cause = ?",
        items,
        amount.fen(),
        subject,
        now,
        now,
        now,
        now,
        now + GATHER_MS,
        cause.name());
  }

  /** From now on something that lasts is to be told. */
  void ask(Row row, Need need) throws SQLException {
    sql.update(
        "UPDATE notice SET due_at = ?, asked_at = ?, "
            + NEED
            + " WHERE channel = ? AND cause = ? AND due_at IS NULL",
        now,
        now,
        need.count(),
        need.amount().fen(),
        need.since(),
        need.newest(),
        need.code(),
        row.channel().name(),
        row.cause().name());
  }

  /** What is to be told changed before it was told. */
  void renew(Row row, Need need) throws SQLException {
    sql.update(
        "UPDATE notice SET "
            + NEED
            + " WHERE channel = ? AND cause = ? AND due_at IS NOT NULL AND lease_until < ?",
        need.count(),
        need.amount().fen(),
        need.since(),
        need.newest(),
        need.code(),
        row.channel().name(),
        row.cause().name(),
        now);
  }

  /** Something that lasted is over: it is not told any more, and is news when it begins again. */
  void forget(Row row) throws SQLException {
    sql.update(
        "UPDATE notice SET due_at = NULL, attempts = 0, told_items = 0, told_newest = 0"
            + " WHERE channel = ? AND cause = ? AND lease_until < ?",
        row.channel().name(),
        row.cause().name(),
        now);
  }

  /** Claims what is due over a channel, so that one node tells it. */
  Optional<NoticeClaim> claim(NoticeChannel channel, String owner, long leaseUntil)
      throws SQLException {
    return sql.first(
        "UPDATE notice SET token = token + 1, attempts = attempts + 1, owner = ?, lease_until = ?"
            + " WHERE channel = ? AND cause = (SELECT cause FROM notice WHERE channel = ?"
            + " AND due_at <= ? AND lease_until < ? ORDER BY due_at, cause LIMIT 1)"
            + " AND due_at <= ? AND lease_until < ? RETURNING *",
        NoticeClaim::read,
        owner,
        leaseUntil,
        channel.name(),
        channel.name(),
        now,
        now,
        now,
        now);
  }

  /** The claim is over, and told; what was counted meanwhile is told in an hour. */
  boolean told(NoticeClaim claim) throws SQLException {
    return sql.update(
            "UPDATE notice SET items = items - ?, amount = amount - ?, since = ?, asked_at = ?,"
                + " due_at = CASE WHEN CAST(? AS INT) = 0 AND items > ?"
                + " THEN CAST(? AS BIGINT) END, attempts = 0,"
                + " owner = NULL, lease_until = 0, told_at = ?, told_items = ?, told_newest = ?"
                + " WHERE channel = ? AND cause = ? AND token = ?",
            claim.items(),
            claim.amount().fen(),
            now,
            now,
            claim.cause().lasts() ? 1 : 0,
            claim.items(),
            now + QUIET_MS,
            now,
            claim.items(),
            claim.newest(),
            claim.channel().name(),
            claim.cause().name(),
            claim.token())
        == 1;
  }

  /** The claim is over, and it is tried again then. */
  boolean postpone(NoticeClaim claim, long until) throws SQLException {
    return sql.update(
            "UPDATE notice SET due_at = ?, owner = NULL, lease_until = 0"
                + " WHERE channel = ? AND cause = ? AND token = ?",
            until,
            claim.channel().name(),
            claim.cause().name(),
            claim.token())
        == 1;
  }

  /**
   * A row, as far as it is needed to see whether something that lasts is news.
   *
   * @param dueAt when it is told next, milliseconds since 1970; 0 while there is nothing to tell
   */
  record Row(
      NoticeChannel channel,
      NoticeCause cause,
      long dueAt,
      long leaseUntil,
      long items,
      Money amount,
      long toldAt,
      long toldItems,
      long toldNewest) {

    private static Row read(ResultSet row) throws SQLException {
      return new Row(
          NoticeChannel.valueOf(row.getString("channel")),
          NoticeCause.valueOf(row.getString("cause")),
          row.getLong("due_at"),
          row.getLong("lease_until"),
          row.getLong("items"),
          new Money(row.getLong("amount")),
          row.getLong("told_at"),
          row.getLong("told_items"),
          row.getLong("told_newest"));
    }
  }
}
