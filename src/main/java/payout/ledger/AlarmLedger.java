package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import payout.batch.ChinaClock;
import payout.batch.Money;
import payout.batch.Payer;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * Batches that are stalled for too long, and when an alarm reported them.
 *
 * <p>An alarm is raised when a stall begins and then once a day while it lasts. HELD batches, each
 * of which needs an operator's decision, raise it again when another one is held. Other stalls wait
 * for the daily repeat, because in a long outage batches stall all the time. The ledger keeps what
 * was reported, so that a restart neither repeats nor forgets it, and only one of several processes
 * reports it.
 */
public final class AlarmLedger {

  private static final long REPEAT_MS = TimeUnit.DAYS.toMillis(1);

  private static final String TROUBLE =
      "SELECT COUNT(*), SUM(amount), MIN(trouble_since), MAX(trouble_since) FROM batch"
          + " WHERE state IN ('UNKNOWN', 'HELD', 'SENDING') AND trouble_since <= ?";

  private static final String UNKNOWN = TROUBLE + " AND state <> 'HELD'";
  private static final String HELD = TROUBLE + " AND state = 'HELD'";

  /** Counts every notify that arrived, even an unusable one: the port is reachable. */
  private static final String NOT_NOTIFIED =
      "SELECT COUNT(*), SUM(amount), MIN(taken_at), MAX(taken_at) FROM batch"
          + " WHERE state = 'TAKEN' AND notified_at IS NULL AND taken_at <= ?"
          + " AND NOT EXISTS (SELECT 1 FROM notify n"
          + " WHERE n.batch_no = batch.batch_no AND n.batch_id = batch.id)";

  /** Due for a while; every living node has the same settings, so none of them can send these. */
  private static final String UNSENDABLE =
      "SELECT COUNT(*), SUM(b.amount), MIN(b.due_at), MAX(b.due_at) FROM batch b"
          + " JOIN payout_file f ON f.id = b.file_id"
          + " WHERE b.due_at IS NOT NULL AND b.due_at <= ? AND NOT ("
          + DueBatches.SAME_PIN
          + ")";

  /** The same among those that are due for the longest, so that it answers a page. */
  private static final String UNSENDABLE_SHOWN =
      "SELECT COUNT(*), SUM(b.amount), MIN(b.due_at), MAX(b.due_at) FROM batch b"
          + " JOIN payout_file f ON f.id = b.file_id WHERE "
          + DueBatches.LONGEST
          + " AND NOT ("
          + DueBatches.SAME_PIN
          + ")";

  private final Database database;
  private final ChinaClock clock;
  private final Rules rules;

  AlarmLedger(Database database, ChinaClock clock, Rules rules) {
    this.database = database;
    this.clock = clock;
    this.rules = rules;
  }

  /** The stalls that are too long now, reported or not. */
  public List<Stalled> stalled() {
    return stalled(rules.unknownAfterMs());
  }

  /**
   * Reports the alarms that are due, within the transaction that records them. If the process ends
   * in between, they are reported again, never omitted.
   *
   * @param reporter must be quick and must not use the ledger
   */
  public void report(Consumer<Stalled> reporter) {
    stalled().forEach(each -> report(each, reporter));
  }

  /**
   * The same at startup, where a HELD batch is reported without any wait: the process that held it
   * may have ended before it reported it.
   */
  public void reportAtStart(Consumer<Stalled> reporter) {
    stalled(0).forEach(each -> report(each, reporter));
  }

  /**
   * Reports batches that are due and that no node can send, once a day while there are any. It
   * reads every batch that is due for long: not to be asked every second.
   */
  public void reportUnsendable(Consumer<Stalled> reporter) {
    unsendable(UNSENDABLE).ifPresent(each -> report(each, reporter));
  }

  /** Batches that are due and that no node can send, of the 1000 that are due for the longest. */
  public Optional<Stalled> unsendable() {
    return unsendable(UNSENDABLE_SHOWN);
  }

  private Optional<Stalled> unsendable(String text) {
    List<Object> arguments = new ArrayList<>();
    arguments.add(clock.millis() - rules.unknownAfterMs());
    arguments.addAll(DueBatches.pin(rules.payer()));
    return database.read(sql -> find(sql, Stalled.Kind.UNSENDABLE, text, arguments.toArray()));
  }

  private List<Stalled> stalled(long heldAfterMs) {
    long now = clock.millis();
    return database.read(
        sql -> {
          List<Stalled> found = new ArrayList<>();
          find(sql, Stalled.Kind.UNKNOWN, UNKNOWN, now - rules.unknownAfterMs())
              .ifPresent(found::add);
          find(sql, Stalled.Kind.HELD, HELD, now - heldAfterMs).ifPresent(found::add);
          find(sql, Stalled.Kind.NOT_NOTIFIED, NOT_NOTIFIED, now - rules.notifyAfterMs())
              .ifPresent(found::add);
          return found;
        });
  }

  private static Optional<Stalled> find(
      Sql sql, Stalled.Kind kind, String text, Object... arguments) throws SQLException {
    return sql.first(text, row -> read(kind, row), arguments).filter(each -> each.batches() > 0);
  }

  private static Stalled read(Stalled.Kind kind, ResultSet row) throws SQLException {
    return new Stalled(
        kind,
        row.getLong(1),
        new Money(row.getLong(2)),
        Instant.ofEpochMilli(row.getLong(3)),
        Instant.ofEpochMilli(row.getLong(4)));
  }

  private void report(Stalled stalled, Consumer<Stalled> reporter) {
    Optional<Reported> last = database.read(sql -> last(sql, stalled.kind()));
    if (last.isPresent() && !isNews(stalled, last.get())) {
      return;
    }
    database.write(
        sql -> {
          if (record(sql, stalled, last.map(Reported::at).orElse(null)) == 1) {
            reporter.accept(stalled);
          }
          return null;
        });
  }

  /** A clock that was set back must not silence an alarm until it is as late again. */
  private boolean isNews(Stalled stalled, Reported last) {
    boolean joined = stalled.newest().toEpochMilli() > last.newest;
    boolean allAreNew = stalled.since().toEpochMilli() > last.newest;
    return Math.abs(clock.millis() - last.at) >= REPEAT_MS
        || (stalled.kind() == Stalled.Kind.HELD ? joined : allAreNew);
  }

  private static Optional<Reported> last(Sql sql, Stalled.Kind kind) throws SQLException {
    return sql.first(
        "SELECT told_at, newest FROM told_alarm WHERE name = ?",
        row -> new Reported(row.getLong(1), row.getLong(2)),
        kind.name());
  }

  /** The row lets only one of several processes report that check at the same time. */
  private int record(Sql sql, Stalled stalled, Long reportedBefore) throws SQLException {
    return sql.update(
        "INSERT INTO told_alarm (name, told_at, newest) VALUES (?, ?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET told_at = excluded.told_at,"
            + " newest = excluded.newest WHERE told_alarm.told_at = ?",
        stalled.kind().name(),
        clock.millis(),
        stalled.newest().toEpochMilli(),
        reportedBefore == null ? -1L : reportedBefore);
  }

  private record Reported(long at, long newest) {}

  /**
   * After how long a stall is an alarm, from the settings.
   *
   * @param unknownAfterMs how long a batch may be UNKNOWN or HELD
   * @param notifyAfterMs how long a TAKEN batch may be without any notify
   * @param payer whose batches the nodes can send
   */
  public record Rules(long unknownAfterMs, long notifyAfterMs, Payer payer) {}

  /**
   * Batches that are stalled for too long, all of one kind together.
   *
   * @param kind why they are stalled
   * @param batches how many, at least one
   * @param amount their sum
   * @param since when the first of them stalled
   * @param newest when the last of them did
   */
  public record Stalled(Kind kind, long batches, Money amount, Instant since, Instant newest) {

    /** Why batches are stalled. */
    public enum Kind {
      /** It is not known whether the gateway has them; they are sent again automatically. */
      UNKNOWN,
      /** They wait for an operator. */
      HELD,
      /** They are due, and the settings of the nodes fit none of them. */
      UNSENDABLE,
      /** The gateway has them, and no notify for them arrived. */
      NOT_NOTIFIED
    }
  }
}
