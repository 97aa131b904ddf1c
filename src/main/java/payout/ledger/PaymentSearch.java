package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import payout.batch.LineResult;
import payout.batch.PayoutLine;
import payout.ledger.sql.Sql;

/**
 * Finds payments in the batches that may hold them: the newest batch first, and in a batch the
 * first line first.
 *
 * <p>However many there are, one page reads at most 50 batches and has at most 200 rows.
 */
final class PaymentSearch {

  static final int ROWS_MAX = 200;
  static final int BATCHES_MAX = 50;

  private static final int NO_LINE = -1;

  private final Sql sql;
  private final Predicate<PayoutLine> isWanted;
  private final List<Payment> found = new ArrayList<>();

  PaymentSearch(Sql sql, Predicate<PayoutLine> isWanted) {
    this.sql = sql;
    this.isWanted = isWanted;
  }

  /**
   * One page.
   *
   * @param after where the page before ended; empty for the first page
   * @param accountsBefore see {@link PaymentPage}
   */
  PaymentPage page(Batches batches, String after, long accountsBefore) throws SQLException {
    Position from = Position.of(after, Position.TOP);
    List<Long> ids = batches.upTo(from.first(), BATCHES_MAX + 1);
    Position next = null;
    for (int i = 0; i < ids.size() && next == null; i++) {
      long id = ids.get(i);
      int behind = id == from.first() ? (int) from.second() : NO_LINE;
      next = i == BATCHES_MAX ? new Position(id, NO_LINE) : read(id, behind);
    }
    return new PaymentPage(List.copyOf(found), next == null ? "" : next.text(), accountsBefore);
  }

  /** Reads a batch behind a line of it; returns where to go on when the page is full. */
  private Position read(long batchId, int behind) throws SQLException {
    Optional<Payment.Origin> origin = Payment.Origin.find(sql, batchId);
    if (origin.isEmpty()) {
      return null;
    }
    BatchRecord batch = origin.get().batch();
    List<PayoutLine> lines = Contents.lines(sql, batchId);
    List<LineResult> results = null;
    for (int i = behind + 1; i < lines.size(); i++) {
      if (isWanted.test(lines.get(i))) {
        if (found.size() == ROWS_MAX) {
          return new Position(batchId, i - 1);
        }
        results = results == null ? Contents.results(sql, batch, lines.size()) : results;
        found.add(new Payment(origin.get(), i, lines.get(i), results.get(i)));
      }
    }
    return null;
  }

  /** Batches that may hold what is looked for. */
  @FunctionalInterface
  interface Batches {
    /** At most so many, the newest first, none with a greater id than the last. */
    List<Long> upTo(long last, int count) throws SQLException;
  }
}
