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

  /**
   * What a settlement would do.
   *
   * @throws ActRefusedException when the state of the batch or line forbids it, when count or sum
   *     differ from what is open now, or when it is too early
   */
  ActPlan plan(Settlement settlement) throws SQLException {
    act.requireReason();
    BatchRecord batch = ActSteps.batch(sql, settlement.batchNo(), act);
    FileRecord file = Arrivals.get(sql, batch.fileId());
    SettledLines lines = lines(Contents.read(sql, batch), settlement, file);
    boolean corrects = lines.is().isFinal();
    if (corrects) {
      ActSteps.file(sql, batch.fileId(), act);
      requirePublished(batch);
    }
    FailedByHand guard = new FailedByHand(sql, now, rules, act);
    FailedByHand.Answer answer = guard.ask(lines, file, settlement.early());
    ActKind kind = corrects ? ActKind.CORRECT : ActKind.SETTLE;
    Seen touches = Seen.of(lines.count(), lines.amount());
    if (!answer.go()) {
      return new ActPlan(
          Preview.of(kind, ActResult.PROPOSED, answer.text(), lines.moves(), touches),
          About.of(batch),
          answer.work());
    }
    String detail = lines.change() + (settlement.early() ? ", --early" : "") + ": ";
    String record = detail + act.reason() + answer.text();
    return new ActPlan(
        Preview.of(kind, ActResult.DONE, lines.sentence() + ".", lines.moves(), touches),
        About.of(batch),
        () -> {
          answer.work().run();
          if (corrects) {
            correct(lines, record);
          } else {
            close(lines, record);
          }
        });
  }

  private SettledLines lines(BatchContent content, Settlement settlement, FileRecord file) {
    return settlement.isOfAllLines()
        ? allOpen(content, settlement, file)
        : named(content, settlement, file);
  }

  private static SettledLines named(BatchContent content, Settlement settlement, FileRecord file) {
    SettledLines lines = SettledLines.named(content, settlement.serials(), settlement.as());
    for (int place : lines.places()) {
      requireChange(lines, place, settlement);
    }
    ActsAllowed.require(
        lines.is().isFinal() ? ActKind.CORRECT : ActKind.SETTLE, content.batch(), file);
    return lines;
  }

  private static void requireChange(SettledLines lines, int place, Settlement settlement) {
    String serial = lines.serial(place);
    if (lines.is(place) == lines.as()) {
      throw new ActRefusedException("Line " + serial + " is " + lines.as() + " already.");
    }
    if (lines.is(place).isFinal()) {
      BatchRecord batch = lines.content().batch();
      String is = "line " + serial + " is " + lines.is(place) + "; ";
      ActSteps.require(settlement.corrects(), batch, is + "--correct changes that");
      ActSteps.require(lines.count() == 1, batch, is + "--correct changes one line at a time");
    }
  }

  private SettledLines allOpen(BatchContent content, Settlement settlement, FileRecord file) {
    SettledLines open = SettledLines.allOpen(content, settlement.as());
    ActsAllowed.require(ActKind.SETTLE, content.batch(), file);
    Seen said = settlement.open();
    if (said == null && act.seen().isEmpty() && !act.dryRun()) {
      throw new ActRefusedException(
          ActRefusedException.Why.INPUT, "Name how many lines are open, and their sum.");
    }
    if (said != null && (open.count() != said.lines() || !open.amount().equals(said.amount()))) {
      throw new ActRefusedException(
          ActRefusedException.Why.CHANGED,
          "Batch "
              + content.batch().batchNo()
              + " has "
              + Counted.of(open.count(), "open line", "open lines")
              + " of "
              + open.amount()
              + " now, and not "
              + said.lines()
              + " of "
              + said.amount()
              + "; nothing is changed.");
    }
    return open;
  }

  private void close(SettledLines lines, String record) throws SQLException {
    BatchRecord batch = lines.content().batch();
    Packing.unpack(sql, batch);
    Contents.writeResults(sql, batch.id(), lines.changed());
    BatchState next = batches.settle(batch, lines.count(), lines.amount(), lines.as(), record);
    if (next == BatchState.SETTLED) {
      FileSteps.batchIsFinal(sql, now, batch);
    }
  }

  /** The result file may be in the outbox already; the change is then published as a correction. */
  private void correct(SettledLines lines, String record) throws SQLException {
    BatchRecord batch = lines.content().batch();
    Packing.unpack(sql, batch);
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

  private void requirePublished(BatchRecord batch) throws SQLException {
    ActSteps.require(
        !isBeingPublished(sql, batch.fileId()),
        batch,
        "files about it are just being written to the outbox; try again in a moment");
  }

  /** A result file must not change while it is being written. */
  static boolean isBeingPublished(Sql sql, long fileId) throws SQLException {
    return sql.number(
            "SELECT COUNT(*) FROM publication WHERE file_id = ? AND published_at IS NULL"
                + " AND kind IN ('BATCH_RESULT', 'RESULT', 'RESULT_SHEET', 'RETRY')",
            fileId)
        > 0;
  }
}
