package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import payout.batch.LineResult;
import payout.batch.LineState;
import payout.batch.Money;
import payout.ledger.ActRefusedException.Why;
import payout.ledger.sql.Sql;
import payout.statement.Match;
import payout.statement.MatchVerdict;

/**
 * What statements proved and nobody has recorded or dismissed yet: the proposal of each statement.
 *
 * <p>Invariant: a proposal never holds a line that is no longer open, that is of a batch which is
 * being sent, or whose booking is disputed.
 */
final class StatementProofs {

  private static final String OPEN =
      "SELECT p.*, b.batch_no FROM statement_proof p JOIN batch b ON b.id = p.batch_id"
          + " WHERE p.statement_id = ? AND p.state = 'OPEN' AND b.state IN ('TAKEN', 'UNKNOWN')"
          + " AND NOT EXISTS (SELECT 1 FROM statement_row r WHERE r.booking_id = p.booking_id"
          + " AND r.disputed = 1)";

  private static final String ORDER = " ORDER BY p.batch_id, p.place";

  private static final String BATCHES =
      "SELECT DISTINCT p.batch_id FROM statement_proof p JOIN batch b ON b.id = p.batch_id"
          + " WHERE p.statement_id = ? AND p.state = 'OPEN' AND b.state IN ('TAKEN', 'UNKNOWN')"
          + " ORDER BY p.batch_id";

  private static final String NOT_RECORDED =
      "SELECT p.place, p.statement_id FROM statement_proof p"
          + " WHERE p.batch_id = ? AND p.state <> 'DONE'"
          + " AND NOT EXISTS (SELECT 1 FROM statement_row r WHERE r.booking_id = p.booking_id"
          + " AND r.disputed = 1)";

  private static final String CONTRADICT =
      "INSERT INTO statement_finding (verdict, batch_id, place, booking_id, statement_id, line,"
          + " serial, amount, found_at) SELECT 'FAILED_BUT_PAID', batch_id, place, booking_id,"
          + " statement_id, line, serial, amount, CAST(? AS BIGINT) FROM statement_proof"
          + " WHERE batch_id = ? AND place = ? ON CONFLICT DO NOTHING";

  private static final String SERIAL =
      "SELECT serial FROM statement_proof WHERE batch_id = ? AND place = ?";

  private StatementProofs() {}

  /**
   * Whether the lines that a statement proves are open at this moment. Locks their batches, so that
   * a notify which decides one of them comes before the statement or finds its proof.
   */
  static boolean areOpen(Sql sql, List<Match> matches) throws SQLException {
    TreeMap<Long, Set<Integer>> places = new TreeMap<>();
    for (Match each : matches) {
      if (each.verdict() == MatchVerdict.PROVED_PAID) {
        places
            .computeIfAbsent(each.line().batchId(), none -> new TreeSet<>())
            .add(each.line().place());
      }
    }
    boolean areOpen = true;
    for (Map.Entry<Long, Set<Integer>> each : places.entrySet()) {
      BatchRecord batch = BatchTable.lock(sql, each.getKey());
      List<LineResult> results = Contents.results(sql, batch, batch.lines());
      areOpen &= each.getValue().stream().allMatch(at -> results.get(at).state() == LineState.OPEN);
    }
    return areOpen;
  }

  /** The batches in which a statement proposes something, in order. */
  static List<Long> batches(Sql sql, long statement) throws SQLException {
    return sql.list(BATCHES, row -> row.getLong(1), statement);
  }

  /** The proposal of a statement, in the order of batches and lines. */
  static List<Proof> open(Sql sql, long statement) throws SQLException {
    return open(sql, sql.list(OPEN + ORDER, Found::read, statement));
  }

  /** The part of the proposal that concerns a batch, in the order of lines. */
  static List<Proof> open(Sql sql, long statement, long batchId) throws SQLException {
    return open(
        sql, sql.list(OPEN + " AND p.batch_id = ?" + ORDER, Found::read, statement, batchId));
  }

  private static List<Proof> open(Sql sql, List<Found> found) throws SQLException {
    Map<Long, List<LineResult>> results = new HashMap<>();
    List<Proof> open = new ArrayList<>();
    for (Found each : found) {
      if (!results.containsKey(each.batchId)) {
        BatchRecord batch = Contents.batch(sql, each.batchId);
        results.put(each.batchId, Contents.results(sql, batch, batch.lines()));
      }
      if (results.get(each.batchId).get(each.place).state() == LineState.OPEN) {
        open.add(each.proof);
      }
    }
    return open;
  }

  /** The statements that prove a line which nobody decided on, the oldest first. */
  static List<StatementRecord> undecided(Sql sql) throws SQLException {
    return sql.list(
        StatementRecord.SELECT
            + "WHERE id IN (SELECT p.statement_id FROM statement_proof p"
            + " JOIN batch b ON b.id = p.batch_id"
            + " WHERE p.state = 'OPEN' AND b.state IN ('TAKEN', 'UNKNOWN')) ORDER BY id",
        StatementRecord::read);
  }

  /**
   * The lines of a batch that a statement shows as paid, although nobody recorded it, by place.
   *
   * @param dismissed whether also those of which a person said that nothing follows from them
   */
  static Map<Integer, Long> notRecorded(Sql sql, long batchId, boolean dismissed)
      throws SQLException {
    Map<Integer, Long> places = new TreeMap<>();
    String query = NOT_RECORDED + (dismissed ? "" : " AND p.state = 'OPEN'");
    for (long[] each :
        sql.list(query, row -> new long[] {row.getLong(1), row.getLong(2)}, batchId)) {
      places.put((int) each[0], each[1]);
    }
    return places;
  }

  /**
   * Records for the lines of a batch that failed just now, and that a statement shows as paid, that
   * the two contradict each other.
   *
   * @param results of its lines as they are now
   * @return the serials of those that were not known as such before
   */
  static List<String> contradict(Sql sql, long now, long batchId, List<LineResult> results)
      throws SQLException {
    List<String> fresh = new ArrayList<>();
    for (int place : notRecorded(sql, batchId, true).keySet()) {
      LineState is = results.get(place).state();
      if ((is == LineState.FAILED || is == LineState.REFUSED)
          && sql.update(CONTRADICT, now, batchId, place) == 1) {
        fresh.add(sql.first(SERIAL, row -> row.getString(1), batchId, place).orElseThrow());
      }
    }
    return fresh;
  }

  /** Records that lines are proved, and by which booking. */
  static void done(Sql sql, long batchId, Map<Integer, Proof> places) throws SQLException {
    List<Object[]> seen = new ArrayList<>();
    List<Object[]> done = new ArrayList<>();
    places.forEach(
        (place, proof) -> {
          seen.add(new Object[] {batchId, place, proof.bookingNo(), proof.amount().fen()});
          done.add(new Object[] {batchId, place});
        });
    sql.updateEach(
        "UPDATE statement_proof SET state = 'DONE' WHERE batch_id = ? AND place = ?", done);
    see(sql, seen);
  }

  /** Records the bookings that show paid lines: batch, place, booking, fen. */
  static void see(Sql sql, List<Object[]> rows) throws SQLException {
    sql.updateEach(
        "INSERT INTO statement_seen (batch_id, place, booking_id, amount) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        rows);
  }

  /**
   * What it would do to dismiss the proposal of a statement: its lines stay as they are, and the
   * statement proposes nothing more.
   */
  static ActPlan planDismiss(Sql sql, AcceptRules rules, StatementRecord statement, Act act)
      throws SQLException {
    act.requireReason();
    ActSteps.requireApprover(rules, act);
    List<Proof> proofs = open(sql, statement.id());
    long undecided =
        sql.number(
            "SELECT COUNT(*) FROM statement_proof WHERE statement_id = ? AND state = 'OPEN'",
            statement.id());
    if (undecided == 0) {
      throw new ActRefusedException(Why.STATE, "The statement proposes nothing.");
    }
    List<Preview.Move> moves =
        proofs.stream()
            .map(
                proof ->
                    new Preview.Move(
                        proof.serial(),
                        LineState.OPEN.name(),
                        LineState.OPEN.name(),
                        1,
                        proof.amount()))
            .toList();
    return new ActPlan(
        Preview.of(
            ActKind.DISMISS,
            ActResult.DONE,
            "What statement "
                + statement.start()
                + " proves about "
                + Counted.of(proofs.size(), "line", "lines")
                + " is not recorded; they stay open, and their batches go on as before.",
            moves,
            ActSteps.sum(moves)),
        About.thing("statement " + statement.sha256()),
        () ->
            sql.update(
                "UPDATE statement_proof SET state = 'DISMISSED'"
                    + " WHERE statement_id = ? AND state = 'OPEN'",
                statement.id()));
  }

  /** A proof with its place. */
  private record Found(long batchId, int place, Proof proof) {

    static Found read(ResultSet row) throws SQLException {
      return new Found(
          row.getLong("batch_id"),
          row.getInt("place"),
          new Proof(
              row.getString("batch_no"),
              row.getString("serial"),
              new Money(row.getLong("amount")),
              row.getInt("line"),
              row.getString("booking_id"),
              LocalDateTime.parse(row.getString("booked_at"))));
    }
  }
}
