package payout.ledger;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import payout.ledger.sql.Sql;

/**
 * Claims output files on PostgreSQL in one statement, and records in another one that they are out.
 * With its commit each is a single round trip, however far away the database is.
 */
final class PublicationsAtOnce {

  private static final String CLAIM =
      "WITH pick AS (SELECT p.id FROM publication p WHERE "
          + PublicationQueue.FREE
          + " ORDER BY p.due_at, p.id LIMIT ? FOR UPDATE OF p SKIP LOCKED),"
          + " claimed AS (UPDATE publication p SET owner = ?, token = p.token + 1,"
          + " lease_until = ? + ? * (1 << CAST(LEAST(?, GREATEST(0, p.token - p.attempts - ?)) AS INT))"
          + " FROM pick WHERE p.id = pick.id RETURNING p.*) "
          + Publication.SELECT.replace("FROM publication p", "FROM claimed p")
          + "ORDER BY p.due_at, p.id";

  private static final String OUT =
      PublicationQueue.OUT
          + " WHERE (id, token) IN (SELECT * FROM"
          + " UNNEST(CAST(? AS BIGINT[]), CAST(? AS BIGINT[])))"
          + " AND published_at IS NULL RETURNING id";

  private PublicationsAtOnce() {}

  /** Claims what has been due the longest, at most so many. */
  static List<Publication> claim(Sql sql, String owner, long now, int count) throws SQLException {
    return sql.onlyList(
        CLAIM,
        Publication::read,
        now,
        owner,
        now,
        count,
        owner,
        now,
        PublicationQueue.LEASE_MS,
        PublicationQueue.LEASE_DOUBLINGS_MAX,
        PublicationQueue.LOST_BEFORE_LONGER);
  }

  /** Records that claimed files are out; those that are, without those whose claim was over. */
  static List<Publication> out(Sql sql, List<Publication> files, long now) throws SQLException {
    Set<Long> out =
        new HashSet<>(
            sql.onlyList(
                OUT,
                row -> row.getLong(1),
                now,
                array(files, Publication::id),
                array(files, Publication::token)));
    return files.stream().filter(each -> out.contains(each.id())).toList();
  }

  private static String array(Collection<Publication> files, ToLongFunction<Publication> column) {
    return files.stream()
        .map(each -> Long.toString(column.applyAsLong(each)))
        .collect(Collectors.joining(",", "{", "}"));
  }
}
