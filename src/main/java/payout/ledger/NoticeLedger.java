package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import payout.batch.ChinaClock;
import payout.ledger.OverviewLedger.Need;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * What persons are to be told, kept in the ledger: so nothing is forgotten by a restart, each
 * notice is told by one node, and none twice within an hour. What was told is in the audit trail.
 *
 * <p>A notice may be told twice when a node ends between telling it and recording that.
 */
public final class NoticeLedger {

  /** Longer than the longest call of a webhook or a mail server. */
  static final long LEASE_MS = TimeUnit.MINUTES.toMillis(2);

  private static final long RETRY_MS = TimeUnit.SECONDS.toMillis(10);
  private static final long RETRY_MAX_MS = TimeUnit.MINUTES.toMillis(15);
  private static final long REPEAT_MS = TimeUnit.DAYS.toMillis(1);
  private static final int DOUBLINGS_MAX = 16;

  private final Database database;
  private final ChinaClock clock;
  private final String owner;
  private final OverviewLedger overview;
  private final Rules rules;

  NoticeLedger(Database database, ChinaClock clock, String owner, Rules rules) {
    this.database = database;
    this.clock = clock;
    this.owner = owner;
    this.overview = new OverviewLedger(database, clock);
    this.rules = rules;
  }

  /** From now on the ledger keeps what is to be told over the channels of the settings. */
  public void prepare() {
    database.write(
        sql -> {
          new NoticeTable(sql, clock.millis()).prepare(rules.channels());
          return null;
        });
  }

  /** Looks for what lasts and needs a person. Where that is no news, nothing is written. */
  public void look() {
    List<Need> needs = overview.needs(rules.unknownAfterMs());
    for (NoticeChannel channel : rules.channels()) {
      long now = clock.millis();
      List<Change> changes = new ArrayList<>();
      for (NoticeTable.Row row : database.read(sql -> NoticeTable.rows(sql, channel))) {
        change(row, needs, now).ifPresent(changes::add);
      }
      if (!changes.isEmpty()) {
        database.write(
            sql -> {
              for (Change change : changes) {
                change.on(new NoticeTable(sql, now));
              }
              return null;
            });
      }
    }
  }

  private static Optional<Change> change(NoticeTable.Row row, List<Need> needs, long now) {
    if (!row.cause().lasts() || row.leaseUntil() >= now) {
      return Optional.empty();
    }
    Optional<Need> need = row.cause().among(needs);
    if (need.isEmpty()) {
      boolean known = row.dueAt() != 0 || row.toldNewest() != 0;
      return known ? Optional.of(table -> table.forget(row)) : Optional.empty();
    }
    if (row.dueAt() == 0) {
      return isNews(row, need.get(), now)
          ? Optional.of(table -> table.ask(row, need.get()))
          : Optional.empty();
    }
    return row.items() == need.get().count() && row.amount().equals(need.get().amount())
        ? Optional.empty()
        : Optional.of(table -> table.renew(row, need.get()));
  }

  /** A clock that was set back must not silence a notice until it is as late again. */
  private static boolean isNews(NoticeTable.Row row, Need need, long now) {
    long ago = Math.abs(now - row.toldAt());
    return ago >= NoticeTable.QUIET_MS
        && (row.toldNewest() == 0
            || need.newest() > row.toldNewest()
            || need.count() > row.toldItems()
            || ago >= REPEAT_MS);
  }

  /** Claims what has been due the longest over a channel; empty where nothing is due. */
  public Optional<NoticeClaim> claim(NoticeChannel channel) {
    long now = clock.millis();
    boolean due =
        database.read(
            sql ->
                sql.number(
                        "SELECT COUNT(*) FROM notice WHERE channel = ? AND due_at <= ?"
                            + " AND lease_until < ?",
                        channel.name(),
                        now,
                        now)
                    > 0);
    return due
        ? database.write(sql -> new NoticeTable(sql, now).claim(channel, owner, now + LEASE_MS))
        : Optional.empty();
  }

  /**
   * Records that a claim was told, in the audit trail too.
   *
   * @param text what was told, a sentence without account, name and secret
   */
  public void told(NoticeClaim claim, String text) {
    database.write(
        sql -> {
          if (new NoticeTable(sql, clock.millis()).told(claim)) {
            audit(sql, AuditKind.TOLD, claim, text);
          }
          return null;
        });
  }

  /**
   * Records that a claim could not be told. It is tried again later, until it is too old.
   *
   * @param text what was to be told
   * @return whether it is given up
   */
  public boolean failed(NoticeClaim claim, String text) {
    long now = clock.millis();
    boolean tooOld = now - claim.askedAt() >= rules.keepTryingMs();
    return database.write(
        sql -> {
          NoticeTable table = new NoticeTable(sql, now);
          if (!tooOld) {
            table.postpone(claim, now + pauseMs(claim.attempts()));
          } else if (table.told(claim)) {
            audit(sql, AuditKind.NOT_TOLD, claim, text);
          }
          return tooOld;
        });
  }

  /**
   * Records what was told while the ledger could not be used.
   *
   * @param text what was told
   */
  public void toldWithoutLedger(NoticeChannel channel, String text) {
    database.write(
        sql -> {
          audit(sql, AuditKind.TOLD, channel, NoticeCause.LEDGER_TROUBLE, text);
          return null;
        });
  }

  /** 10 s, doubling to 15 min. */
  private static long pauseMs(int attempts) {
    return Math.min(RETRY_MAX_MS, RETRY_MS << Math.min(attempts - 1, DOUBLINGS_MAX));
  }

  private void audit(Sql sql, AuditKind kind, NoticeClaim claim, String text) throws SQLException {
    audit(sql, kind, claim.channel(), claim.cause(), text);
  }

  private void audit(Sql sql, AuditKind kind, NoticeChannel channel, NoticeCause cause, String text)
      throws SQLException {
    AuditTable.add(
        sql,
        clock.millis(),
        kind,
        "",
        new Source(Source.Channel.valueOf(channel.name()), ""),
        About.thing(cause.toString()),
        Seen.NOTHING,
        "",
        text);
  }

  /** A change of the table. */
  @FunctionalInterface
  private interface Change {
    void on(NoticeTable table) throws SQLException;
  }

  /**
   * What is told to whom.
   *
   * @param channels over which channels; none for no notices
   * @param unknownAfterMs for how long a batch must be UNKNOWN, milliseconds
   * @param keepTryingMs for how long a notice that cannot be delivered is tried, milliseconds
   */
  public record Rules(Set<NoticeChannel> channels, long unknownAfterMs, long keepTryingMs) {

    public Rules {
      Collection<NoticeChannel> given = channels;
      channels = given.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(given));
    }
  }
}
