package payout.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import payout.batch.ChinaClock;
import payout.batch.Payer;
import payout.ledger.OverviewLedger.Need;
import payout.ledger.sql.Database;

/**
 * The batches behind what needs a person, those that need it longest first, at most 200. Changes
 * nothing.
 */
public final class NeedList {

  /** The most batches of a list. */
  public static final int BATCHES_MAX = 200;

  private static final long CONFLICT_SHOWN_MS = TimeUnit.DAYS.toMillis(7);

  private static final String TROUBLE =
      "WHERE state IN ('UNKNOWN', 'HELD', 'SENDING') AND trouble_since <= ? AND ";

  private final Database database;
  private final ChinaClock clock;

  NeedList(Database database, ChinaClock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** The batches of a need; none for the needs of whole files. */
  public List<BatchRecord> batches(Need.Kind kind) {
    long now = clock.millis();
    return switch (kind) {
      case APPROVAL, LIMIT, CONTRADICTED, PROVED -> List.of();
      case UNKNOWN -> list(TROUBLE + "state <> 'HELD' ORDER BY trouble_since LIMIT ?", now);
      case HELD -> list(TROUBLE + "state = 'HELD' ORDER BY trouble_since LIMIT ?", now);
      case PAUSED -> list("WHERE due_at IS NOT NULL AND due_at <= ? ORDER BY due_at LIMIT ?", now);
      case OVERDUE ->
          list(
              "WHERE state = 'TAKEN' AND overdue_at IS NOT NULL AND overdue_at <= ?"
                  + " ORDER BY id LIMIT ?",
              now);
      case CONFLICT ->
          list(
              "WHERE id IN (SELECT batch_id FROM notify WHERE verdict <> 'APPLIED'"
                  + " AND received_at >= ? ORDER BY received_at LIMIT ?)",
              now - CONFLICT_SHOWN_MS);
      case PROPOSAL ->
          list(
              "WHERE id IN (SELECT p.batch_id FROM proposal p JOIN batch b ON b.id = p.batch_id"
                  + " WHERE p.confirmed_by IS NULL AND p.proposed_at > ?"
                  + " AND b.attempts = p.attempts AND (p.was <> 'OPEN' OR b.open_lines > 0)"
                  + " ORDER BY p.proposed_at LIMIT ?)",
              now - Proposal.LIFETIME_MS);
    };
  }

  /**
   * The batches that the gateway took and about which no notify came.
   *
   * @param afterMs for so long
   */
  public List<BatchRecord> unheard(long afterMs) {
    return list(
        "WHERE state = 'TAKEN' AND notified_at IS NULL AND taken_at <= ? ORDER BY taken_at LIMIT ?",
        clock.millis() - afterMs);
  }

  /**
   * Batches that are due and that no node can send.
   *
   * @param payer of the settings
   * @param afterMs for so long
   */
  public List<BatchRecord> unsendable(Payer payer, long afterMs) {
    List<Object> arguments = new ArrayList<>();
    arguments.add(clock.millis() - afterMs);
    arguments.addAll(DueBatches.pin(payer));
    arguments.add(BATCHES_MAX);
    String text =
        "SELECT b.* FROM batch b JOIN payout_file f ON f.id = b.file_id WHERE "
            + DueBatches.LONGEST
            + " AND NOT ("
            + DueBatches.SAME_PIN
            + ") ORDER BY b.due_at LIMIT ?";
    return database.read(sql -> sql.list(text, BatchRecord::read, arguments.toArray()));
  }

  private List<BatchRecord> list(String where, long at) {
    return database.read(
        sql -> sql.list(BatchRecord.SELECT + where, BatchRecord::read, at, BATCHES_MAX));
  }
}
