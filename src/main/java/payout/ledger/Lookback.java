package payout.ledger;

import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.ChinaClock;
import payout.batch.LineResult;
import payout.batch.LongList;
import payout.ledger.account.AccountEntry;
import payout.ledger.account.AccountHits;
import payout.ledger.account.EarlierPayments;
import payout.ledger.page.HashEntry;
import payout.ledger.sql.Sql;

/**
 * The earlier payments that the lines of one file are compared with: those that are open, at any
 * age, also of a file that waits, and those that were paid within some days. What failed or was
 * refused does not count.
 *
 * <p>It is made for a file that has the turn to be decided, so no other file can be accepted
 * between this look and the decision.
 */
public final class Lookback implements EarlierPayments {

  private static final Logger LOG = LoggerFactory.getLogger(Lookback.class);
  private static final String TAKEN =
      "state NOT IN ('RECEIVED', 'REJECTED', 'DUPLICATE', 'SETTLED')";
  private static final String SETTLED = "state = 'SETTLED' AND settled_at >= ?";
  private static final String FAILED =
      "SELECT id FROM batch WHERE %s AND batch_no IS NOT NULL AND state <> 'REFUSED'"
          + " AND lines > open_lines + paid_lines";
  private static final String UNINDEXED =
      "SELECT id FROM payout_file WHERE accounts_from IS NOT NULL"
          + " AND state NOT IN ('RECEIVED', 'REJECTED', 'DUPLICATE') ORDER BY id DESC LIMIT ?";
  private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
  private static final int DAY_DIGITS = 8;

  /** Files that have no accounts in the index yet, the newest; more are not compared. */
  private static final int UNINDEXED_FILES_MAX = 1000;

  /** Their batches; more are not compared. */
  static final int UNINDEXED_MAX = 5000;

  private final LookbackRules rules;
  private final LocalDate since;
  private final long settledSince;
  private final Map<Long, Counts> files = new HashMap<>();
  private final Map<Long, Boolean> failed = new HashMap<>();
  private final List<Long> unindexed;
  private long firstFile = Long.MAX_VALUE;
  private long lastFile;

  /**
   * Looks which files count.
   *
   * @param today the day in China
   */
  Lookback(Sql sql, LookbackRules rules, LocalDate today) throws SQLException {
    this.rules = rules;
    this.since = today.minusDays(rules.days());
    // The gateway's clock is not ours: a payment of the first day may have settled its file before.
    this.settledSince = ChinaClock.startOf(since.minusDays(1));
    if (rules.days() > 0) {
      findFiles(sql);
    }
    this.unindexed = rules.days() > 0 ? unindexed(sql) : List.of();
  }

  private void findFiles(Sql sql) throws SQLException {
    // The sum keeps PostgreSQL from walking all files in the order of their ids.
    for (String which : List.of("MIN(id + 0)", "MAX(id + 0)")) {
      String from = "SELECT " + which + " FROM payout_file WHERE ";
      note(sql.number(from + TAKEN));
      note(sql.number(from + SETTLED, settledSince));
    }
  }

  private void note(long fileId) {
    if (fileId != 0) {
      firstFile = Math.min(firstFile, fileId);
      lastFile = Math.max(lastFile, fileId);
    }
  }

  private List<Long> unindexed(Sql sql) throws SQLException {
    List<Long> batches = new ArrayList<>();
    List<Long> all = sql.list(UNINDEXED, row -> row.getLong(1), UNINDEXED_FILES_MAX + 1);
    for (long fileId : all.subList(0, Math.min(all.size(), UNINDEXED_FILES_MAX))) {
      if (counts(sql, fileId) != Counts.NO && batches.size() <= UNINDEXED_MAX) {
        batches.addAll(
            sql.list(
                "SELECT id FROM batch WHERE file_id = ? AND batch_no IS NOT NULL"
                    + " ORDER BY place LIMIT ?",
                row -> row.getLong(1),
                fileId,
                UNINDEXED_MAX + 1 - batches.size()));
      }
    }
    boolean areMore = all.size() > UNINDEXED_FILES_MAX || batches.size() > UNINDEXED_MAX;
    if (areMore) {
      LOG.warn(
          "A file is compared with the payments of {} batches of earlier programs whose accounts are"
              + " not in their index yet, and not with older ones: a line that repeats one of those"
              + " has no warning. It ends when catch-up has indexed them.",
          Math.min(batches.size(), UNINDEXED_MAX));
    }
    return List.copyOf(batches.subList(0, Math.min(batches.size(), UNINDEXED_MAX)));
  }

  /** Batches that may hold any payment, because their accounts are not in the index yet. */
  public List<Long> unindexed() {
    return unindexed;
  }

  @Override
  public long firstFile() {
    return Math.min(firstFile, 0xffffffffL);
  }

  @Override
  public long lastFile() {
    return lastFile;
  }

  @Override
  public boolean counts(Sql sql, long fileId, boolean isSame) throws SQLException {
    if (fileId < firstFile || fileId > lastFile) {
      return false;
    }
    Counts counts = counts(sql, fileId);
    return counts == Counts.YES && isSame || counts == Counts.BY_ACCOUNT;
  }

  private Counts counts(Sql sql, long fileId) throws SQLException {
    Counts known = files.get(fileId);
    if (known == null) {
      known =
          sql.first(
                  "SELECT account_form FROM payout_file WHERE id = ? AND ("
                      + TAKEN
                      + " OR "
                      + SETTLED
                      + ")",
                  row -> row.getInt(1) == 0 ? Counts.BY_ACCOUNT : Counts.YES,
                  fileId,
                  settledSince)
              .orElse(Counts.NO);
      files.put(fileId, known);
    }
    return known;
  }

  /** Whether payments are compared with earlier ones. */
  public boolean findsRepeats() {
    return rules.days() > 0;
  }

  /**
   * Whether a payment counts.
   *
   * @param endedAt when its batch had its last result, milliseconds since 1970; 0 when it has not
   */
  public boolean counts(LineResult result, long endedAt) {
    return switch (result.state()) {
      case OPEN -> true;
      case PAID -> !paidOn(result.finishedAt(), endedAt).isBefore(since);
      default -> false;
    };
  }

  /** The day in China on which it was paid; of one whose day is unknown, far in the future. */
  private static LocalDate paidOn(String finishedAt, long endedAt) {
    try {
      return LocalDate.parse(
          finishedAt.substring(0, Math.min(DAY_DIGITS, finishedAt.length())), DAY);
    } catch (DateTimeException e) {
      return endedAt == 0
          ? LocalDate.MAX
          : Instant.ofEpochMilli(endedAt).atZone(ChinaClock.CHINA).toLocalDate();
    }
  }

  /** What was found about a slice of entries, which are in sorted order. */
  Found found(Sql sql, long[] entries, AccountHits hits) throws SQLException {
    return new Found(hits, failedBefore(sql, entries, hits));
  }

  /**
   * The entries whose account was paid last by a batch in which a payment failed.
   *
   * @param entries see {@link payout.ledger.account.AccountEntry}, in sorted order
   */
  private LongList failedBefore(Sql sql, long[] entries, AccountHits hits) throws SQLException {
    LongList found = new LongList();
    if (!rules.failures()) {
      return found;
    }
    findFailed(sql, hits.newest());
    int at = 0;
    for (long entry : entries) {
      long account = AccountEntry.account(HashEntry.hash(entry));
      while (at < hits.accounts().size() && hits.accounts().get(at) < account) {
        at++;
      }
      boolean isKnown = at < hits.accounts().size() && hits.accounts().get(at) == account;
      if (isKnown && failed.get(hits.newest().get(at))) {
        found.add(entry);
      }
    }
    return found;
  }

  private void findFailed(Sql sql, LongList batches) throws SQLException {
    Set<Long> asked = new HashSet<>();
    for (int i = 0; i < batches.size(); i++) {
      if (!failed.containsKey(batches.get(i))) {
        asked.add(batches.get(i));
      }
    }
    asked.forEach(each -> failed.put(each, false));
    if (sql.isSqlite()) {
      String one = String.format(Locale.ROOT, FAILED, "id = ?");
      for (long each : asked) {
        sql.first(one, row -> row.getLong(1), each).ifPresent(id -> failed.put(id, true));
      }
    } else if (!asked.isEmpty()) {
      String all = String.format(Locale.ROOT, FAILED, "id = ANY (CAST(? AS BIGINT[]))");
      long[] ids = asked.stream().mapToLong(each -> each).toArray();
      sql.list(all, row -> row.getLong(1), ids).forEach(id -> failed.put(id, true));
    }
  }

  /** Whether the payments of a file count, and what its pairs in the index tell. */
  private enum Counts {
    NO,
    YES,
    /** An earlier program made its pairs, which do not tell the amount. */
    BY_ACCOUNT
  }

  /**
   * What was found about a slice of entries.
   *
   * @param hits what the index holds
   * @param failed the entries to which a payment may have failed last
   */
  public record Found(AccountHits hits, LongList failed) {

    /** Nothing. */
    public static final Found NOTHING = new Found(AccountHits.none(), new LongList());
  }
}
