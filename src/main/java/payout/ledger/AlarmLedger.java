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
import payout.ledger.AlarmLedger.Stalled.Matter;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * What stands still for too long, and when a person was told so.
 *
 * <p>It is told when it begins and then once a day while it lasts. HELD batches, each of which
 * needs an operator's decision, are told again when one joins them; of the others one that joins
 * waits for the daily repeat, since in a long outage batches join all the time. What was told is in
 * the ledger, so that a restart neither repeats it nor forgets it, and of several processes one
 * tells.
 */
public final class AlarmLedger {

  private static final long REPEAT_MS = TimeUnit.DAYS.toMillis(1);

  private static final String TROUBLE =
      "SELECT COUNT(*), SUM(amount), MIN(trouble_since), MAX(trouble_since) FROM batch"
          + " WHERE state IN ('UNKNOWN', 'HELD', 'SENDING') AND trouble_since <= ?";

  private static final String UNKNOWN = TROUBLE + " AND state <> 'HELD'";
  private static final String HELD = TROUBLE + " AND state = 'HELD'";

  /** A notify that brought nothing usable came in as well: the port is not deaf. */
  private static final String NOT_NOTIFIED =
      "SELECT COUNT(*), SUM(amount), MIN(taken_at), MAX(taken_at) FROM batch"
          + " WHERE state = 'TAKEN' AND notified_at IS NULL AND taken_at <= ?"
          + " AND NOT EXISTS (SELECT 1 FROM notify n"
          + " WHERE n.batch_no = batch.batch_no AND n.batch_id = batch.id)";

  private final Database database;
  private final ChinaClock clock;
  private final Rules rules;

  AlarmLedger(Database database, ChinaClock clock, Rules rules) {
    this.database = database;
    this.clock = clock;
    this.rules = rules;
  }

  /** What stands still for too long now, told or not. */
  public List<Stalled> standing() {
    return standing(rules.unknownAfterMs());
  }

  /**
   * Tells what is to be told now. It is told inside of the transaction that notes it: who is ended
   * in between tells it again, and never not at all.
   *
   * @param teller must be quick and must not use the ledger
   */
  public void tell(Consumer<Stalled> teller) {
    standing().forEach(each -> tell(each, teller));
  }

  /**
   * The same at the start of a process, where a batch that is HELD is told without any wait: the
   * process that held it may have ended before it could say so.
   */
  public void tellAtStart(Consumer<Stalled> teller) {
    standing(0).forEach(each -> tell(each, teller));
  }

  private List<Stalled> standing(long heldAfterMs) {
    long now = clock.millis();
    return database.read(
        sql -> {
          List<Stalled> found = new ArrayList<>();
          find(sql, Stalled.Matter.UNKNOWN, UNKNOWN, now - rules.unknownAfterMs()).ifPresent(found::add);
          find(sql, Stalled.Matter.HELD, HELD, now - heldAfterMs).ifPresent(found::add);
          find(sql, Stalled.Matter.NOT_NOTIFIED, NOT_NOTIFIED, now - rules.notifyAfterMs())
              .ifPresent(found::add);
          return found;
        });
  }

  private static Optional<Stalled> find(Sql sql, Stalled.Matter matter, String text, long before)
      throws SQLException {
    return sql.first(text, row -> read(matter, row), before).filter(each -> each.batches() > 0);
  }

  private static Stalled read(Stalled.Matter matter, ResultSet row) throws SQLException {
    return new Stalled(
        matter,
        row.getLong(1),
        new Money(row.getLong(2)),
        Instant.ofEpochMilli(row.getLong(3)),
        Instant.ofEpochMilli(row.getLong(4)));
  }

  private void tell(Stalled standing, Consumer<Stalled> teller) {
    Optional<Told> last = database.read(sql -> last(sql, standing.matter()));
    if (last.isPresent() && !isNews(standing, last.get())) {
      return;
    }
    database.write(
        sql -> {
          if (note(sql, standing, last.map(Told::at).orElse(null)) == 1) {
            teller.accept(standing);
          }
          return null;
        });
  }

  /** A clock that was set back must not silence an alarm until it is as late again. */
  private boolean isNews(Stalled standing, Told last) {
    boolean joined = standing.newest().toEpochMilli() > last.newest;
    boolean allAreNew = standing.since().toEpochMilli() > last.newest;
    return Math.abs(clock.millis() - last.at) >= REPEAT_MS
        || (standing.matter() == Stalled.Matter.HELD ? joined : allAreNew);
  }

  private static Optional<Told> last(Sql sql, Stalled.Matter matter) throws SQLException {
    return sql.first(
        "SELECT told_at, newest FROM told_alarm WHERE name = ?",
        row -> new Told(row.getLong(1), row.getLong(2)),
        matter.name());
  }

  /** Of several processes that look at once the row lets one through. */
  private int note(Sql sql, Stalled standing, Long toldBefore) throws SQLException {
    return sql.update(
        "INSERT INTO told_alarm (name, told_at, newest) VALUES (?, ?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET told_at = excluded.told_at,"
            + " newest = excluded.newest WHERE told_alarm.told_at = ?",
        standing.matter().name(),
        clock.millis(),
        standing.newest().toEpochMilli(),
        toldBefore == null ? -1L : toldBefore);
  }

  private record Told(long at, long newest) {}

  /**
   * From when on something that stands still is an alarm, from the settings.
   *
   * @param unknownAfterMs how long a batch may be UNKNOWN or HELD
   * @param notifyAfterMs how long a TAKEN batch may be without any notify
   */
  public record Rules(long unknownAfterMs, long notifyAfterMs) {}

  /**
   * Batches that stand still for too long and need a person, all of one matter together.
   *
   * @param matter what they wait for
   * @param batches how many, at least one
   * @param amount their sum
   * @param since when the first of them came to a stop
   * @param newest when the last of them did
   */
  public record Stalled(Matter matter, long batches, Money amount, Instant since, Instant newest) {

    /** Why batches stand still. */
    public enum Matter {
      /** Nobody knows whether the gateway has them; they are sent again by themselves. */
      UNKNOWN,
      /** They wait for a person. */
      HELD,
      /** The gateway has them, and no notify of theirs came. */
      NOT_NOTIFIED
    }
  }
}
