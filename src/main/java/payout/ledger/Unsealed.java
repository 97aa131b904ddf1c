package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import payout.ledger.SealTable.Gap;
import payout.ledger.SealTable.Marks;
import payout.ledger.chain.Seal.Head;
import payout.ledger.chain.Trail;
import payout.ledger.sql.Sql;

/**
 * A look for rows that are not sealed, and what the marks and gaps are once they are.
 *
 * <p>Ids are given before their transaction commits, so one may appear behind a higher one. A
 * missing id therefore is a gap, at which each look looks again. A gap ends when nothing came for
 * an hour: no transaction of this program lasts a minute ({@code PostgresLimits}). What came later
 * still would not be sealed, and a verification tells it.
 */
final class Unsealed {

  /** The most rows of one seal, and of one commit. */
  static final int ROWS_MAX = 1000;

  static final long GAP_MS = TimeUnit.HOURS.toMillis(1);

  /** A pack holds the events of a batch or of a file, a handful as a rule. */
  private static final int PACKS_MAX = 20;

  private static final Map<Trail, String> NEW = queries("id > ? ORDER BY id LIMIT ?");
  private static final Map<Trail, String> OLD = queries("id > ? AND id <= ? ORDER BY id LIMIT ?");
  private static final Map<Trail, String> BETWEEN =
      queries("id >= ? AND id <= ? ORDER BY id LIMIT ?");

  /** What rolled back leaves single ids, what crashed some together. */
  private static final int IDS = 100;

  private static final Map<Trail, String> AMONG =
      queries("id IN (" + "?, ".repeat(IDS - 1) + "?) ORDER BY id");

  private final Sql sql;
  private final long now;
  private final Head head;
  private final Marks marks;
  private final List<TrailRow> rows = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();

  private Unsealed(Sql sql, long now) throws SQLException {
    this.sql = sql;
    this.now = now;
    this.head = SealTable.head(sql);
    this.marks = SealTable.marks(sql);
  }

  private static Map<Trail, String> queries(String where) {
    Map<Trail, String> queries = new EnumMap<>(Trail.class);
    for (Trail trail : Trail.values()) {
      queries.put(trail, "SELECT * FROM " + trail.table() + " WHERE " + where);
    }
    return queries;
  }

  /** Looks; finds at most {@value #ROWS_MAX} rows, what just happened before what is old. */
  static Unsealed look(Sql sql, long now) throws SQLException {
    Unsealed found = new Unsealed(sql, now);
    for (Trail trail : Trail.values()) {
      found.addLate(trail);
      found.addNew(trail);
    }
    if (!found.marks.hasCaughtUp()) {
      found.addPacked();
      for (Trail trail : Trail.values()) {
        found.addOld(trail);
      }
    }
    return found;
  }

  /** The first rows behind an id. */
  static List<TrailRow> behind(Sql sql, Trail trail, long id) throws SQLException {
    return sql.list(NEW.get(trail), reader(trail), id, ROWS_MAX);
  }

  /** How a row of a table is read. */
  static Sql.Row<TrailRow> reader(Trail trail) {
    return trail == Trail.EVENT ? TrailRow::event : TrailRow::audit;
  }

  /** The newest seal before the look. */
  Head head() {
    return head;
  }

  /** The rows, in the order in which they are to be sealed. */
  List<TrailRow> rows() {
    return rows;
  }

  /** Whether there is nothing to record. */
  boolean isNothing() {
    return changes.isEmpty();
  }

  /** Records that these rows are sealed, in the transaction of their seal. */
  void record(Sql in) throws SQLException {
    for (Change change : changes) {
      change.make(in);
    }
  }

  /** Rows that appeared in a gap split it. */
  private void addLate(Trail trail) throws SQLException {
    List<Gap> gaps = SealTable.gaps(sql, trail);
    if (gaps.isEmpty() || room() == 0) {
      return;
    }
    List<TrailRow> all = inGaps(trail, gaps);
    boolean sawAll = all.size() < room();
    List<TrailRow> late = all.subList(0, Math.min(all.size(), room()));
    rows.addAll(late);
    for (Gap gap : gaps) {
      List<Long> came =
          late.stream()
              .map(TrailRow::id)
              .filter(id -> gap.low() <= id && id <= gap.high())
              .toList();
      boolean isOver = sawAll && gap.since() < now - GAP_MS;
      if (!came.isEmpty() || isOver) {
        changes.add(in -> SealTable.endGap(in, trail, gap));
      }
      if (!came.isEmpty() && !isOver) {
        addGaps(trail, gap.low(), came, gap.since());
        long last = came.get(came.size() - 1);
        addGap(trail, last + 1, gap.high(), gap.since());
      }
    }
  }

  /** The rows that are there by now, in the order of their ids; each gap is short, as a rule. */
  private List<TrailRow> inGaps(Trail trail, List<Gap> gaps) throws SQLException {
    List<TrailRow> found = new ArrayList<>();
    List<Object> ids = new ArrayList<>();
    for (Gap gap : gaps) {
      if (gap.high() - gap.low() >= IDS) {
        found.addAll(sql.list(BETWEEN.get(trail), reader(trail), gap.low(), gap.high(), ROWS_MAX));
        continue;
      }
      for (long id = gap.low(); id <= gap.high(); id++) {
        ids.add(id);
      }
    }
    for (int from = 0; from < ids.size(); from += IDS) {
      List<Object> some = new ArrayList<>(ids.subList(from, Math.min(from + IDS, ids.size())));
      some.addAll(Collections.nCopies(IDS - some.size(), some.get(0)));
      found.addAll(sql.list(AMONG.get(trail), reader(trail), some.toArray()));
    }
    found.sort(Comparator.comparingLong(TrailRow::id));
    return found;
  }

  private void addNew(Trail trail) throws SQLException {
    List<TrailRow> found = sql.list(NEW.get(trail), reader(trail), marks.upTo(trail), room());
    if (found.isEmpty()) {
      return;
    }
    rows.addAll(found);
    List<Long> ids = found.stream().map(TrailRow::id).toList();
    addGaps(trail, marks.upTo(trail) + 1, ids, now);
    move(trail.table(), ids.get(ids.size() - 1));
  }

  private void addOld(Trail trail) throws SQLException {
    long from = marks.old(trail);
    long to = marks.begin(trail);
    if (from >= to || room() == 0) {
      return;
    }
    int limit = room();
    List<TrailRow> found = sql.list(OLD.get(trail), reader(trail), from, to, limit);
    rows.addAll(found);
    move(SealTable.oldName(trail), found.size() < limit ? to : found.get(found.size() - 1).id());
  }

  /** Before the events that are not packed: nothing is packed meanwhile. */
  private void addPacked() throws SQLException {
    long from = marks.of(SealTable.PACK);
    if (from == SealTable.DONE || room() < PACKS_MAX) {
      return;
    }
    List<Packs.Pack> packs = Packs.behind(sql, from, PACKS_MAX);
    for (Packs.Pack pack : packs) {
      rows.addAll(pack.rows());
    }
    move(SealTable.PACK, packs.isEmpty() ? SealTable.DONE : packs.get(packs.size() - 1).id());
  }

  private void addGaps(Trail trail, long first, List<Long> ids, long since) {
    long next = first;
    for (long id : ids) {
      addGap(trail, next, id - 1, since);
      next = id + 1;
    }
  }

  private void addGap(Trail trail, long low, long high, long since) {
    if (low <= high) {
      changes.add(in -> SealTable.addGap(in, trail, new Gap(low, high, since)));
    }
  }

  private void move(String mark, long to) {
    changes.add(in -> SealTable.mark(in, mark, to));
  }

  private int room() {
    return Math.max(0, ROWS_MAX - rows.size());
  }

  /** A change of a mark or a gap. */
  @FunctionalInterface
  private interface Change {
    void make(Sql in) throws SQLException;
  }
}
