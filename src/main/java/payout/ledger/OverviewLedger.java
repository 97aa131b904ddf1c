package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.batch.Money;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * What needs a person, what is under way, and how today stands. Changes nothing.
 *
 * <p>Partial indexes hold what is counted, and it is counted up to 10 000: a ledger of any age
 * answers at once.
 */
public final class OverviewLedger {

  /** More than these are not counted. */
  static final int COUNTED_MAX = 10_000;

  private static final int FILES_MAX = 200;

  /**
   * A notify that contradicts what is known is never settled by itself; it is shown for so long.
   */
  private static final long CONFLICT_SHOWN_MS = TimeUnit.DAYS.toMillis(7);

  /** Nobody but a person knows when a contradiction is over; it is shown for so long. */
  private static final long CONTRADICTION_SHOWN_MS = TimeUnit.DAYS.toMillis(30);

  /** A file is usually written within seconds. */
  private static final long UNWRITTEN_AFTER_MS = TimeUnit.MINUTES.toMillis(5);

  private static final String DUE =
      "SELECT amount, due_at AS since FROM batch WHERE due_at IS NOT NULL";

  private final Database database;
  private final ChinaClock clock;

  OverviewLedger(Database database, ChinaClock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * What needs a person now, in the order of {@link Need.Kind}; what there is none of is left out.
   */
  public List<Need> needs() {
    return needs(0);
  }

  /**
   * The same, with those UNKNOWN batches alone that have been so for a while.
   *
   * @param unknownAfterMs for how long, milliseconds
   */
  List<Need> needs(long unknownAfterMs) {
    return database.read(
        sql -> {
          List<Need> needs = new ArrayList<>();
          for (Need.Kind kind : Need.Kind.values()) {
            Need need =
                kind == Need.Kind.PAUSED
                    ? paused(sql)
                    : count(sql, kind, "", of(kind, unknownAfterMs));
            if (need.count() > 0 || !need.code().isEmpty()) {
              needs.add(need);
            }
          }
          return needs;
        });
  }

  private Query of(Need.Kind kind, long unknownAfterMs) {
    long now = clock.millis();
    return switch (kind) {
      case APPROVAL -> waiting(FileState.AWAITING_APPROVAL);
      case LIMIT -> waiting(FileState.AWAITING_LIMIT);
      case UNKNOWN -> trouble("state <> 'HELD'", now - unknownAfterMs);
      case HELD -> trouble("state = 'HELD'", now);
      case PAUSED -> new Query(DUE);
      case OVERDUE ->
          new Query(
              "SELECT amount - paid_amount AS amount, overdue_at AS since FROM batch"
                  + " WHERE state = 'TAKEN' AND overdue_at IS NOT NULL");
      case CONFLICT ->
          new Query(
              "SELECT MAX(b.amount) AS amount, MIN(n.received_at) AS since"
                  + " FROM notify n JOIN batch b ON b.id = n.batch_id"
                  + " WHERE n.verdict <> 'APPLIED' AND n.received_at >= ? GROUP BY n.batch_id",
              now - CONFLICT_SHOWN_MS);
      case PROPOSAL ->
          new Query(
              "SELECT p.amount, p.proposed_at AS since"
                  + " FROM proposal p JOIN batch b ON b.id = p.batch_id"
                  + " WHERE p.confirmed_by IS NULL AND p.proposed_at > ?"
                  + " AND b.attempts = p.attempts AND (p.was <> 'OPEN' OR b.open_lines > 0)",
              now - Proposal.LIFETIME_MS);
      case CONTRADICTED ->
          new Query(
              "SELECT amount, found_at AS since FROM statement_finding"
                  + " WHERE acknowledged_at IS NULL AND found_at > ?",
              now - CONTRADICTION_SHOWN_MS);
      case PROVED ->
          new Query(
              "SELECT p.amount, p.found_at AS since"
                  + " FROM statement_proof p JOIN batch b ON b.id = p.batch_id"
                  + " WHERE p.state = 'OPEN' AND b.state IN ('TAKEN', 'UNKNOWN')");
    };
  }

  /** The state stands in the text, because an index of these files alone answers. */
  private static Query waiting(FileState state) {
    return new Query(
        "SELECT amount, waiting_since AS since FROM payout_file WHERE state = '" + state + "'");
  }

  private static Query trouble(String which, long now) {
    return new Query(
        "SELECT amount, trouble_since AS since FROM batch"
            + " WHERE state IN ('UNKNOWN', 'HELD', 'SENDING') AND trouble_since <= ? AND "
            + which,
        now);
  }

  /** What a refusal of the whole account keeps back. */
  private Need paused(Sql sql) throws SQLException {
    List<Need> pauses =
        sql.list(
            "SELECT code, since FROM pause ORDER BY since LIMIT 1",
            row ->
                new Need(
                    Need.Kind.PAUSED,
                    0,
                    Money.ZERO,
                    row.getLong("since"),
                    row.getLong("since"),
                    row.getString("code"),
                    false));
    if (pauses.isEmpty()) {
      return new Need(Need.Kind.PAUSED, 0, Money.ZERO, 0, 0, "", false);
    }
    Need due = count(sql, Need.Kind.PAUSED, pauses.get(0).code(), of(Need.Kind.PAUSED, 0));
    return new Need(
        due.kind(),
        due.count(),
        due.amount(),
        pauses.get(0).since(),
        pauses.get(0).since(),
        due.code(),
        due.isMore());
  }

  private static Need count(Sql sql, Need.Kind kind, String code, Query query) throws SQLException {
    List<Object> arguments = new ArrayList<>(query.arguments);
    arguments.add(COUNTED_MAX + 1);
    return sql.first(
            "SELECT COUNT(*), SUM(amount), MIN(since), MAX(since) FROM ("
                + query.text
                + " LIMIT ?) counted",
            row -> need(row, kind, code),
            arguments.toArray())
        .orElseThrow();
  }

  private static Need need(ResultSet row, Need.Kind kind, String code) throws SQLException {
    long count = row.getLong(1);
    return new Need(
        kind,
        Math.min(count, COUNTED_MAX),
        new Money(row.getLong(2)),
        row.getLong(3),
        row.getLong(4),
        code,
        count > COUNTED_MAX);
  }

  /**
   * The files that should be in the outbox for 5 minutes and are not, because it is away, or none
   * of the nodes writes; empty where there is none.
   */
  public Optional<Unwritten> unwritten() {
    long before = clock.millis() - UNWRITTEN_AFTER_MS;
    return database
        .read(
            sql ->
                sql.first(
                    "SELECT COUNT(*), MIN(created_at), MAX(reason) FROM (SELECT created_at, reason"
                        + " FROM publication WHERE published_at IS NULL AND created_at <= ?"
                        + " ORDER BY id LIMIT ?) counted",
                    row -> new Unwritten(row.getLong(1), row.getLong(2), row.getString(3)),
                    before,
                    COUNTED_MAX))
        .filter(found -> found.count() > 0);
  }

  /** The accepted files with open lines, the newest first, at most 200. */
  public List<FileRow> underWay() {
    return database.read(
        sql ->
            sql.list(
                FileRecord.SELECT
                    + "WHERE state = 'ACCEPTED' ORDER BY received_at DESC, id DESC LIMIT ?",
                FileRow::read,
                FILES_MAX));
  }

  /** The files that came today in China, added up by their states; the newest 10 000 of them. */
  public List<FileSum> today() {
    List<FileSum> files =
        database.read(
            sql ->
                sql.list(
                    "SELECT state, lines, amount, open_lines, paid_lines, paid_amount"
                        + " FROM payout_file WHERE received_at >= ?"
                        + " ORDER BY received_at DESC LIMIT ?",
                    FileSum::read,
                    ChinaClock.startOf(clock.today()),
                    COUNTED_MAX));
    Map<FileState, FileSum> sums = new EnumMap<>(FileState.class);
    files.forEach(each -> sums.merge(each.state(), each, FileSum::plus));
    return List.copyOf(sums.values());
  }

  /**
   * Files that are not in the outbox yet.
   *
   * @param count how many, of the oldest 10 000
   * @param since when the oldest of them was made, milliseconds since 1970
   * @param reason why one of them could not be written, as a sentence; may be empty
   */
  public record Unwritten(long count, long since, String reason) {}

  /** A query of columns amount and since, without its limit. */
  private record Query(String text, List<Object> arguments) {

    Query(String text, Object... arguments) {
      this(text, List.of(arguments));
    }
  }

  /**
   * Something that needs a person.
   *
   * @param kind what it is
   * @param count how many files, batches or payments, at most 10 000; of a pause the batches that
   *     are due
   * @param amount their sum; of overdue batches what is not paid
   * @param since since when the first of them needs it, milliseconds since 1970
   * @param newest since when the last of them does
   * @param code of a pause the gateway's code; otherwise empty
   * @param isMore whether there are more than were counted
   */
  public record Need(
      Kind kind, long count, Money amount, long since, long newest, String code, boolean isMore) {

    /** What needs a person. */
    public enum Kind {
      /** Files that wait for approval. */
      APPROVAL,
      /** Files over the limit of the day. */
      LIMIT,
      /** Batches of which nobody knows whether the gateway has them. */
      UNKNOWN,
      /** Batches that wait for an operator. */
      HELD,
      /** The gateway refused the whole account, and sending is paused. */
      PAUSED,
      /** Taken batches with open lines for which the gateway sends no more notifies. */
      OVERDUE,
      /** Batches with a notify of the last 7 days that contradicts what is known. */
      CONFLICT,
      /** Results by hand that a second person has to confirm. */
      PROPOSAL,
      /**
       * Payments about which a statement of the last 30 days contradicts the ledger, until a person
       * acknowledges it.
       */
      CONTRADICTED,
      /** Open payments that a statement proves, and nobody recorded or dismissed. */
      PROVED
    }
  }

  /**
   * Files in one state.
   *
   * @param files how many
   * @param lines their lines
   * @param amount their sum
   * @param openLines lines without a final state
   * @param paidLines lines that were paid
   * @param paidAmount their sum
   */
  public record FileSum(
      FileState state,
      long files,
      long lines,
      Money amount,
      long openLines,
      long paidLines,
      Money paidAmount) {

    private static FileSum read(ResultSet row) throws SQLException {
      return new FileSum(
          FileState.valueOf(row.getString("state")),
          1,
          row.getLong("lines"),
          new Money(row.getLong("amount")),
          row.getLong("open_lines"),
          row.getLong("paid_lines"),
          new Money(row.getLong("paid_amount")));
    }

    private FileSum plus(FileSum other) {
      return new FileSum(
          state,
          files + other.files,
          lines + other.lines,
          amount.plus(other.amount),
          openLines + other.openLines,
          paidLines + other.paidLines,
          paidAmount.plus(other.paidAmount));
    }
  }
}
