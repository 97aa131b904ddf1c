package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import payout.batch.BatchState;
import payout.batch.LineCodec;
import payout.batch.LineState;
import payout.ledger.sql.Sql;

/**
 * Gives lines a result by hand, all of them in one change of their batch.
 *
 * <p>Invariant: a line that may have been sent is marked as failed only if {@link FailedByHand}
 * permits it.
 */
final class Settle {

  private final Sql sql;
  private final long now;
  private final AcceptRules rules;
  private final Act act;
  private final BatchTable batches;

  Settle(Sql sql, long now, AcceptRules rules, Act act) {
    this.sql = sql;
    this.now = now;
    this.rules = rules;
    this.act = act;
    this.batches = new BatchTable(sql, now, act.who());
  }

  Settlement.Result settle(Settlement settlement) throws SQLException {
    act.requireReason();
    BatchRecord batch = ActSteps.batch(sql, settlement.batchNo());
    SettledLines lines = lines(Contents.read(sql, batch), settlement);
    boolean corrects = lines.is().isFinal();
    if (corrects) {
      FileTable.lock(sql, batch.fileId());
      requirePublished(batch);
    }
    FailedByHand guard = new FailedByHand(sql, now, rules, act);
    FailedByHand.Answer answer = guard.ask(lines, settlement.early());
    if (!answer.go()) {
      return new Settlement.Result(ActSteps.answer(act, answer.text()), false);
    }
    if (!act.dryRun()) {
      String detail = lines.change() + (settlement.early() ? ", --early" : "") + ": ";
      String record = detail + act.reason() + answer.text();
      if (corrects) {
        correct(lines, record);
      } else {
        close(lines, record);
      }
    }
    return new Settlement.Result(ActSteps.answer(act, lines.sentence() + "."), true);
  }

  private static SettledLines lines(BatchContent content, Settlement settlement) {
    return settlement.isOfAllLines() ? allOpen(content, settlement) : one(content, settlement);
  }

  private static SettledLines one(BatchContent content, Settlement settlement) {
    String serial = settlement.serial();
    SettledLines line = SettledLines.one(content, serial, settlement.as());
    if (line.is() == settlement.as()) {
      throw new ActRefusedException("Line " + serial + " is " + line.is() + " already.");
    }
    if (line.is().isFinal()) {
      ActSteps.require(
          settlement.corrects(),
          content.batch(),
          "line " + serial + " is " + line.is() + "; --correct changes that");
    } else {
      requireTakenOrHeld(content.batch());
    }
    return line;
  }

  private static SettledLines allOpen(BatchContent content, Settlement settlement) {
    BatchRecord batch = content.batch();
    SettledLines open = SettledLines.allOpen(content, settlement.as());
    ActSteps.require(open.count() > 0, batch, "it has no open line");
    requireTakenOrHeld(batch);
    if (open.count() != settlement.lines() || !open.amount().equals(settlement.amount())) {
      throw new ActRefusedException(
          "Batch "
              + batch.batchNo()
              + " has "
              + ActSteps.count(open.count(), "open line", "open lines")
              + " of "
              + open.amount()
              + " now, and not "
              + settlement.lines()
              + " of "
              + settlement.amount()
              + "; nothing is changed.");
    }
    return open;
  }

  private static void requireTakenOrHeld(BatchRecord batch) {
    ActSteps.require(
        batch.state() == BatchState.TAKEN || batch.state() == BatchState.HELD,
        batch,
        "only a line of a TAKEN or HELD batch can be settled; hold it first, or wait for the"
            + " gateway");
  }

  private void close(SettledLines lines, String record) throws SQLException {
    BatchRecord batch = lines.content().batch();
    Contents.writeResults(sql, batch.id(), lines.changed());
    BatchState next = batches.settle(batch, lines.count(), lines.amount(), lines.as(), record);
    if (next == BatchState.SETTLED) {
      FileSteps.batchIsFinal(sql, now, batch);
    }
  }

  /** The result file may be in the outbox already; the change is then published as a correction. */
  private void correct(SettledLines lines, String record) throws SQLException {
    BatchRecord batch = lines.content().batch();
    Contents.writeResults(sql, batch.id(), lines.changed());
    int sign = lines.as() == LineState.PAID ? 1 : lines.is() == LineState.PAID ? -1 : 0;
    orderCorrection(batch, lines);
    batches.correct(batch, sign, sign * lines.amount().fen(), record);
  }

  private void orderCorrection(BatchRecord batch, SettledLines lines) throws SQLException {
    int place = lines.places().get(0);
    String numbers = "SELECT MAX(number) FROM correction WHERE file_id = ?";
    int number = (int) sql.number(numbers, batch.fileId()) + 1;
    sql.update(
        "INSERT INTO correction (file_id, number, batch_id, line, before, after)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        batch.fileId(),
        number,
        batch.id(),
        place,
        LineCodec.encodeResults(List.of(lines.content().results().get(place))),
        LineCodec.encodeResults(List.of(lines.changed().get(place))));
    Publications.orderCorrection(sql, now, batch.fileId(), number);
  }

  /** A result file must not change while it is being written. */
  private void requirePublished(BatchRecord batch) throws SQLException {
    long waiting =
        sql.number(
            "SELECT COUNT(*) FROM publication WHERE file_id = ? AND published_at IS NULL"
                + " AND kind IN ('BATCH_RESULT', 'RESULT', 'RETRY')",
            batch.fileId());
    ActSteps.require(
        waiting == 0,
        batch,
        "files about it are just being written to the outbox; try again in a moment");
  }
}
