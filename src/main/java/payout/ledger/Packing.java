package payout.ledger;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import payout.ledger.sql.Sql;

/**
 * Packs batches and unpacks them.
 *
 * <p>Invariant: a row of another table goes into the pack and is deleted there in one commit, and
 * comes back with the same id and content in the commit that unpacks it. So everything is in one
 * place at any time, and whoever reads looks in both.
 */
final class Packing {

  private static final String APPLIED =
      " FROM notify WHERE batch_no = ? AND batch_id = ? AND verdict = 'APPLIED'";

  private Packing() {}

  /**
   * Packs a settled batch, which the caller has locked. Does nothing where it is packed, or too
   * large.
   *
   * @return false when it is too large, so that it stays as it is
   */
  static boolean pack(Sql sql, BatchRecord batch) throws SQLException {
    Optional<byte[]> lines =
        one(sql, "SELECT data FROM batch_lines WHERE batch_id = ?", batch.id());
    List<PackedNotify> notifies =
        sql.list(
            "SELECT *" + APPLIED + " ORDER BY id", PackedNotify::read, batch.batchNo(), batch.id());
    long bytes = notifies.stream().mapToLong(each -> each.body().length).sum();
    if (lines.isEmpty() || bytes > PackCodec.BYTES_MAX) {
      return lines.isEmpty();
    }
    Optional<byte[]> results =
        one(sql, "SELECT data FROM batch_results WHERE batch_id = ?", batch.id());
    List<PackedEvent> events =
        sql.list(
            "SELECT * FROM event WHERE file_id = ? AND batch_id = ? ORDER BY id",
            PackedEvent::read,
            batch.fileId(),
            batch.id());
    Packed packed = new Packed(lines.get(), results.orElse(null), events, notifies);
    if (!PackTable.put(sql, batch.id(), packed)) {
      return false;
    }
    sql.update("DELETE FROM batch_lines WHERE batch_id = ?", batch.id());
    sql.update("DELETE FROM batch_results WHERE batch_id = ?", batch.id());
    sql.update("DELETE" + APPLIED, batch.batchNo(), batch.id());
    sql.update("DELETE FROM event WHERE file_id = ? AND batch_id = ?", batch.fileId(), batch.id());
    return true;
  }

  /**
   * Packs the events of a file, which the caller has locked; those that are packed stay. Does
   * nothing where they are too large together.
   */
  static void packFile(Sql sql, long fileId) throws SQLException {
    List<PackedEvent> events = EventReader.lastOfFile(sql, fileId, Integer.MAX_VALUE);
    List<PackedEvent> oldestFirst =
        events.stream().sorted(Comparator.comparingLong(PackedEvent::id)).toList();
    Packed packed = new Packed(null, null, oldestFirst, List.of());
    if (!PackTable.put(sql, PackTable.ofFile(fileId), packed)) {
      return;
    }
    sql.update("DELETE FROM event WHERE file_id = ? AND batch_id IS NULL", fileId);
  }

  private static Optional<byte[]> one(Sql sql, String query, long id) throws SQLException {
    return sql.first(query, row -> row.getBytes(1), id);
  }

  /**
   * Puts everything of a batch back where it was, before something of it is changed in the same
   * transaction; does nothing where nothing is packed. The caller has locked the batch.
   */
  static void unpack(Sql sql, BatchRecord batch) throws SQLException {
    Optional<Packed> found =
        batch.state().isFinal() ? PackTable.find(sql, batch.id()) : Optional.empty();
    if (found.isEmpty()) {
      return;
    }
    Packed packed = found.get();
    sql.update(
        "INSERT INTO batch_lines (batch_id, data) VALUES (?, ?)", batch.id(), packed.lines());
    if (packed.results() != null) {
      sql.update(
          "INSERT INTO batch_results (batch_id, data) VALUES (?, ?)", batch.id(), packed.results());
    }
    for (PackedEvent each : packed.events()) {
      putBack(sql, batch, each);
    }
    for (PackedNotify each : packed.notifies()) {
      putBack(sql, batch.id(), each);
    }
    PackTable.delete(sql, batch.id());
    FileTable.packed(sql, batch.fileId(), null);
  }

  /** Puts an event of a batch back that was packed, under its id. */
  private static void putBack(Sql sql, BatchRecord batch, PackedEvent event) throws SQLException {
    sql.update(
        "INSERT INTO event (id, at, file_id, batch_id, kind, from_state, to_state, cause, detail,"
            + " node) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        event.id(),
        event.at(),
        batch.fileId(),
        batch.id(),
        event.kind(),
        event.from(),
        event.to(),
        event.cause(),
        event.detail(),
        event.node());
  }

  /** Puts a notify back that was packed, under its id. */
  private static void putBack(Sql sql, long batchId, PackedNotify notify) throws SQLException {
    sql.update(
        "INSERT INTO notify (id, notify_id, digest, batch_no, batch_id, verdict, detail,"
            + " received_at, body, form) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        notify.id(),
        notify.notifyId(),
        notify.digest(),
        notify.batchNo(),
        batchId,
        notify.verdict(),
        notify.detail(),
        notify.receivedAt(),
        NotifyBody.stored(notify.body()),
        NotifyBody.COMPRESSED);
  }
}
