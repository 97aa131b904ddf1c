package payout.ledger;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import payout.batch.BatchId;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * Packs files that were settled long ago, so that a ledger stays small and fast over the years.
 *
 * <p>Each {@link #step} is one look or one small commit, of one batch. Everything of a batch is
 * either packed or where it was, so a process may end anywhere, and whoever goes on finds what is
 * left. The row of a batch is locked while it is packed, so an act or a late notify comes before or
 * after it. One process at a time does it, by the row {@code pack} of {@code lease}; that spares
 * work and is not needed for safety.
 */
public final class PackLedger {

  private static final long LEASE_MS = TimeUnit.SECONDS.toMillis(20);
  private static final int FILE_DONE = -2;
  private static final int NOT_SEALED = -1;

  private final Database database;
  private final ChinaClock clock;
  private final String owner;
  private final LedgerGate gate;
  private final long keepMs;

  /** The batches of the file that stay as they are. */
  private final Set<Integer> tooLarge = new HashSet<>();

  private long fileId;
  private int place;
  private long leaseUntil;

  PackLedger(Database database, ChinaClock clock, String owner, LedgerGate gate, long keepMs) {
    this.database = database;
    this.clock = clock;
    this.owner = owner;
    this.gate = gate;
    this.keepMs = keepMs;
  }

  /**
   * Does a small part of what is left.
   *
   * @return whether another step may follow at once; false when nothing is left, and when another
   *     process does it
   */
  public synchronized boolean step() {
    if (keepMs == 0 || !gate.isOpen()) {
      return false;
    }
    if (fileId == 0) {
      fileId = database.read(this::next).orElse(0L);
      place = 0;
      tooLarge.clear();
    }
    if (fileId == 0 || !isOurs()) {
      fileId = 0;
      return false;
    }
    place = database.write(this::packOne);
    fileId = place >= 0 ? fileId : 0;
    return place != NOT_SEALED;
  }

  /** A file whose accounts are not indexed yet is read once more by that. */
  private Optional<Long> next(Sql sql) throws SQLException {
    return sql.first(
        "SELECT id FROM payout_file WHERE state = 'SETTLED' AND packed_at IS NULL"
            + " AND accounts_from IS NULL AND settled_at < ? ORDER BY settled_at LIMIT 1",
        row -> row.getLong(1),
        clock.millis() - keepMs);
  }

  private boolean isOurs() {
    long now = clock.millis();
    if (now < leaseUntil - LEASE_MS / 2) {
      return true;
    }
    boolean ours =
        database.write(
            sql ->
                sql.update(
                        "INSERT INTO lease (name, owner, lease_until) VALUES ('pack', ?, ?)"
                            + " ON CONFLICT (name) DO UPDATE SET owner = excluded.owner,"
                            + " lease_until = excluded.lease_until"
                            + " WHERE lease.owner = excluded.owner OR lease.lease_until < ?",
                        owner,
                        now + LEASE_MS,
                        now)
                    == 1);
    leaseUntil = ours ? now + LEASE_MS : 0;
    return ours;
  }

  /**
   * Packs the next batch of the file; behind its last one the file itself. A batch that was
   * unpacked meanwhile, by a late notify or a correction, is packed again before that: nobody would
   * come back to it afterwards.
   *
   * @return the place behind which the next step goes on; {@value #FILE_DONE} when the file is
   *     done; {@value #NOT_SEALED} when an event is not sealed yet, so that a sealer never has to
   *     look for it in a pack
   */
  private int packOne(Sql sql) throws SQLException {
    Optional<Integer> next = toPack(sql, place);
    if (next.isPresent()) {
      BatchRecord batch = BatchTable.lock(sql, BatchId.of(fileId, next.get()));
      if (!SealTable.isSealed(sql, batch)) {
        return NOT_SEALED;
      }
      if (!Packing.pack(sql, batch)) {
        tooLarge.add(next.get());
      }
      return next.get();
    }
    FileTable.lock(sql, fileId);
    Optional<Integer> unpacked = toPack(sql, 0);
    if (unpacked.isPresent()) {
      return unpacked.get() - 1; // a batch is locked before its file
    }
    if (!SealTable.isSealed(sql, fileId)) {
      return NOT_SEALED;
    }
    Packing.packFile(sql, fileId);
    FileTable.packed(sql, fileId, clock.millis());
    return FILE_DONE;
  }

  /** The first batch behind a place that can be packed and is not. */
  private Optional<Integer> toPack(Sql sql, int after) throws SQLException {
    Optional<Integer> found = Optional.of(after);
    do {
      found =
          sql.first(
              "SELECT place FROM batch WHERE file_id = ? AND place > ? AND state = 'SETTLED'"
                  + " AND EXISTS (SELECT 1 FROM batch_lines l WHERE l.batch_id = batch.id)"
                  + " ORDER BY place LIMIT 1",
              row -> row.getInt(1),
              fileId,
              found.get());
    } while (found.isPresent() && tooLarge.contains(found.get()));
    return found;
  }
}
