package payout.ledger.serial;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import payout.batch.BatchId;
import payout.ledger.sql.Sql;

/**
 * Which batches hold a serial with a given hash: the table {@code serial_page}.
 *
 * <p>A page holds the hashes from its own bound up to the next page's, sorted, in one value. The
 * serials of a file come sorted too, so one statement serves hundreds of them. A page that grew too
 * long is cut into several; no page is ever removed, and the first one begins at 0.
 *
 * <p>Only the process with the lease of the intake changes pages. Reading is possible at any time.
 */
public final class SerialIndex {

  private static final String PAGE = "SELECT low, data FROM serial_page WHERE low ";

  private SerialIndex() {}

  /**
   * A batch of another file may hold a serial number of this one.
   *
   * @param otherBatchId the batch that holds a serial with the same hash
   * @param entry the entry of this file, see {@link SerialEntry}
   */
  public record Hit(long otherBatchId, long entry) {}

  /**
   * Adds the entries of a file that are not there yet.
   *
   * @param entries see {@link SerialEntry}, in sorted order
   * @return a hit for the first entry of each hash that a batch of another, taken file holds
   */
  public static List<Hit> add(Sql sql, long fileId, long[] entries) throws SQLException {
    Hits hits = new Hits(sql, fileId);
    walk(
        sql,
        entries,
        (page, from, to) -> {
          hits.add(page, entries, from, to);
          write(sql, page, page.with(fileId, entries, from, to));
        });
    return hits.found;
  }

  /** Looks for the batches of other, taken files, as {@link #add} does, and changes nothing. */
  public static List<Hit> find(Sql sql, long fileId, long[] entries) throws SQLException {
    Hits hits = new Hits(sql, fileId);
    walk(sql, entries, (page, from, to) -> hits.add(page, entries, from, to));
    return hits.found;
  }

  /** Removes the entries of a file. */
  public static void remove(Sql sql, long fileId, long[] entries) throws SQLException {
    walk(
        sql,
        entries,
        (page, from, to) -> write(sql, page, List.of(page.without(fileId, entries, from, to))));
  }

  /** The batches of accepted files that may hold a serial with this hash. */
  public static List<Long> batches(Sql sql, long hash) throws SQLException {
    Hits hits = new Hits(sql, 0);
    long[] entry = {SerialEntry.of(hash)};
    walk(sql, entry, (page, from, to) -> hits.add(page, entry, from, to));
    return hits.found.stream().map(Hit::otherBatchId).toList();
  }

  /** Goes through the pages that the entries belong to, each once for all of its entries. */
  private static void walk(Sql sql, long[] entries, Visit visit) throws SQLException {
    int from = 0;
    while (from < entries.length) {
      SerialPage page = page(sql, SerialEntry.hash(entries[from]));
      long end = endOf(sql, page);
      int to = from + 1;
      while (to < entries.length && SerialEntry.hash(entries[to]) < end) {
        to++;
      }
      visit.of(page, from, to);
      from = to;
    }
  }

  private static SerialPage page(Sql sql, long hash) throws SQLException {
    return sql.first(
            PAGE + "<= ? ORDER BY low DESC LIMIT 1",
            row -> SerialPage.stored(row.getLong(1), row.getBytes(2)),
            hash)
        .orElseGet(SerialPage::first);
  }

  private static long endOf(Sql sql, SerialPage page) throws SQLException {
    Optional<Long> next =
        sql.first(
            "SELECT low FROM serial_page WHERE low > ? ORDER BY low LIMIT 1",
            row -> row.getLong(1),
            page.low());
    return next.orElse(Long.MAX_VALUE);
  }

  /** Writes a changed page: the first in its place, the others as new ones. */
  private static void write(Sql sql, SerialPage before, List<SerialPage> after)
      throws SQLException {
    List<SerialPage> fresh = before.isStored() ? after.subList(1, after.size()) : after;
    if (before.isStored()) {
      sql.updateOne(
          "UPDATE serial_page SET data = ? WHERE low = ?", after.get(0).data(), before.low());
    }
    if (fresh.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        sql.prepare("INSERT INTO serial_page (low, data) VALUES (?, ?)")) {
      for (SerialPage page : fresh) {
        insert.setLong(1, page.low());
        insert.setBytes(2, page.data());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** What is done with the entries from..to, which belong to one page. */
  @FunctionalInterface
  private interface Visit {
    void of(SerialPage page, int from, int to) throws SQLException;
  }

  /** Collects hits; checks once for each batch whether its file was accepted. */
  private static final class Hits {

    private final Sql sql;
    private final long fileId;
    private final Map<Long, Boolean> taken = new HashMap<>();
    private final List<Hit> found = new ArrayList<>();

    Hits(Sql sql, long fileId) {
      this.sql = sql;
      this.fileId = fileId;
    }

    /** Of entries with one hash the first is enough: the others repeat in the file. */
    public void add(SerialPage page, long[] entries, int from, int to) throws SQLException {
      int at = 0;
      for (int i = from; i < to; i++) {
        long hash = SerialEntry.hash(entries[i]);
        at = page.next(at, hash);
        for (; at < page.size() && page.hash(at) == hash; at++) {
          if (isTaken(page.batchId(at))) {
            found.add(new Hit(page.batchId(at), entries[i]));
          }
        }
      }
    }

    /** A batch without a number belongs to a file that was not accepted, or was deleted. */
    private boolean isTaken(long batchId) throws SQLException {
      if (BatchId.fileOf(batchId) == fileId) {
        return false;
      }
      Boolean known = taken.get(batchId);
      if (known == null) {
        String text = "SELECT COUNT(*) FROM batch WHERE id = ? AND batch_no IS NOT NULL";
        known = sql.number(text, batchId) == 1;
        taken.put(batchId, known);
      }
      return known;
    }
  }
}
