package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * The files that are due in the outbox. They are claimed with a lease, written, and recorded under
 * the token of the claim.
 *
 * <p>A file that cannot be written is due again after a delay that doubles from 1 s to a minute,
 * and does not block the others. One thread of a process claims and records, so files that this
 * process claimed before and did not record are claimed again with the rest.
 */
public final class PublicationQueue {

  /** Longer than writing one round of files takes, or the largest file on a slow server. */
  private static final long LEASE_MS = TimeUnit.MINUTES.toMillis(5);

  private static final long DELAY_MS = 1000;
  private static final long DELAY_MAX_MS = TimeUnit.MINUTES.toMillis(1);
  private static final int DOUBLINGS_MAX = 6;

  private static final String FREE =
      "published_at IS NULL AND due_at <= ? AND (owner IS NULL OR owner = ? OR lease_until < ?)";

  private final Database database;
  private final ChinaClock clock;
  private final String owner;

  PublicationQueue(Database database, ChinaClock clock, String owner) {
    this.database = database;
    this.clock = clock;
    this.owner = owner;
  }

  /** Claims what has been due the longest, at most so many; empty when nothing is due. */
  public List<Publication> claim(int count) {
    boolean nothing = database.read(sql -> free(sql, 1).isEmpty());
    return nothing ? List.of() : database.write(sql -> claim(sql, count));
  }

  /**
   * Records the results of claimed files in one commit.
   *
   * @return the files that are recorded as being out; not those whose claim was over
   */
  public List<Publication> finish(List<Result> ends) {
    return database.write(
        sql -> {
          List<Publication> out = new ArrayList<>();
          for (Result end : ends) {
            if (record(sql, end) && end instanceof Result.Published) {
              out.add(end.publication());
            }
          }
          return out;
        });
  }

  /**
   * Makes every unpublished file due immediately. Where this process is the only one, claims of an
   * earlier process end as well; otherwise they end with their lease.
   */
  public void recover() {
    database.write(
        sql ->
            sql.update(
                "UPDATE publication SET due_at = 0"
                    + (database.isSqlite() ? ", owner = NULL, lease_until = NULL" : "")
                    + " WHERE published_at IS NULL"));
  }

  private List<Long> free(Sql sql, int count) throws SQLException {
    return sql.list(
        "SELECT id FROM publication WHERE " + FREE + " ORDER BY due_at, id LIMIT ?",
        row -> row.getLong(1),
        clock.millis(),
        owner,
        clock.millis(),
        count);
  }

  private List<Publication> claim(Sql sql, int count) throws SQLException {
    List<Publication> claimed = new ArrayList<>();
    for (long id : free(sql, count)) {
      if (claimOne(sql, id)) {
        sql.first(Publication.SELECT + "WHERE p.id = ?", Publication::read, id)
            .ifPresent(claimed::add);
      }
    }
    return claimed;
  }

  /** False when another process was faster. */
  private boolean claimOne(Sql sql, long id) throws SQLException {
    int rows =
        sql.update(
            "UPDATE publication SET owner = ?, lease_until = ?, token = token + 1 WHERE id = ? AND "
                + FREE,
            owner,
            clock.millis() + LEASE_MS,
            id,
            clock.millis(),
            owner,
            clock.millis());
    return rows == 1;
  }

  /** False when the claim was over and another process has made its own. */
  private boolean record(Sql sql, Result end) throws SQLException {
    Publication claimed = end.publication();
    if (end instanceof Result.Published) {
      return update(sql, claimed, "published_at = ?, reason = ''", clock.millis());
    }
    if (end instanceof Result.Failed behind) {
      return update(
          sql,
          claimed,
          "attempts = attempts + 1, due_at = ?, reason = ?",
          clock.millis() + delayMs(claimed.attempts()),
          behind.reason());
    }
    return update(sql, claimed, "due_at = due_at");
  }

  private static boolean update(Sql sql, Publication claimed, String set, Object... values)
      throws SQLException {
    List<Object> arguments = new ArrayList<>(List.of(values));
    arguments.add(claimed.id());
    arguments.add(claimed.token());
    int rows =
        sql.update(
            "UPDATE publication SET owner = NULL, lease_until = NULL, "
                + set
                + " WHERE id = ? AND token = ? AND published_at IS NULL",
            arguments.toArray());
    return rows == 1;
  }

  /** The delay after the next failure, given how many came before it. */
  private static long delayMs(int failures) {
    return Math.min(DELAY_MS << Math.min(failures, DOUBLINGS_MAX), DELAY_MAX_MS);
  }

  /** What happened to a claimed output file. */
  public sealed interface Result {

    /** The file as it was claimed. */
    Publication publication();

    /** It is in the outbox under its name. */
    record Published(Publication publication) implements Result {}

    /**
     * It could not be written.
     *
     * @param reason a sentence
     */
    record Failed(Publication publication, String reason) implements Result {}

    /** It was not tried, because the process is shutting down; it is given back. */
    record NotTried(Publication publication) implements Result {}
  }
}
