package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import payout.batch.PayoutLine;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * The largest payments of a file, for who has to approve it.
 *
 * <p>Each batch keeps the largest amount of its lines. The largest ten lines of a file are in the
 * ten batches whose largest amounts are largest, so no other batch is read, whatever the size of
 * the file. One batch is in memory at a time.
 */
public final class LargestPayments {

  /** At most so many payments are named. */
  public static final int COUNT_MAX = 100;

  private static final Comparator<Payment> LARGEST_FIRST =
      Comparator.comparing((Payment each) -> each.line().amount())
          .reversed()
          .thenComparing(Payment::batchId)
          .thenComparing(each -> each.line().row());

  private final Database database;

  LargestPayments(Database database) {
    this.database = database;
  }

  /**
   * The largest payments of a file, the largest first; of equal ones those that come first in it.
   *
   * @param count how many, at most {@value #COUNT_MAX}
   */
  public List<Payment> of(long fileId, int count) {
    int most = Math.min(count, COUNT_MAX);
    return database.read(
        sql -> {
          PriorityQueue<Payment> largest = new PriorityQueue<>(LARGEST_FIRST.reversed());
          for (Batch each : batches(sql, fileId, most)) {
            for (PayoutLine line : Contents.lines(sql, each.id())) {
              largest.add(new Payment(each.id(), each.batchNo(), line));
              if (largest.size() > most) {
                largest.poll();
              }
            }
          }
          return largest.stream().sorted(LARGEST_FIRST).toList();
        });
  }

  /** Those that can hold one; each of which an earlier program staged could. */
  private static List<Batch> batches(Sql sql, long fileId, int count) throws SQLException {
    List<Batch> batches =
        new ArrayList<>(
            sql.list(
                "SELECT id, batch_no FROM batch WHERE file_id = ? AND largest IS NOT NULL"
                    + " ORDER BY largest DESC, id LIMIT ?",
                row -> new Batch(row.getLong(1), row.getString(2)),
                fileId,
                count));
    batches.addAll(
        sql.list(
            "SELECT id, batch_no FROM batch WHERE file_id = ? AND largest IS NULL ORDER BY id",
            row -> new Batch(row.getLong(1), row.getString(2)),
            fileId));
    return batches;
  }

  private record Batch(long id, String batchNo) {}

  /**
   * A payment of a file. Its account and name must be masked where they are shown.
   *
   * @param batchId the ledger's own number of its batch
   * @param batchNo the number of its batch
   * @param line what is to be paid
   */
  public record Payment(long batchId, String batchNo, PayoutLine line) {

    /** Without the line, whose account and name must not be logged. */
    @Override
    public String toString() {
      return "a payment of batch " + batchNo;
    }
  }
}
