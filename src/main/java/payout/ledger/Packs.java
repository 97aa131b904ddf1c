package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import payout.ledger.sql.LedgerException;
import payout.ledger.sql.Sql;

/** The events in packs, as rows of the trail. A damaged pack has none, and says so. */
final class Packs {

  private Packs() {}

  /** Some packs behind this id, in the order of their ids. */
  static List<Pack> behind(Sql sql, long id, int count) throws SQLException {
    return sql.list(
        "SELECT id, data FROM packed WHERE id > ? ORDER BY id LIMIT ?", Packs::read, id, count);
  }

  /** The pack of this id; empty where nothing is packed. */
  static Optional<Pack> find(Sql sql, long id) throws SQLException {
    return sql.first("SELECT id, data FROM packed WHERE id = ?", Packs::read, id);
  }

  private static Pack read(ResultSet row) throws SQLException {
    long id = row.getLong(1);
    try {
      List<PackedEvent> events = PackCodec.decode(row.getBytes(2)).events();
      return new Pack(id, events.stream().map(each -> TrailRow.packed(id, each)).toList(), false);
    } catch (LedgerException e) {
      return new Pack(id, List.of(), true);
    }
  }

  /**
   * What is packed together.
   *
   * @param id of the batch, or that of the file
   * @param rows its events
   * @param isDamaged whether it cannot be read
   */
  record Pack(long id, List<TrailRow> rows, boolean isDamaged) {}
}
