package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import payout.batch.ChinaClock;
import payout.batch.OutputKind;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * The files that are due in the outbox. They are claimed with a lease, written, and recorded under
 * the token of the claim.
 *
 * <p>The thread that writes extends the lease of all files that it claimed together, as long as it
 * makes progress. So a process that died or hangs holds its files up for one lease, however long
 * writing a file takes.
 *
 * <p>A file that cannot be written is due again after a delay that doubles from 1 s to a minute,
 * and does not block the others. One thread of a process claims and records, so files that this
 * process claimed before and did not record are claimed again with the rest. Not thread-safe.
 */
public final class PublicationQueue {

  static final long LEASE_MS = 30_000;

  /** Even after a renewal was missed by a moment, most of a lease is left. */
  private static final long EXTEND_AFTER_NS = 10_000_000_000L;

  static final int LOST_BEFORE_LONGER = 2;
  static final long LEASE_DOUBLINGS_MAX = 4;

  private static final long DELAY_MS = 1000;
  private static final long DELAY_MAX_MS = 60_000;
  private static final int DOUBLINGS_MAX = 6;

  static final String FREE =
      "p.published_at IS NULL AND p.due_at <= ?"
          + " AND (p.owner IS NULL OR p.owner = ? OR p.lease_until < ?)";

  /** A claim is another one as soon as it has another token. */
  private static final String CLAIMED = " WHERE id = ? AND token = ? AND published_at IS NULL";

  private static final String END = "UPDATE publication SET owner = NULL, lease_until = NULL";

  static final String OUT = END + ", published_at = ?, reason = ''";

  private final Database database;
  private final ChinaClock clock;
  private final String owner;
  private final LedgerGate gate;
  private final LongSupplier nanos;
  private final boolean withSheets;

  /** What is claimed and not recorded, by its id. */
  private final Map<Long, Publication> held = new HashMap<>();

  private long extendedAt;

  /**
   * A queue of which this process has claimed nothing.
   *
   * @param nanos a monotonic clock, nanoseconds
   * @param withSheets whether a workbook follows the result of each file
   */
  PublicationQueue(
      Database database,
      ChinaClock clock,
      String owner,
      LedgerGate gate,
      LongSupplier nanos,
      boolean withSheets) {
    this.database = database;
    this.clock = clock;
    this.owner = owner;
    this.gate = gate;
    this.nanos = nanos;
    this.withSheets = withSheets;
  }

  /** Eight hexadecimal digits of this process, for the names of files that it alone may touch. */
  public String process() {
    return String.format(Locale.ROOT, "%08x", owner.hashCode());
  }

  /**
   * Claims what has been due the longest, at most so many; empty when nothing is due or the {@link
   * LedgerGate} is closed. What a neighbour is claiming at this moment is passed over.
   */
  public List<Publication> claim(int count) {
    held.clear();
    if (!gate.isOpen() || database.isSqlite() && database.read(this::isNothingFree)) {
      return List.of();
    }
    extendedAt = nanos.getAsLong();
    List<Publication> claimed = database.write(sql -> claim(sql, count));
    claimed.forEach(each -> held.put(each.id(), each));
    return claimed;
  }

  /**
   * Extends the lease of everything that is claimed, once a third of it is over. Called by the
   * thread that writes, whenever it has written something.
   */
  public void extend() {
    long now = nanos.getAsLong();
    if (now - extendedAt < EXTEND_AFTER_NS || held.isEmpty()) {
      return;
    }
    List<Publication> all = List.copyOf(held.values());
    int[] extended =
        database.write(
            sql ->
                sql.updateEach(
                    "UPDATE publication SET lease_until = ?" + CLAIMED + " AND owner = ?",
                    rows(
                        all,
                        each -> new Object[] {leaseUntil(each), each.id(), each.token(), owner})));
    extendedAt = now;
    for (int i = 0; i < extended.length; i++) {
      if (extended[i] == 0) {
        held.remove(all.get(i).id());
      }
    }
  }

  /** Whether a claim was this process's when it was last extended, which is done now if need be. */
  public boolean isClaimed(Publication claimed) {
    extend();
    Publication mine = held.get(claimed.id());
    return mine != null && mine.token() == claimed.token();
  }

  /**
   * Whether this process may still put a claimed file: by the ledger, and by a monotonic clock,
   * because one of the two may be set or stand still while the process is suspended.
   */
  public boolean isHeld(Publication claimed) {
    return isClaimed(claimed)
        && nanos.getAsLong() - extendedAt < leaseMs(claimed) * 1_000_000
        && database.read(
                sql ->
                    sql.number(
                        "SELECT COUNT(*) FROM publication"
                            + CLAIMED
                            + " AND owner = ? AND lease_until >= ?",
                        claimed.id(),
                        claimed.token(),
                        owner,
                        clock.millis()))
            == 1;
  }

  /**
   * Records the results of claimed files in one commit.
   *
   * @return the files that are recorded as being out; not those whose claim was over
   */
  public List<Publication> finish(List<Result> ends) {
    boolean usual = ends.stream().allMatch(this::isAllThereIsToRecord);
    List<Publication> out =
        database.write(
            sql -> usual && !sql.isSqlite() ? finishAtOnce(sql, ends) : finish(sql, ends));
    held.clear();
    return out;
  }

  /**
   * Makes files due immediately that could not be written before. Claims end with their lease, and
   * at once where this process is the only one.
   */
  public void recover() {
    database.write(
        sql -> {
          if (database.isSqlite()) {
            sql.update(END + " WHERE published_at IS NULL AND owner IS NOT NULL");
          }
          return sql.update(
              "UPDATE publication SET due_at = 0 WHERE id IN (SELECT p.id FROM publication p"
                  + " WHERE p.published_at IS NULL AND p.owner IS NULL AND p.due_at > 0"
                  + locking()
                  + ")");
        });
  }

  private boolean isNothingFree(Sql sql) throws SQLException {
    return sql.first(
            "SELECT p.id FROM publication p WHERE " + FREE + " LIMIT 1",
            row -> row.getLong(1),
            clock.millis(),
            owner,
            clock.millis())
        .isEmpty();
  }

  private List<Publication> claim(Sql sql, int count) throws SQLException {
    if (!sql.isSqlite()) {
      return PublicationsAtOnce.claim(sql, owner, clock.millis(), count);
    }
    List<Publication> claimed =
        sql.list(
            Publication.SELECT + "WHERE " + FREE + " ORDER BY p.due_at, p.id LIMIT ?",
            row -> Publication.read(row).claimed(),
            clock.millis(),
            owner,
            clock.millis(),
            count);
    sql.updateEach(
        "UPDATE publication SET owner = ?, lease_until = ?, token = ? WHERE id = ?",
        rows(claimed, each -> new Object[] {owner, leaseUntil(each), each.token(), each.id()}));
    return claimed;
  }

  /** SQLite has one writer, and no such words. */
  private String locking() {
    return database.isSqlite() ? "" : " FOR UPDATE OF p SKIP LOCKED";
  }

  private long leaseUntil(Publication claimed) {
    return clock.millis() + leaseMs(claimed);
  }

  /**
   * A file that several claims in a row did not bring to an end gets more time: a slow disk may
   * need longer than a lease to sync it, and makes no progress that could be seen meanwhile.
   */
  private static long leaseMs(Publication claimed) {
    long lost = Math.max(0, claimed.abandonedBefore() - LOST_BEFORE_LONGER);
    return LEASE_MS << Math.min(lost, LEASE_DOUBLINGS_MAX);
  }

  /** Nothing follows from it: it is out, and no workbook comes after it. */
  private boolean isAllThereIsToRecord(Result end) {
    return end instanceof Result.Published
        && !(withSheets && end.publication().kind() == OutputKind.RESULT);
  }

  private List<Publication> finishAtOnce(Sql sql, List<Result> ends) throws SQLException {
    List<Publication> files = ends.stream().map(Result::publication).toList();
    return PublicationsAtOnce.out(sql, files, clock.millis());
  }

  private List<Publication> finish(Sql sql, List<Result> ends) throws SQLException {
    List<Publication> published = new ArrayList<>();
    List<Publication> notTried = new ArrayList<>();
    List<Object[]> failed = new ArrayList<>();
    for (Result end : ends) {
      Publication each = end.publication();
      if (end instanceof Result.Published) {
        published.add(each);
      } else if (end instanceof Result.Failed behind) {
        long dueAt = clock.millis() + delayMs(each.attempts());
        failed.add(new Object[] {dueAt, behind.reason(), each.id(), each.token()});
      } else if (end instanceof Result.NotTried) {
        notTried.add(each);
      }
    }
    sql.updateEach(END + ", attempts = attempts + 1, due_at = ?, reason = ?" + CLAIMED, failed);
    sql.updateEach(END + CLAIMED, rows(notTried, each -> new Object[] {each.id(), each.token()}));
    int[] recorded =
        sql.updateEach(
            OUT + CLAIMED,
            rows(published, each -> new Object[] {clock.millis(), each.id(), each.token()}));
    List<Publication> out = new ArrayList<>();
    for (int i = 0; i < recorded.length; i++) {
      if (recorded[i] == 1) {
        out.add(published.get(i));
      }
    }
    orderSheets(sql, out);
    return out;
  }

  /**
   * In the commit that records a result its workbook is due, so that at no time both are thought to
   * be out while one is not.
   */
  private void orderSheets(Sql sql, List<Publication> out) throws SQLException {
    for (Publication each : out) {
      if (withSheets && each.kind() == OutputKind.RESULT) {
        Publications.order(sql, clock.millis(), each.file().id(), 0, OutputKind.RESULT_SHEET);
      }
    }
  }

  private static List<Object[]> rows(List<Publication> of, Arguments arguments) {
    return of.stream().map(arguments::of).toList();
  }

  /** The delay after the next failure, given how many came before it. */
  private static long delayMs(int failures) {
    return Math.min(DELAY_MS << Math.min(failures, DOUBLINGS_MAX), DELAY_MAX_MS);
  }

  /** The arguments of a statement about one file. */
  @FunctionalInterface
  private interface Arguments {
    Object[] of(Publication publication);
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

    /** Its claim was over before it was put; whoever claimed it since writes it. */
    record Lost(Publication publication) implements Result {}
  }
}
