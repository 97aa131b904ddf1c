package payout.ledger;

import java.sql.SQLException;
import java.util.Optional;
import payout.batch.BatchId;
import payout.ledger.sql.Sql;
import payout.notify.NotifyIdentity;

/** The table {@code packed}. */
final class PackTable {

  private PackTable() {}

  /** The id of the row with the events of a file. */
  static long ofFile(long fileId) {
    return BatchId.of(fileId, 0);
  }

  /** What is packed under an id; empty when nothing is. */
  static Optional<Packed> find(Sql sql, long id) throws SQLException {
    return sql.first("SELECT data FROM packed WHERE id = ?", row -> row.getBytes(1), id)
        .map(PackCodec::decode);
  }

  /** Whether a notify is packed with its batch. */
  static boolean holds(Sql sql, long batchId, NotifyIdentity identity) throws SQLException {
    return find(sql, batchId).stream()
        .flatMap(packed -> packed.notifies().stream())
        .anyMatch(
            each ->
                each.notifyId().equals(identity.notifyId())
                    && each.digest().equals(identity.sha256()));
  }

  /**
   * Packs under an id, in place of what is packed there.
   *
   * @return false when it is too large; then nothing is changed
   */
  static boolean put(Sql sql, long id, Packed packed) throws SQLException {
    Optional<byte[]> value = PackCodec.encode(packed);
    if (value.isPresent()) {
      delete(sql, id);
      sql.update("INSERT INTO packed (id, data) VALUES (?, ?)", id, value.get());
    }
    return value.isPresent();
  }

  static void delete(Sql sql, long id) throws SQLException {
    sql.update("DELETE FROM packed WHERE id = ?", id);
  }
}
