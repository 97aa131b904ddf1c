package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import payout.batch.BatchState;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.batch.LineCodec;
import payout.batch.LineResult;
import payout.batch.LineState;
import payout.batch.Money;

/**
 * What a person may do by hand, each recorded with who, when and why.
 *
 * <p>Invariant: no act lets a line be sent in two batches, or a batch be posted of which a line has
 * a result. What would is refused with a sentence. Every method answers with a sentence about what
 * was done, or in a dry run about what would be.
 */
public final class ActLedger {

  private final Database database;
  private final ChinaClock clock;

  ActLedger(Database database, ChinaClock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Stops a batch that is READY or UNKNOWN; it remembers where it came from. */
  public String hold(String batchNo, Act act) {
    return database.write(
        sql -> {
          BatchRecord batch = batch(sql, batchNo);
          require(
              batch.state() == BatchState.READY || batch.state() == BatchState.UNKNOWN,
              batch,
              "only a READY or UNKNOWN batch can be held");
          return step(sql, batch, BatchState.HELD, act, "HOLD", null);
        });
  }

  /** Lets a held batch go back to where it came from; it is due at once. */
  public String release(String batchNo, Act act) {
    return database.write(
        sql -> {
          BatchRecord batch = batch(sql, batchNo);
          require(batch.state() == BatchState.HELD, batch, "only a HELD batch can be released");
          require(
              batch.openLines() == batch.lines(),
              batch,
              "a line of it has a result, so it must never be posted again; say --ours if the"
                  + " gateway has it");
          BatchState back =
              BatchState.valueOf(
                  sql.first(
                          "SELECT held_from FROM batch WHERE id = ?",
                          row -> row.getString(1),
                          batch.id())
                      .orElse(BatchState.UNKNOWN.name()));
          return step(sql, batch, back, act, "RELEASE", clock.millis());
        });
  }

  /** Takes a held batch for ours: the gateway has it, its results come by notify or by hand. */
  public String isOurs(String batchNo, Act act) {
    return database.write(
        sql -> {
          BatchRecord batch = batch(sql, batchNo);
          require(batch.state() == BatchState.HELD, batch, "only a HELD batch can be called ours");
          return step(sql, batch, BatchState.TAKEN, act, "OURS", null);
        });
  }

  /** Makes an UNKNOWN batch due now, under its number and with its lines. */
  public String resend(String batchNo, Act act) {
    return database.write(
        sql -> {
          BatchRecord batch = batch(sql, batchNo);
          require(
              batch.state() == BatchState.UNKNOWN,
              batch,
              "only an UNKNOWN batch can be sent again");
          if (!act.dryRun()) {
            sql.updateOne(
                "UPDATE batch SET due_at = ? WHERE id = ? AND state = 'UNKNOWN'",
                clock.millis(),
                batch.id());
            event(sql, batch, batch.state(), "RESEND", act);
          }
          return said(act, "Batch " + batchNo + " is due now, under the same number.");
        });
  }

  /** Lets sending go on after a refusal of the whole account. */
  public String resume(Act act) {
    return database.write(
        sql -> {
          List<String> codes = sql.list("SELECT code FROM pause", row -> row.getString(1));
          if (codes.isEmpty()) {
            throw new ActRefusedException("Sending does not pause; there is nothing to resume.");
          }
          if (!act.dryRun()) {
            sql.update("DELETE FROM pause");
            sql.update(
                "INSERT INTO event (at, kind, cause, detail) VALUES (?, 'RESUME', ?, ?)",
                clock.millis(),
                act.who(),
                act.reason());
          }
          return said(act, "Sending goes on; it paused for " + String.join(", ", codes) + ".");
        });
  }

  /** Lets the bytes of a settled file in once more, under new numbers. */
  public String again(String sha256, Act act) {
    return database.write(
        sql -> {
          FileRecord file = lastTaken(sql, sha256);
          if (file.state() != FileState.SETTLED) {
            throw new ActRefusedException(
                "File "
                    + file.name()
                    + " with these bytes is "
                    + file.state()
                    + "; it can be let in again only when it is SETTLED.");
          }
          lock(sql, file.id());
          if (Duplicates.openGrant(sql, file.sha256()) > 0) {
            throw new ActRefusedException(
                "The bytes of " + file.name() + " may be dropped once more already.");
          }
          if (!act.dryRun()) {
            sql.update(
                "INSERT INTO again (sha256, who, reason, granted_at) VALUES (?, ?, ?, ?)",
                file.sha256(),
                act.who(),
                act.reason(),
                clock.millis());
            Events.file(sql, clock.millis(), file.id(), "AGAIN", act.who(), act.reason());
          }
          return said(
              act, "The bytes of " + file.name() + " may be dropped once more; new numbers.");
        });
  }

  /**
   * Gives a line of a TAKEN or HELD batch its result; with {@code correct} also changes a final
   * one.
   *
   * @param as PAID or FAILED
   */
  public String settle(String batchNo, String serial, LineState as, boolean correct, Act act) {
    return database.write(
        sql -> {
          BatchRecord batch = batch(sql, batchNo);
          BatchContent content = Contents.read(sql, batch);
          int line = line(content, serial);
          LineState is = content.results().get(line).state();
          if (is == as) {
            throw new ActRefusedException("Line " + serial + " is " + as + " already.");
          }
          if (is.isFinal()) {
            require(correct, batch, "line " + serial + " is " + is + "; --correct changes that");
            correct(sql, content, line, as, act);
          } else {
            require(
                batch.state() == BatchState.TAKEN || batch.state() == BatchState.HELD,
                batch,
                "only a line of a TAKEN or HELD batch can be settled; hold it first, or wait for"
                    + " the gateway");
            close(sql, content, line, as, act);
          }
          return said(act, "Line " + serial + " of batch " + batchNo + " is " + as + ".");
        });
  }

  private void close(Sql sql, BatchContent content, int line, LineState as, Act act)
      throws SQLException {
    if (act.dryRun()) {
      return;
    }
    BatchRecord batch = content.batch();
    Money amount = content.lines().get(line).amount();
    boolean last = batch.openLines() == 1;
    BatchState next = last ? BatchState.SETTLED : batch.state();
    Contents.writeResults(sql, batch.id(), changed(content, line, as));
    sql.updateOne(
        "UPDATE batch SET state = ?, open_lines = open_lines - 1, paid_lines = paid_lines + ?,"
            + " paid_amount = paid_amount + ?, due_at = NULL, ended_at = ?"
            + " WHERE id = ? AND state = ?",
        next.name(),
        as == LineState.PAID ? 1 : 0,
        as == LineState.PAID ? amount.fen() : 0,
        last ? clock.millis() : null,
        batch.id(),
        batch.state().name());
    lineEvent(sql, content, line, next, as, "SETTLE", act);
    if (last) {
      Settling.batchIsFinal(sql, clock.millis(), batch);
    }
  }

  /** The result file may be out: what changes goes out beside it, as a correction. */
  private void correct(Sql sql, BatchContent content, int line, LineState as, Act act)
      throws SQLException {
    BatchRecord batch = content.batch();
    lock(sql, batch.fileId());
    requirePublished(sql, batch);
    if (act.dryRun()) {
      return;
    }
    List<LineResult> results = changed(content, line, as);
    Contents.writeResults(sql, batch.id(), results);
    long amount = content.lines().get(line).amount().fen();
    int sign = as == LineState.PAID ? 1 : wasPaid(content, line) ? -1 : 0;
    sql.updateOne(
        "UPDATE batch SET paid_lines = paid_lines + ?, paid_amount = paid_amount + ? WHERE id = ?",
        sign,
        sign * amount,
        batch.id());
    int number =
        (int) sql.number("SELECT MAX(number) FROM correction WHERE file_id = ?", batch.fileId())
            + 1;
    sql.update(
        "INSERT INTO correction (file_id, number, batch_id, line, before, after)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        batch.fileId(),
        number,
        batch.id(),
        line,
        LineCodec.encodeResults(List.of(content.results().get(line))),
        LineCodec.encodeResults(List.of(results.get(line))));
    Publications.orderCorrection(sql, clock.millis(), batch.fileId(), number);
    lineEvent(sql, content, line, batch.state(), as, "CORRECT", act);
  }

  /** Makes whoever settles this file's batches, or corrects them, wait. */
  private static void lock(Sql sql, long fileId) throws SQLException {
    sql.updateOne("UPDATE payout_file SET open_batches = open_batches WHERE id = ?", fileId);
  }

  private static boolean wasPaid(BatchContent content, int line) {
    return content.results().get(line).state() == LineState.PAID;
  }

  /** A result file that is being written must not change under the pen. */
  private static void requirePublished(Sql sql, BatchRecord batch) throws SQLException {
    long waiting =
        sql.number(
            "SELECT COUNT(*) FROM publication WHERE file_id = ? AND published_at IS NULL"
                + " AND kind IN ('BATCH_RESULT', 'RESULT', 'RETRY')",
            batch.fileId());
    require(
        waiting == 0,
        batch,
        "files about it are just being written to the outbox; try again in a moment");
  }

  private static List<LineResult> changed(BatchContent content, int line, LineState as) {
    List<LineResult> results = new ArrayList<>(content.results());
    LineResult old = results.get(line);
    String code = as == LineState.FAILED ? LineResult.BY_HAND : "";
    results.set(line, new LineResult(as, code, old.gatewaySerial(), old.finishedAt()));
    return results;
  }

  private static int line(BatchContent content, String serial) {
    for (int i = 0; i < content.lines().size(); i++) {
      if (content.lines().get(i).serial().equals(serial)) {
        return i;
      }
    }
    throw new ActRefusedException(
        "Batch " + content.batch().batchNo() + " has no line with serial " + serial + ".");
  }

  private String step(Sql sql, BatchRecord batch, BatchState to, Act act, String kind, Long dueAt)
      throws SQLException {
    Transitions.require(batch.state(), to);
    if (!act.dryRun()) {
      sql.updateOne(
          "UPDATE batch SET state = ?, due_at = ?, held_from = ?, taken_at ="
              + " COALESCE(taken_at, ?), trouble_since ="
              + " CASE WHEN ? IN ('UNKNOWN', 'HELD') THEN COALESCE(trouble_since, ?) END"
              + " WHERE id = ? AND state = ?",
          to.name(),
          dueAt,
          to == BatchState.HELD ? batch.state().name() : null,
          to == BatchState.TAKEN ? clock.millis() : null,
          to.name(),
          clock.millis(),
          batch.id(),
          batch.state().name());
      event(sql, batch, to, kind, act);
    }
    return said(
        act, "Batch " + batch.batchNo() + " goes from " + batch.state() + " to " + to + ".");
  }

  private static BatchRecord batch(Sql sql, String batchNo) throws SQLException {
    BatchRecord batch =
        Contents.locked(sql, batchNo)
            .orElseThrow(
                () -> new ActRefusedException("The ledger holds no batch " + batchNo + "."));
    FileRecord file = Arrivals.get(sql, batch.fileId());
    require(
        !file.state().isWaiting(),
        batch,
        "its file " + file.name() + " is " + file.state() + "; approve or reject that first");
    return batch;
  }

  private static FileRecord lastTaken(Sql sql, String sha256) throws SQLException {
    return sql.first(
            FileRecord.SELECT
                + "WHERE sha256 = ? AND state IN ('AWAITING_APPROVAL', 'AWAITING_LIMIT',"
                + " 'ACCEPTED', 'SETTLED') ORDER BY id DESC LIMIT 1",
            FileRecord::read,
            sha256)
        .orElseThrow(
            () ->
                new ActRefusedException(
                    "The ledger took no file with the SHA-256 " + sha256 + "."));
  }

  private static void require(boolean holds, BatchRecord batch, String otherwise) {
    if (!holds) {
      throw new ActRefusedException(
          "Batch " + batch.batchNo() + " is " + batch.state() + ": " + otherwise + ".");
    }
  }

  private void event(Sql sql, BatchRecord batch, BatchState to, String kind, Act act)
      throws SQLException {
    Events.batch(sql, clock.millis(), batch, to, kind, act.who(), act.reason());
  }

  private void lineEvent(
      Sql sql, BatchContent content, int line, BatchState to, LineState as, String kind, Act act)
      throws SQLException {
    String what =
        "serial "
            + content.lines().get(line).serial()
            + " from "
            + content.results().get(line).state()
            + " to "
            + as
            + ": "
            + act.reason();
    Events.batch(sql, clock.millis(), content.batch(), to, kind, act.who(), what);
  }

  private static String said(Act act, String sentence) {
    return act.dryRun() ? "Dry run, nothing is changed: " + sentence : sentence;
  }
}
