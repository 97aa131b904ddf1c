package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import payout.batch.ChinaClock;
import payout.ledger.SealTable.Marks;
import payout.ledger.chain.Seal;
import payout.ledger.chain.Seal.Head;
import payout.ledger.chain.SealedRow;
import payout.ledger.chain.SealedRows;
import payout.ledger.chain.Trail;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/** The sealed trail: how it stands, whether it is whole, and its rows in the order of the seals. */
public final class TrailLedger {

  private static final int SEALS = 20;

  private final Database database;
  private final ChinaClock clock;

  TrailLedger(Database database, ChinaClock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** How the chain stands. */
  public TrailState state() {
    Optional<AuditLedger.Entry> verified =
        new AuditLedger(database, clock)
                .page(AuditLedger.Filter.ALL.of(AuditKind.VERIFIED), Optional.empty(), 1)
                .entries()
                .stream()
                .findFirst();
    return database.read(
        sql -> {
          Head head = SealTable.head(sql);
          return new TrailState(
              head,
              SealTable.at(sql, 1),
              SealTable.at(sql, head.number()),
              SealTable.marks(sql).hasCaughtUp(),
              verified.map(AuditLedger.Entry::at).orElse(0L),
              verified.map(AuditLedger.Entry::detail).orElse(""));
        });
  }

  /**
   * Verifies the chain and every row that it covers. Takes some seconds for a million rows, and
   * holds up nobody.
   *
   * @param heads what is known of the chain outside of the ledger
   * @param knownBreaks the numbers of seals that cover a restore that the caller knows of
   */
  public TrailReport verify(List<OutsideHead> heads, Set<Long> knownBreaks) {
    return new TrailCheck(database, heads, knownBreaks).run();
  }

  /** Records in the audit trail what a verification found, and who made it. */
  public void verified(TrailReport report, String who, Source from) {
    String found =
        report.isWhole()
            ? TrailState.WHOLE + " up to seal " + report.head().number()
            : "broken: "
                + report.findings().stream()
                    .map(TrailReport.Finding::sentence)
                    .findFirst()
                    .orElse("the ledger was restored");
    database.write(
        sql -> {
          AuditTable.add(
              sql,
              clock.millis(),
              AuditKind.VERIFIED,
              who,
              from,
              About.NOTHING,
              Seen.NOTHING,
              "",
              found);
          return null;
        });
  }

  /**
   * Records that the ledger is an older copy, where the end of its chain that something outside
   * names is not in it, and that is not on record yet.
   *
   * @return whether it was recorded now
   */
  public boolean compare(OutsideHead outside) {
    return database.write(
        sql -> {
          boolean fits =
              SealTable.hash(sql, outside.head().number())
                  .filter(outside.head().hash()::equals)
                  .isPresent();
          if (fits || SealTable.marks(sql).of(SealTable.RESTORED) >= outside.at()) {
            return false;
          }
          Restored.record(
              sql,
              clock.millis(),
              "start",
              outside.where() + " names seal " + outside.head().number() + ", which is not here.");
          return true;
        });
  }

  /**
   * Every row in the order of the seals; behind them those that are not sealed yet.
   *
   * @param from not before this time, milliseconds since 1970
   * @param to before this time, milliseconds since 1970
   */
  public void rows(long from, long to, Rows each) {
    SealedContent content = new SealedContent(database);
    long last = 0;
    List<Seal> some;
    do {
      long behind = last;
      some = database.read(sql -> SealTable.behind(sql, behind, SEALS));
      for (Seal seal : some) {
        rows(seal, content, from, to, each);
        last = seal.number();
      }
    } while (!some.isEmpty());
    for (TrailRow row : database.read(TrailLedger::unsealed)) {
      if (row.at() >= from && row.at() < to) {
        each.row(Optional.empty(), row);
      }
    }
  }

  private static void rows(Seal seal, SealedContent content, long from, long to, Rows each) {
    if (seal.at() < from) {
      return;
    }
    List<SealedRow> rows = SealedRows.decode(seal.data());
    Map<SealedRow, TrailRow> found = content.of(rows);
    for (SealedRow row : rows) {
      TrailRow there = found.get(row);
      if (there != null && there.at() >= from && there.at() < to) {
        each.row(Optional.of(seal), there);
      }
    }
  }

  private static List<TrailRow> unsealed(Sql sql) throws SQLException {
    Marks marks = SealTable.marks(sql);
    List<TrailRow> rows = new ArrayList<>();
    for (Trail trail : Trail.values()) {
      rows.addAll(Unsealed.behind(sql, trail, marks.upTo(trail)));
    }
    return rows;
  }

  /** Takes rows. */
  @FunctionalInterface
  public interface Rows {

    /**
     * Takes a row.
     *
     * @param seal which covers it; empty for none yet
     */
    void row(Optional<Seal> seal, TrailRow row);
  }
}
