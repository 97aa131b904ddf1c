package payout.ledger;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import payout.ledger.chain.SealedRow;
import payout.ledger.chain.Trail;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * Finds the rows that a seal names, in their tables and in packs, while a service may be packing
 * and unpacking them. Keeps what it read of packs: the events of a batch are in several seals.
 */
final class SealedContent {

  private static final int IDS = 100;
  private static final int PACKS_KEPT = 5_000;
  private static final String AMONG = " WHERE id IN (" + "?, ".repeat(IDS - 1) + "?)";
  private static final String EVENTS = "SELECT * FROM event" + AMONG;
  private static final String ACTS = "SELECT * FROM audit" + AMONG;

  private final Database database;
  private final Map<Long, Map<Long, TrailRow>> packs =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Map<Long, TrailRow>> eldest) {
          return size() > PACKS_KEPT;
        }
      };

  SealedContent(Database database) {
    this.database = database;
  }

  /** The rows of a seal that are there, by what names them. */
  Map<SealedRow, TrailRow> of(List<SealedRow> sealed) {
    Map<SealedRow, TrailRow> found = new HashMap<>();
    for (Trail trail : Trail.values()) {
      List<SealedRow> wanted = sealed.stream().filter(row -> row.trail() == trail).toList();
      for (int from = 0; from < wanted.size(); from += IDS) {
        List<SealedRow> some = wanted.subList(from, Math.min(from + IDS, wanted.size()));
        Map<Long, TrailRow> inTable = database.read(sql -> inTable(sql, trail, some));
        some.stream()
            .filter(row -> inTable.containsKey(row.id()))
            .forEach(row -> found.put(row, inTable.get(row.id())));
      }
    }
    for (SealedRow row : sealed) {
      if (!found.containsKey(row)) {
        elsewhere(row).ifPresent(there -> found.put(row, there));
      }
    }
    return found;
  }

  /** In its pack; or it was unpacked between the two looks. */
  private Optional<TrailRow> elsewhere(SealedRow row) {
    if (row.pack() == 0) {
      return Optional.empty();
    }
    Map<Long, TrailRow> pack = packs.get(row.pack());
    if (pack == null || !pack.containsKey(row.id())) {
      pack = database.read(sql -> pack(sql, row.pack()));
      packs.put(row.pack(), pack);
    }
    TrailRow packed = pack.get(row.id());
    return Optional.ofNullable(
        packed != null
            ? packed
            : database.read(sql -> inTable(sql, row.trail(), List.of(row))).get(row.id()));
  }

  private static Map<Long, TrailRow> pack(Sql sql, long id) throws SQLException {
    Map<Long, TrailRow> rows = new HashMap<>();
    Packs.find(sql, id).ifPresent(pack -> pack.rows().forEach(row -> rows.put(row.id(), row)));
    return rows;
  }

  private static Map<Long, TrailRow> inTable(Sql sql, Trail trail, List<SealedRow> wanted)
      throws SQLException {
    Object[] ids = new Object[IDS];
    Arrays.fill(ids, wanted.get(0).id());
    for (int i = 0; i < wanted.size(); i++) {
      ids[i] = wanted.get(i).id();
    }
    Map<Long, TrailRow> rows = new HashMap<>();
    sql.list(
        trail == Trail.EVENT ? EVENTS : ACTS,
        row -> {
          TrailRow read = Unsealed.reader(trail).read(row);
          return rows.put(read.id(), read);
        },
        ids);
    return rows;
  }
}
