package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import payout.batch.LineState;
import payout.batch.OutputKind;
import payout.ledger.sql.Sql;
import payout.statement.Match;
import payout.statement.MatchVerdict;
import payout.statement.StatementFile;
import payout.statement.Tally;

/** Writes what became of a statement: itself, its verdicts, its proofs, its contradictions. */
final class StatementTable {

  private static final int ID_DIGITS = 8;
  private static final String UNREAD = "unread";

  private final Sql sql;
  private final long now;

  StatementTable(Sql sql, long now) {
    this.sql = sql;
    this.now = now;
  }

  /** The statement of these bytes that was matched, or refused for this reason. */
  static Optional<StatementRecord> find(Sql sql, String sha256, String reason) throws SQLException {
    return sql.first(
        StatementRecord.SELECT + "WHERE sha256 = ? AND reason = ?",
        StatementRecord::read,
        sha256,
        reason);
  }

  static Optional<StatementRecord> find(Sql sql, long id) throws SQLException {
    return sql.first(StatementRecord.SELECT + "WHERE id = ?", StatementRecord::read, id);
  }

  /** Counts that the same bytes came again. */
  void seeAgain(StatementRecord statement) throws SQLException {
    sql.update("UPDATE statement SET seen_again = seen_again + 1 WHERE id = ?", statement.id());
  }

  /** Records one that was matched, and orders its file. */
  StatementRecord add(String name, String sha256, StatementFile file, List<Match> matches)
      throws SQLException {
    long id =
        sql.first(
                "INSERT INTO statement (sha256, name, start, layout, from_at, to_at, lines,"
                    + " incomplete, received_at, report) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " RETURNING id",
                row -> row.getLong(1),
                sha256,
                name,
                start(file.from().toLocalDate().toString(), sha256),
                file.layout().name(),
                file.from().toString(),
                file.to().toString(),
                file.rows().size(),
                file.incomplete(),
                now,
                MatchCodec.encode(matches))
            .orElseThrow();
    addVerdicts(id, matches);
    Publications.orderStatement(sql, now, id, OutputKind.STATEMENT_MATCH);
    return find(sql, id).orElseThrow();
  }

  /** Records one that is refused, and orders the file that says why. */
  StatementRecord refuse(String name, String sha256, String day, String reason)
      throws SQLException {
    long id =
        sql.first(
                "INSERT INTO statement (sha256, name, start, reason, received_at)"
                    + " VALUES (?, ?, ?, ?, ?) RETURNING id",
                row -> row.getLong(1),
                sha256,
                name,
                start(day, sha256),
                reason,
                now)
            .orElseThrow();
    Publications.orderStatement(sql, now, id, OutputKind.STATEMENT_REFUSED);
    return find(sql, id).orElseThrow();
  }

  /** One that could not be read to its end has no hash. */
  private static String shortHash(String sha256) {
    return sha256.isEmpty() ? UNREAD : sha256.substring(0, ID_DIGITS);
  }

  /** No two statements have the same, although the hash in it is short. */
  private String start(String day, String sha256) throws SQLException {
    String start = "statement." + day + "." + shortHash(sha256);
    String free = start;
    for (int i = 2; sql.number("SELECT COUNT(*) FROM statement WHERE start = ?", free) > 0; i++) {
      free = start + "-" + i;
    }
    return free;
  }

  private void addVerdicts(long id, List<Match> matches) throws SQLException {
    Map<MatchVerdict, Tally> sums = new EnumMap<>(MatchVerdict.class);
    for (Match each : matches) {
      sums.merge(each.verdict(), Tally.NONE.plus(each.amount()), Tally::plus);
    }
    for (Map.Entry<MatchVerdict, Tally> each : sums.entrySet()) {
      sql.update(
          "INSERT INTO statement_verdict (statement_id, verdict, lines, amount)"
              + " VALUES (?, ?, ?, ?)",
          id,
          each.getKey().name(),
          each.getValue().rows(),
          each.getValue().amount().fen());
    }
  }

  /** Paid lines that a row shows. */
  void see(List<Match> matches) throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    for (Match each : matches) {
      if (each.verdict() == MatchVerdict.SAME
          && each.row() != null
          && each.line().state() == LineState.PAID) {
        rows.add(
            new Object[] {
              each.line().batchId(),
              each.line().place(),
              each.row().bookingId(),
              each.line().amount().fen()
            });
      }
    }
    StatementProofs.see(sql, rows);
  }

  /**
   * Open lines that a row proves. A line that was proved before keeps its first row, and what a
   * person decided about it.
   */
  void prove(long statement, List<Match> matches) throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    for (Match each : matches) {
      if (each.verdict() == MatchVerdict.PROVED_PAID) {
        rows.add(
            new Object[] {
              each.line().batchId(),
              each.line().place(),
              each.row().isNew() ? statement : each.row().statement(),
              each.row().row(),
              each.row().bookingId(),
              each.row().at().toString(),
              each.line().serial(),
              each.line().amount().fen(),
              now
            });
      }
    }
    sql.updateEach(
        "INSERT INTO statement_proof (batch_id, place, statement_id, line, booking_id, booked_at,"
            + " serial, amount, state, found_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'OPEN', ?)"
            + " ON CONFLICT DO NOTHING",
        rows);
  }

  /** Records what contradicts the ledger; returns what was not known before. */
  List<Match> find(long statement, List<Match> matches) throws SQLException {
    List<Match> contradictions =
        matches.stream().filter(each -> each.alarm() || each.verdict().isAlarm()).toList();
    List<Match> fresh = new ArrayList<>();
    for (Match each : contradictions) {
      if (find(statement, each) == 1) {
        fresh.add(each);
      }
    }
    return fresh;
  }

  /** One by one, because of a batch of inserts PostgreSQL does not say which were made. */
  private int find(long statement, Match match) throws SQLException {
    return sql.update(
        "INSERT INTO statement_finding (verdict, batch_id, place, booking_id, statement_id,"
            + " line, serial, amount, found_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        match.verdict().name(),
        match.line() == null ? 0L : match.line().batchId(),
        match.line() == null ? 0 : match.line().place(),
        match.row() == null ? "" : match.row().bookingId(),
        statement,
        match.row() == null ? 0 : match.row().row(),
        match.line() == null ? match.row().orderNo() : match.line().serial(),
        match.amount().fen(),
        now);
  }
}
