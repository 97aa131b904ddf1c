package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import payout.batch.BatchState;
import payout.ledger.sql.Sql;

/**
 * Holds or releases all batches of a file in one act.
 *
 * <p>Each batch is locked and then judged by its state. Batches that cannot be changed are named.
 */
final class WholeFile {

  private static final int NAMED_MAX = 10;

  /** The batches of a file whose last step to HELD was one of an operator. */
  private static final String HELD_BY_OPERATOR =
      "SELECT b.id, b.held_from FROM batch b WHERE b.file_id = ? AND b.state = 'HELD'"
          + " AND 'HOLD' = (SELECT e.kind FROM event e WHERE e.file_id = b.file_id"
          + " AND e.batch_id = b.id AND e.to_state = 'HELD' AND e.from_state <> 'HELD'"
          + " ORDER BY e.id DESC LIMIT 1)";

  private final Sql sql;
  private final FileRecord file;
  private final Act act;
  private final List<String> left = new ArrayList<>();
  private final List<Preview.Move> moves = new ArrayList<>();
  private final List<ActPlan.Work> works = new ArrayList<>();
  private final BatchTable batches;

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
      throw new ActRefusedException(
          ActRefusedException.Why.UNKNOWN, "The ledger holds no batch and no file " + what + ".");
    }
    List<FileRecord> open = named.stream().filter(WholeFile::isOpen).toList();
    if (open.size() > 1) {
      throw new ActRefusedException(
          ActRefusedException.Why.UNKNOWN,
          "Several files " + what + " are open; name one by its SHA-256 instead.");
    }
    return new WholeFile(sql, now, open.isEmpty() ? named.get(0) : open.get(0), act).open();
  }

  /**
   * The file of this id.
   *
   * @throws ActRefusedException when there is none, or it is not accepted
   */
  static WholeFile of(Sql sql, long now, long fileId, Act act) throws SQLException {
    FileRecord file =
        Arrivals.find(sql, fileId)
            .orElseThrow(
                () ->
                    new ActRefusedException(
                        ActRefusedException.Why.UNKNOWN, "The ledger holds no such file."));
    return new WholeFile(sql, now, file, act).open();
  }

  private WholeFile open() {
    if (!isOpen(file)) {
      throw new ActRefusedException(isNotOpen(file));
    }
    return this;
  }

  private static boolean isOpen(FileRecord file) {
    return ActsAllowed.allows(ActKind.HOLD, file.state());
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

  /**
   * Whether an act would move a batch of a file: the first that it finds decides.
   *
   * @param kind {@link ActKind#HOLD} or {@link ActKind#RELEASE}
   */
  static boolean isPossible(Sql sql, FileRecord file, ActKind kind) throws SQLException {
    String one =
        kind == ActKind.HOLD
            ? "SELECT id FROM batch WHERE file_id = ? AND state IN ('READY', 'UNKNOWN') LIMIT 1"
            : HELD_BY_OPERATOR + " AND b.open_lines = b.lines LIMIT 1";
    return isOpen(file) && sql.first(one, row -> row.getLong(1), file.id()).isPresent();
  }

  /** Plans what {@link ActKind#HOLD} or {@link ActKind#RELEASE} would do to the file. */
  ActPlan plan(ActKind kind) throws SQLException {
    return kind == ActKind.HOLD ? hold() : release();
  }

  /** Holds every batch that is READY or UNKNOWN. */
  private ActPlan hold() throws SQLException {
    for (BatchRecord batch : open("('READY', 'UNKNOWN', 'SENDING', 'TAKEN')")) {
      if (ActsAllowed.fault(ActKind.HOLD, batch, file).isEmpty()) {
        move(batch, BatchState.HELD, () -> batches.hold(batch, act.reason()));
      } else if (!batch.state().isFinal()) {
        left.add(batch.batchNo() + " is " + batch.state());
      }
    }
    if (moves.isEmpty()) {
      throw nothing("held", left.isEmpty() ? "no batch of it is READY or UNKNOWN" : leftNames());
    }
    return plan(
        ActKind.HOLD,
        moved() + (moves.size() == 1 ? ", is HELD." : ", are HELD.") + left(" Not held: ", "."));
  }

  /** Returns every batch that an operator held to the state that it came from. */
  private ActPlan release() throws SQLException {
    Rivals.lock(sql, act);
    List<BatchRecord> held = open("('HELD')");
    Map<Long, BatchState> byOperator = heldByOperator();
    for (BatchRecord batch : held) {
      BatchState back = byOperator.get(batch.id());
      if (batch.state() != BatchState.HELD) {
        left.add(batch.batchNo() + " is " + batch.state());
      } else if (batch.openLines() != batch.lines()) {
        left.add(batch.batchNo() + " has a line with a result, so it must never be posted again");
      } else if (back == null) {
        left.add(batch.batchNo() + " was held by an answer of the gateway (" + batch.code() + ")");
      } else if (Rivals.fault(sql, batch).isPresent()) {
        left.add(batch.batchNo() + " has a payment that another batch has, too");
      } else {
        move(batch, back, () -> batches.release(batch, back, act.reason()));
      }
    }
    String byNumber = ". Release these by their numbers.";
    if (moves.isEmpty()) {
      throw nothing(
          "released",
          left.isEmpty()
              ? "no batch of it is HELD"
              : leftNames() + ". Release these by their numbers");
    }
    return plan(
        ActKind.RELEASE,
        moved()
            + (moves.size() == 1
                ? ", goes back to where it came from."
                : ", go back to where they came from.")
            + left(" Not released: ", byNumber));
  }

  private ActPlan plan(ActKind kind, String sentence) {
    return new ActPlan(
        Preview.of(kind, ActResult.DONE, sentence, moves, ActSteps.sum(moves)),
        About.of(file),
        () -> {
          for (ActPlan.Work each : works) {
            each.run();
          }
        });
  }

  /** The file's batches that are in one of these states; each locked first to be changed. */
  private List<BatchRecord> open(String states) throws SQLException {
    String which = "WHERE file_id = ? AND state IN " + states + " ORDER BY id";
    List<BatchRecord> found = sql.list(BatchRecord.SELECT + which, BatchRecord::read, file.id());
    if (act.dryRun()) {
      return found;
    }
    List<BatchRecord> locked = new ArrayList<>();
    for (BatchRecord each : found) {
      locked.add(BatchTable.lock(sql, each.id()));
    }
    return locked;
  }

  /**
   * The batches that an operator held, with the state that each came from: releasing a file must
   * not send what an answer of the gateway stopped.
   */
  private Map<Long, BatchState> heldByOperator() throws SQLException {
    Map<Long, BatchState> held = new HashMap<>();
    sql.list(
        HELD_BY_OPERATOR,
        row -> held.put(row.getLong(1), BatchState.valueOf(row.getString(2))),
        file.id());
    return held;
  }

  private void move(BatchRecord batch, BatchState to, ActPlan.Work work) {
    moves.add(
        new Preview.Move(
            batch.batchNo(), batch.state().name(), to.name(), batch.lines(), batch.amount()));
    works.add(work);
  }

  private String moved() {
    Seen sum = ActSteps.sum(moves);
    return Counted.of(moves.size(), "batch", "batches")
        + " of file "
        + file.name()
        + ", "
        + Counted.of(sum.lines(), "line", "lines")
        + " of "
        + sum.amount();
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
