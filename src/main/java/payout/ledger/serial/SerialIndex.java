package payout.ledger.serial;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import payout.batch.BatchId;
import payout.ledger.page.IndexPage;
import payout.ledger.page.PageIndex;
import payout.ledger.page.Pairs;
import payout.ledger.sql.Sql;

/**
 * Which batches hold a serial with a given hash: the table {@code serial_page}.
 *
 * <p>See {@link PageIndex} for the pages. Only the file that has the turn to be decided changes
 * pages. Reading is possible at any time.
 */
public final class SerialIndex {

  private static final PageIndex PAGES = new PageIndex("serial_page", SerialForm.FORM);

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
    PAGES.add(sql, pairs(fileId, entries), (page, from, to) -> hits.add(page, entries, from, to));
    return hits.found;
  }

  /** Looks for the batches of other, taken files, as {@link #add} does, and changes nothing. */
  public static List<Hit> find(Sql sql, long fileId, long[] entries) throws SQLException {
    Hits hits = new Hits(sql, fileId);
    PAGES.walk(sql, pairs(fileId, entries), (page, from, to) -> hits.add(page, entries, from, to));
    return hits.found;
  }

  /** Removes the entries of a file. */
  public static void remove(Sql sql, long fileId, long[] entries) throws SQLException {
    PAGES.remove(sql, pairs(fileId, entries));
  }

  /** The batches of accepted files that may hold a serial with this hash. */
  public static List<Long> batches(Sql sql, long hash) throws SQLException {
    return find(sql, 0, new long[] {SerialEntry.of(hash)}).stream().map(Hit::otherBatchId).toList();
  }

  private static Pairs pairs(long fileId, long[] entries) {
    return Pairs.of(SerialForm.FORM, fileId, entries);
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
    public void add(IndexPage page, long[] entries, int from, int to) throws SQLException {
      int at = 0;
      for (int i = from; i < to; i++) {
        long hash = SerialEntry.hash(entries[i]);
        while (at < page.size() && page.hash(at) < hash) {
          at++;
        }
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
