package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import payout.batch.BatchState;
import payout.batch.FileState;
import payout.batch.Money;
import payout.ledger.sql.Sql;

/**
 * Holds or releases all batches of a file in one act.
 *
 * <p>Each batch is locked and then judged by its state. Batches that cannot be changed are named.
 */
final class WholeFile {

  private static final int NAMED_MAX = 10;

  private final Sql sql;
  private final FileRecord file;
  private final Act act;
  private final List<String> left = new ArrayList<>();
  private final BatchTable batches;
  private int moved;
  private long lines;
  private Money amount = Money.ZERO;

  private WholeFile(Sql sql, long now, FileRecord file, Act act) {
    this.sql = sql;
    this.file = file;
    this.act = act;
    this.batches = new BatchTable(sql, now, act.who());
  }

  /**
   * The file that a name or hash means: the open one, if there is only one.
   *
   * @throws ActRefusedException when none is accepted, or when it is not clear which is meant
   */
  static WholeFile named(Sql sql, long now, String what, Act act) throws SQLException {
    List<FileRecord> named = Arrivals.named(sql, what);
    if (named.isEmpty()) {
      throw new ActRefusedException("The ledger holds no batch and no file " + what + ".");
    }
    List<FileRecord> open =
        named.stream().filter(file -> file.state() == FileState.ACCEPTED).toList();
    if (open.size() > 1) {
      throw new ActRefusedException(
          "Several files " + what + " are open; name one by its SHA-256 instead.");
    }
    if (open.isEmpty()) {
      throw new ActRefusedException(isNotOpen(named.get(0)));
    }
    return new WholeFile(sql, now, open.get(0), act);
  }

  private static String isNotOpen(FileRecord file) {
    return "File "
        + file.name()
        + " is "
        + file.state()
        + (file.state().isWaiting()
            ? ": nothing of it is sent while it waits; approve or reject it."
            : ": only the batches of an ACCEPTED file can be held or released.");
  }

  /** Holds every batch that is READY or UNKNOWN. */
  String hold() throws SQLException {
    for (BatchRecord batch : open("('READY', 'UNKNOWN', 'SENDING', 'TAKEN')")) {
      if (batch.state() == BatchState.READY || batch.state() == BatchState.UNKNOWN) {
        if (!act.dryRun()) {
          batches.hold(batch, act.reason());
        }
        count(batch);
      } else if (!batch.state().isFinal()) {
        left.add(batch.batchNo() + " is " + batch.state());
      }
    }
    if (moved == 0) {
      throw nothing("held", left.isEmpty() ? "no batch of it is READY or UNKNOWN" : leftNames());
    }
    return ActSteps.answer(
        act, moved() + (moved == 1 ? ", is HELD." : ", are HELD.") + left(" Not held: ", "."));
  }

  /** Returns every batch that an operator held to the state that it came from. */
  String release() throws SQLException {
    for (BatchRecord batch : open("('HELD')")) {
      if (batch.state() != BatchState.HELD) {
        left.add(batch.batchNo() + " is " + batch.state());
      } else if (batch.openLines() != batch.lines()) {
        left.add(batch.batchNo() + " has a line with a result, so it must never be posted again");
      } else if (!isHeldByOperator(batch)) {
        left.add(batch.batchNo() + " was held by an answer of the gateway (" + batch.code() + ")");
      } else {
        if (!act.dryRun()) {
          batches.release(batch, ActSteps.heldFrom(sql, batch), act.reason());
        }
        count(batch);
      }
    }
    String byNumber = ". Release these by their numbers.";
    if (moved == 0) {
      throw nothing(
          "released",
          left.isEmpty()
              ? "no batch of it is HELD"
              : leftNames() + ". Release these by their numbers");
    }
    return ActSteps.answer(
        act,
        moved()
            + (moved == 1
                ? ", goes back to where it came from."
                : ", go back to where they came from.")
            + left(" Not released: ", byNumber));
  }

  /** The file's batches that are in one of these states, each locked first. */
  private List<BatchRecord> open(String states) throws SQLException {
    List<Long> ids =
        sql.list(
            "SELECT id FROM batch WHERE file_id = ? AND state IN " + states + " ORDER BY id",
            row -> row.getLong(1),
            file.id());
    List<BatchRecord> locked = new ArrayList<>();
    for (long id : ids) {
      locked.add(BatchTable.lock(sql, id));
    }
    return locked;
  }

  /** Releasing a file must not send what an answer of the gateway stopped. */
  private boolean isHeldByOperator(BatchRecord batch) throws SQLException {
    String last =
        "SELECT kind FROM event WHERE file_id = ? AND batch_id = ? AND to_state = 'HELD'"
            + " AND from_state <> 'HELD' ORDER BY id DESC LIMIT 1";
    return sql.first(last, row -> row.getString(1), file.id(), batch.id())
        .filter("HOLD"::equals)
        .isPresent();
  }

  private void count(BatchRecord batch) {
    moved++;
    lines += batch.lines();
    amount = amount.plus(batch.amount());
  }

  private String moved() {
    return ActSteps.count(moved, "batch", "batches")
        + " of file "
        + file.name()
        + ", "
        + ActSteps.count(lines, "line", "lines")
        + " of "
        + amount;
  }

  private String left(String before, String after) {
    return left.isEmpty() ? "" : before + leftNames() + after;
  }

  private String leftNames() {
    int more = left.size() - NAMED_MAX;
    String named = String.join(", ", left.subList(0, Math.min(left.size(), NAMED_MAX)));
    return more > 0 ? named + ", and " + more + " more" : named;
  }

  private ActRefusedException nothing(String what, String why) {
    return new ActRefusedException(
        "Nothing of file " + file.name() + " can be " + what + ": " + why + ".");
  }
}
