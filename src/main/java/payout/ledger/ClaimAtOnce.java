package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import payout.batch.BatchLines;
import payout.batch.BatchState;
import payout.batch.ChinaClock;
import payout.batch.Earlier;
import payout.batch.Payer;
import payout.batch.Verdict;
import payout.ledger.sql.Sql;

/**
 * Claims the next batch on PostgreSQL in one statement, and records the outcome of the last post in
 * the same one. With its commit it is a single round trip, however far away the database is.
 *
 * <p>A batch that somebody else has locked is passed over, so no claim waits for another one.
 *
 * <p>What is rare is not here but seen here: while sending is paused, and when the batch that is
 * due must not be sent, nothing is claimed, and the answer says so.
 */
final class ClaimAtOnce {

  private static final String SENDING = BatchState.SENDING.name();
  private static final String CAUSE = "submit-batch";

  private static final String RECORDED =
      "recorded AS ("
          + BatchTable.RECORD
          + "), outcome AS ("
          + Events.ofEach("recorded", "CAST(? AS TEXT)", "CAST(? AS TEXT)")
          + "), resumed AS (DELETE FROM pause WHERE partner = ?"
          + " AND EXISTS (SELECT 1 FROM recorded)), ";

  private static final String CLAIM =
      "WITH "
          + pick("NOT EXISTS (SELECT 1 FROM pause WHERE partner = ?)")
          + claimed("(SELECT COUNT(*) FROM pause WHERE partner = ?) > 0 AS paused");

  private static final String RECORD_AND_CLAIM =
      "WITH "
          + RECORDED
          + pick("EXISTS (SELECT 1 FROM recorded)")
          + claimed("(SELECT COUNT(*) FROM recorded) > 0 AS is_recorded");

  private final SendRules rules;
  private final ChinaClock clock;
  private final String owner;

  ClaimAtOnce(SendRules rules, ChinaClock clock, String owner) {
    this.rules = rules;
    this.clock = clock;
    this.owner = owner;
  }

  private static String pick(String condition) {
    return "pick AS (SELECT b.id, b.file_id, b.state, b.token, b.attempts, b.maybe_sent, b.due_at"
        + DueBatches.DUE
        + " AND (b.due_at, b.id) > (?, ?) AND "
        + condition
        + DueBatches.OLDEST
        + DueBatches.PASSING_OVER
        + "), ";
  }

  /**
   * Claims what was picked. A file that was not accepted has no due batches; this is checked again
   * before a byte leaves.
   *
   * @param flag one more column of the answer
   */
  private static String claimed(String flag) {
    return "ripe AS (SELECT p.*, f.partner AS of_partner, f.email AS of_email,"
        + " f.account_name AS of_account_name, f.buyer_account_name AS of_buyer_account_name,"
        + " f.extend_param AS of_extend_param, f.gateway AS of_gateway, f.charset AS of_charset,"
        + " f.received_at AS of_received_at FROM pick p JOIN payout_file f ON f.id = p.file_id"
        + " WHERE f.state = 'ACCEPTED'"
        + " AND EXISTS (SELECT 1 FROM batch_lines l WHERE l.batch_id = p.id) AND p.state IN "
        + Transitions.into(BatchState.SENDING)
        + "), claimed AS ("
        + BatchTable.claimOf("ripe")
        + "), intent AS ("
        + Events.ofEach(
            "claimed",
            "(SELECT state FROM ripe)",
            "(SELECT CASE WHEN of_gateway = ? AND of_charset = ? THEN CAST(? AS TEXT)"
                + " ELSE CAST(? AS TEXT) END FROM ripe)")
        + ") SELECT c.*, l.data, r.state AS was, r.maybe_sent AS was_sent, r.of_partner,"
        + " r.of_email, r.of_account_name, r.of_buyer_account_name, r.of_extend_param,"
        + " r.of_gateway, r.of_charset, r.of_received_at, p.id AS picked, p.due_at AS picked_at, "
        + flag
        + " FROM (SELECT 1) one LEFT JOIN pick p ON TRUE LEFT JOIN ripe r ON TRUE"
        + " LEFT JOIN claimed c ON TRUE LEFT JOIN batch_lines l ON l.batch_id = c.id";
  }

  /**
   * Claims the batch that has been due the longest, unless sending is paused.
   *
   * @param from where to look from
   */
  Answer claim(Sql sql, DueMark.Place from) throws SQLException {
    String partner = rules.payer().partner();
    Intent intent = new Intent();
    List<Object> arguments = new ArrayList<>(due(from));
    arguments.add(partner);
    arguments.addAll(intent.arguments(sql));
    arguments.add(partner);
    Answer answer =
        sql.only(
                CLAIM,
                row -> intent.answer(row, false, row.getBoolean("paused")),
                arguments.toArray())
            .orElseThrow();
    answer.claim().ifPresent(claim -> log(sql, claim, claim.from(), BatchState.SENDING));
    return answer;
  }

  /**
   * Records that the gateway took a batch, which ends a pause, and claims the next one. When the
   * claim counts no longer, neither happens.
   */
  Answer recordAndClaim(Sql sql, Claim claim, Verdict verdict, DueMark.Place from)
      throws SQLException {
    Intent intent = new Intent();
    long now = clock.millis();
    String taken = BatchState.TAKEN.name();
    List<Object> arguments = new ArrayList<>(BatchTable.taken(claim, verdict, now));
    arguments.addAll(
        List.of(now, taken, SENDING, taken, CAUSE, BatchTable.detail(verdict), sql.node()));
    arguments.add(rules.payer().partner());
    arguments.addAll(due(from));
    arguments.addAll(intent.arguments(sql));
    Answer answer =
        sql.only(
                RECORD_AND_CLAIM,
                row -> intent.answer(row, row.getBoolean("is_recorded"), false),
                arguments.toArray())
            .orElseThrow();
    if (answer.recorded()) {
      log(sql, claim, BatchState.SENDING, BatchState.TAKEN);
    }
    answer.claim().ifPresent(next -> log(sql, next, next.from(), BatchState.SENDING));
    return answer;
  }

  private static void log(Sql sql, Claim claim, BatchState from, BatchState to) {
    BatchRecord batch = claim.batch();
    TransitionLog.batch(sql, batch.fileId(), batch.batchNo(), from.name(), to.name(), CAUSE);
  }

  private List<Object> due(DueMark.Place from) {
    List<Object> arguments = new ArrayList<>(List.of(clock.millis()));
    arguments.addAll(DueBatches.pin(rules.payer()));
    arguments.add(from.dueAt());
    arguments.add(from.id());
    return arguments;
  }

  /** A post that begins now, whichever batch it is of. */
  private final class Intent {

    private final Payer payer = rules.payer();
    private final long now = clock.millis();
    private final String payDate = clock.payDate();
    private final long leaseUntil = now + rules.leaseMs();

    List<Object> arguments(Sql sql) {
      String gateway = payer.gateway();
      String charset = payer.charset().toString();
      return List.of(
          owner,
          leaseUntil,
          now,
          payDate,
          gateway,
          charset,
          now,
          SENDING,
          SENDING,
          CAUSE,
          gateway,
          charset,
          BatchTable.detail(payDate, payer, payer),
          BatchTable.detail(payDate, null, payer),
          sql.node());
    }

    Answer answer(ResultSet row, boolean recorded, boolean paused) throws SQLException {
      Optional<Claim> claim = row.getString("state") == null ? Optional.empty() : claim(row);
      boolean none = row.getString("picked") == null;
      return new Answer(
          recorded,
          claim,
          paused || claim.isEmpty() && !none,
          row.getLong("picked_at"),
          row.getLong("picked"));
    }

    private Optional<Claim> claim(ResultSet row) throws SQLException {
      BatchRecord batch = BatchRecord.read(row);
      Payer madeFor = FileRecord.payer(row, "of_");
      return Optional.of(
          new Claim(
              batch,
              madeFor.at(payer.gateway(), payer.charset()),
              madeFor.charset(),
              new BatchLines(
                  Contents.required(row.getBytes("data"), batch.id()),
                  batch.lines(),
                  batch.amount()),
              payDate,
              row.getInt("was_sent") == 1 ? Earlier.MAY_HAVE_ARRIVED : Earlier.NONE_ARRIVED,
              BatchState.valueOf(row.getString("was")),
              leaseUntil,
              row.getLong("of_received_at")));
    }
  }

  /**
   * What one statement did.
   *
   * @param recorded whether it recorded the outcome
   * @param claim the claim, if there is one
   * @param unusual whether nothing was claimed because sending is paused, or because the batch that
   *     is due must not be sent
   * @param dueAt when the batch was due that it found behind the place where it looked from
   * @param id which one that was; 0 when none was due
   */
  record Answer(boolean recorded, Optional<Claim> claim, boolean unusual, long dueAt, long id) {}
}
