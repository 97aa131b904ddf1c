package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import payout.batch.LineResult;
import payout.batch.LineState;
import payout.batch.PayoutLine;
import payout.ledger.sql.Sql;

/**
 * A payment that is known as failed or refused, and that a statement of the account shows as made.
 * Until somebody corrects it, it counts like one that was paid: to pay it again would pay it twice.
 *
 * @param batchId its batch
 * @param line itself
 */
public record PaidAfterAll(long batchId, PayoutLine line) {

  /** Usually there is none; more than these are not looked at. */
  private static final int MAX = 10_000;

  private static final String FOUND =
      "SELECT DISTINCT batch_id, place FROM statement_finding"
          + " WHERE verdict IN ('FAILED_BUT_PAID', 'PAID_TWICE')"
          + " ORDER BY batch_id DESC, place LIMIT ?";

  /** Proved while they were open, and failed since, in whatever way. */
  private static final String PROVED =
      "SELECT p.batch_id, p.place FROM statement_proof p JOIN batch b ON b.id = p.batch_id"
          + " WHERE p.state = 'OPEN'"
          + " AND (b.state = 'REFUSED' OR b.open_lines + b.paid_lines < b.lines)"
          + " AND NOT EXISTS (SELECT 1 FROM statement_row r WHERE r.booking_id = p.booking_id"
          + " AND r.disputed = 1) ORDER BY p.batch_id DESC, p.place LIMIT ?";

  /**
   * None is ever deleted. The newest number would not do: the one before may be committed later.
   */
  private static final String COUNT =
      "SELECT COUNT(*) FROM statement_finding WHERE verdict IN ('FAILED_BUT_PAID', 'PAID_TWICE')";

  /** All of them as they are known now, and by what it is noticed that there is another one. */
  static Known known(Sql sql) throws SQLException {
    Mark mark = mark(sql);
    return new Known(all(sql), mark);
  }

  private static Mark mark(Sql sql) throws SQLException {
    return new Mark(
        sql.number(COUNT),
        Set.copyOf(sql.list(PROVED, row -> row.getLong(1) + " " + row.getLong(2), MAX)));
  }

  /**
   * Keeps statements from adding one until the end of the transaction: the statement that would
   * finds the file taken, and holds what it would pay again. To be called before other locks are
   * taken.
   *
   * @param compared null for a file that has no serial of an earlier one, for which nothing waits
   */
  static void holdStatements(Sql sql, Mark compared) throws SQLException {
    if (compared != null) {
      StatementTurn.hold(sql);
    }
  }

  /**
   * Requires that none was added since the serials of a file were compared with them.
   *
   * @param compared null for a file that has no serial of an earlier one
   * @throws ClaimLostException when there may be another one; the file is to be read again
   */
  static void requireKnown(Sql sql, FileRecord file, Mark compared) throws SQLException {
    if (compared != null && !mark(sql).equals(compared)) {
      throw new ClaimLostException(
          "The file "
              + file.name()
              + " is read again later: while it was read, a statement of the account contradicted"
              + " the ledger, perhaps about a payment that the file repeats.");
    }
  }

  /** All of them, the newest first. */
  static List<PaidAfterAll> all(Sql sql) throws SQLException {
    TreeMap<Long, Set<Integer>> places = new TreeMap<>(Comparator.reverseOrder());
    for (String query : List.of(FOUND, PROVED)) {
      for (long[] each : sql.list(query, row -> new long[] {row.getLong(1), row.getLong(2)}, MAX)) {
        places.computeIfAbsent(each[0], none -> new TreeSet<>()).add((int) each[1]);
      }
    }
    List<PaidAfterAll> all = new ArrayList<>();
    for (Map.Entry<Long, Set<Integer>> each : places.entrySet()) {
      Contents.find(sql, each.getKey())
          .ifPresent(
              batch ->
                  each.getValue().stream()
                      .filter(place -> isNotPaid(batch.results().get(place)))
                      .map(place -> new PaidAfterAll(each.getKey(), batch.lines().get(place)))
                      .forEach(all::add));
    }
    return all;
  }

  /**
   * All of them at one moment.
   *
   * @param payments the newest first
   * @param mark by which another moment is compared; null where nothing is accepted
   */
  public record Known(List<PaidAfterAll> payments, Mark mark) {}

  /**
   * What they were found by.
   *
   * @param findings the number of contradictions that say so
   * @param proved the lines that a statement proves and that failed, as texts
   */
  public record Mark(long findings, Set<String> proved) {}

  private static boolean isNotPaid(LineResult result) {
    return result.state() == LineState.FAILED || result.state() == LineState.REFUSED;
  }

  /** Without account and name, which must not be logged. */
  @Override
  public String toString() {
    return "serial " + line.serial() + " of batch " + batchId;
  }
}
