package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import payout.ledger.SealTable.Gap;
import payout.ledger.SealTable.Marks;
import payout.ledger.chain.Trail;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/** Looks at every row of the trail for those that no seal covers. */
final class UnsealedRows {

  private static final int ROWS = 10_000;
  private static final int PACKS = 200;
  private static final int CANDIDATES_MAX = 1_000_000;

  /**
   * No transaction takes so long; an unsealed row that is so much older than a seal is no late one.
   */
  private static final long LATEST_MS = TimeUnit.MINUTES.toMillis(5);

  private final Database database;
  private final Map<Trail, IdSet> sealed;
  private final List<Row> candidates = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private final IdSet inTable = new IdSet();
  private final IdSet inPacks = new IdSet();
  private final Map<Trail, List<Gap>> gaps = new EnumMap<>(Trail.class);
  private Marks marks;
  private long pending;
  private long pendingSince;

  /**
   * A look that has not begun.
   *
   * @param sealed the ids that seals cover, to which later ones may be added before {@link #judge}
   */
  UnsealedRows(Database database, Map<Trail, IdSet> sealed) {
    this.database = database;
    this.sealed = sealed;
  }

  /** Looks at every row. */
  void look() {
    for (Trail trail : Trail.values()) {
      tables(trail);
    }
    packs();
    database.read(
        sql -> {
          // The gaps last: what left one by now is sealed.
          marks = SealTable.marks(sql);
          for (Trail trail : Trail.values()) {
            gaps.put(trail, SealTable.gaps(sql, trail));
          }
          return null;
        });
  }

  private void tables(Trail trail) {
    String query =
        "SELECT id, at FROM " + trail.table() + " WHERE id > ? ORDER BY id LIMIT " + ROWS;
    long last = Long.MIN_VALUE;
    List<Row> rows;
    do {
      long from = last;
      rows =
          database.read(
              sql ->
                  sql.list(
                      query, row -> new Row(trail, row.getLong(1), row.getLong(2), false), from));
      rows.forEach(this::note);
      if (trail == Trail.EVENT) {
        rows.forEach(row -> inTable.add(row.id));
      }
      last = rows.isEmpty() ? last : rows.get(rows.size() - 1).id;
    } while (!rows.isEmpty());
  }

  private void packs() {
    long last = Long.MIN_VALUE;
    List<Packs.Pack> packs;
    do {
      long from = last;
      packs = database.read(sql -> Packs.behind(sql, from, PACKS));
      for (Packs.Pack pack : packs) {
        if (pack.isDamaged()) {
          wrong.add("The packed events under " + pack.id() + " cannot be read.");
        }
        pack.rows().forEach(row -> note(new Row(row.trail(), row.id(), row.at(), true)));
        pack.rows().forEach(row -> requireOnce(pack.id(), row));
        last = pack.id();
      }
    } while (!packs.isEmpty());
  }

  /** A row is in its table or in the pack; it may be moving while this looks. */
  private void requireOnce(long pack, TrailRow row) {
    boolean elsewhere = inPacks.holds(row.id());
    inPacks.add(row.id());
    boolean twice =
        elsewhere
            || inTable.holds(row.id())
                && database.read(sql -> isInTable(sql, row.id()))
                && database.read(
                    sql ->
                        Packs.find(sql, pack)
                            .filter(
                                again ->
                                    again.rows().stream().anyMatch(each -> each.id() == row.id()))
                            .isPresent())
                && database.read(sql -> isInTable(sql, row.id()));
    if (twice) {
      wrong.add("Event " + row.id() + " is there twice, once under " + pack + " of the packs.");
    }
  }

  private static boolean isInTable(Sql sql, long id) throws SQLException {
    return sql.number("SELECT COUNT(*) FROM event WHERE id = ?", id) > 0;
  }

  private void note(Row row) {
    if (!sealed.get(row.trail).holds(row.id) && candidates.size() < CANDIDATES_MAX) {
      candidates.add(row);
    }
  }

  /**
   * What is wrong, a sentence each: rows that the sealer passed long ago, or that were there before
   * its last seal by their own time, and that it did not seal.
   *
   * @param lastSealAt when the last seal was made, milliseconds since 1970
   */
  List<String> judge(long lastSealAt) {
    List<Row> left =
        candidates.stream().filter(row -> !sealed.get(row.trail).holds(row.id)).toList();
    boolean isBehind = !marks.hasCaughtUp() || left.size() > Unsealed.ROWS_MAX;
    List<String> sentences = new ArrayList<>(wrong);
    for (Row row : left) {
      boolean mayCome = !row.isPacked && marks.isPending(row.trail, row.id, gaps.get(row.trail));
      boolean isEarlier = row.id > marks.upTo(row.trail) && row.at < lastSealAt - LATEST_MS;
      if (mayCome && (isBehind || !isEarlier)) {
        pending++;
        pendingSince = pendingSince == 0 ? row.at : Math.min(pendingSince, row.at);
      } else if (!(row.isPacked && isBehind)) {
        String name = row.trail.table() + " " + row.id;
        sentences.add(
            Character.toUpperCase(name.charAt(0))
                + name.substring(1)
                + " was added: no seal covers it.");
      } else {
        pending++;
      }
    }
    return sentences;
  }

  /** How many rows are not sealed yet. */
  long pending() {
    return pending;
  }

  /** The time of the oldest of them, milliseconds since 1970; 0 for none. */
  long pendingSince() {
    return pendingSince;
  }

  private record Row(Trail trail, long id, long at, boolean isPacked) {}
}
