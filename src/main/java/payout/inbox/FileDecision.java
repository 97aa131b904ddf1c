package payout.inbox;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import payout.batch.Checkpoint;
import payout.batch.Fault;
import payout.batch.LineCodec;
import payout.batch.Money;
import payout.batch.PayoutLine;
import payout.ledger.FileRecord;
import payout.ledger.IntakeStore;
import payout.ledger.Reception;
import payout.ledger.StagedBatch;
import payout.ledger.Warned;

/**
 * The rules for a file as a whole, after its last row was read, and the decision that follows.
 *
 * <p>Invariant: a file is taken with all of its valid lines or refused as a whole. Between the
 * first look at the serials of other files and the commit of the decision no other file can bring
 * the same serial, because one file at a time has the turn to be decided.
 */
final class FileDecision {

  /** Long enough for an index, short enough for a notify to be stored in between. */
  private static final int ENTRIES_A_COMMIT = 20_000;

  private final FileRecord file;
  private final IntakeRules rules;
  private final IntakeStore store;
  private final Faults faults;
  private final FaultMessages words;
  private final LeftOut leftOut;
  private final Runnable progress;
  private int droppedBatches;
  private long droppedLines;
  private Money droppedAmount = Money.ZERO;
  private final FileWarnings warnings;
  private final Set<Integer> emptied = new HashSet<>();
  private boolean mayBeRetry;

  FileDecision(
      FileRecord file,
      IntakeRules rules,
      IntakeStore store,
      Faults faults,
      FaultMessages words,
      LeftOut leftOut,
      FileWarnings warnings,
      Runnable progress) {
    this.file = file;
    this.rules = rules;
    this.store = store;
    this.faults = faults;
    this.words = words;
    this.leftOut = leftOut;
    this.warnings = warnings;
    this.progress = progress;
  }

  /**
   * Checks the file as a whole and takes or refuses it.
   *
   * @param unstaged the last of its batches, which are staged with the turn
   */
  FileRecord decide(
      Heading heading,
      RowFilter filter,
      Totals totals,
      BatchBuilder cutter,
      List<StagedBatch> unstaged,
      EntrySorter serials,
      EntrySorter accounts) {
    long[] few = serials.few(ENTRIES_A_COMMIT);
    IntakeStore.Turn turn = store.takeTurn(file, unstaged, few);
    if (turn.reception() instanceof Reception.Decided duplicate) {
      return duplicate.file();
    }
    if (!unstaged.isEmpty()) {
      Checkpoint.BATCHES_STAGED.pass();
    }
    Checkpoint.TURN_TAKEN.pass();
    checkTotal(filter, totals);
    LocalDate payOn = filter.payOn().decide(file.stem(), store.today(), () -> store.isLost(file));
    SerialCheck check =
        new SerialCheck(file, store, words, heading.layout().columns().get(0), progress);
    if (few.length > 0) {
      check.indexed(few, turn.hits());
    } else {
      serials.slices(ENTRIES_A_COMMIT, check::slice);
    }
    checkSerials(check);
    checkLimits(filter, cutter.amount().minus(droppedAmount));
    String batchNo = batchNo(heading, filter, cutter.lines() - droppedLines);
    if (faults.isEmpty() && cutter.lines() == 0 || cutter.lines() == droppedLines && !isRefused()) {
      wholeFile(RejectCode.NO_LINES);
    }
    if (isRefused()) {
      serials.slices(ENTRIES_A_COMMIT, this::removeSerials);
      return store.reject(file, decision(0, Money.ZERO, 0, 0, refusal(), ""));
    }
    if (payOn != null) {
      store.keepPayOn(file, payOn);
      Checkpoint.PAY_DAY_KEPT.pass();
    }
    long lines = cutter.lines() - droppedLines;
    warnings.index(accounts, ENTRIES_A_COMMIT, progress);
    Warned warned = warnings.compare(lines, emptied, mayBeRetry, progress);
    Checkpoint.REPEATS_COMPARED.pass();
    return store.accept(
        file,
        decision(
                lines,
                cutter.amount().minus(droppedAmount),
                leftOut.count(),
                cutter.batches() - droppedBatches,
                words.leftOut(leftOut.count()),
                batchNo)
            .with(warned, check.paidAfterAll()),
        warnings.lastSlice());
  }

  /**
   * The batch number that the file states, if all its lines fit one batch; otherwise empty. Lines
   * that are left out count too, so the number never depends on them.
   */
  private String batchNo(Heading heading, RowFilter filter, long validLines) {
    StatedValues stated = heading.stated();
    if (stated.batchNo().isEmpty() || filter.lines() > rules.batchLinesMax()) {
      return "";
    }
    List<PayoutLine> lines = validLines > 0 ? store.stagedLines(file, 1) : List.of();
    if (store.isUsed(file, stated.batchNo(), lines)) {
      faults.add(words.fault(stated.row(), stated.batchNoColumn(), RejectCode.BATCH_NO_USED));
    }
    return stated.batchNo();
  }

  private boolean isRefused() {
    return faults.concernWholeFile() || !rules.leavesOutLines() && !faults.isEmpty();
  }

  private void checkLimits(RowFilter filter, Money amount) {
    if (filter.lines() > rules.fileLinesMax()) {
      wholeFile(RejectCode.TOO_MANY_LINES, rules.fileLinesMax());
    }
    if (amount.isMoreThan(rules.fileAmountMax())) {
      wholeFile(RejectCode.FILE_AMOUNT_OVER_LIMIT, amount, rules.fileAmountMax());
    }
  }

  private void checkTotal(RowFilter filter, Totals totals) {
    Total total = filter.total();
    if (total == null) {
      return;
    }
    if (total.lines() != filter.lines()) {
      faults.add(
          words.fault(
              total.row(),
              total.linesColumn(),
              RejectCode.TOTAL_LINES_DIFFER,
              total.lines(),
              filter.lines()));
    }
    RejectCode differs = RejectCode.TOTAL_AMOUNT_DIFFERS;
    if (totals.unreadableRow() > 0) {
      long row = totals.unreadableRow();
      faults.add(words.another(total.row(), total.amountColumn(), differs, "unreadable", row));
    } else if (!totals.is(total.amount())) {
      faults.add(words.fault(total.row(), total.amountColumn(), differs, total.amount(), totals));
    }
  }

  private void checkSerials(SerialCheck check) {
    if (check.hasTooMany()) {
      wholeFile(RejectCode.TOO_MANY_SERIALS_IN_USE, SerialCheck.SUSPECTS_MAX);
    }
    mayBeRetry = check.metEarlier();
    leftOut.startSecondStream();
    check.resolve(this::dropLines);
    leftOut.flush();
  }

  /**
   * Records the faulty lines of a batch and, where lines are left out, stages the batch again
   * without them. It handles one batch at a time, so a file that only repeats serials takes no more
   * memory than another.
   */
  private void dropLines(SerialCheck.BatchFaults batch) {
    for (SerialCheck.LineFault each : batch.faulty()) {
      faults.add(each.fault());
    }
    if (isRefused()) {
      return;
    }
    for (SerialCheck.LineFault each : batch.faulty()) {
      leftOut.add(each.line(), each.fault());
      droppedAmount = droppedAmount.plus(each.line().amount());
    }
    droppedLines += batch.faulty().size();
    if (batch.kept().isEmpty()) {
      droppedBatches++;
      emptied.add(batch.place());
    }
    store.restage(file, StagedBatch.of(batch.place(), batch.kept()));
    Checkpoint.BATCH_RESTAGED.pass();
    leftOut.endOfChunk();
  }

  private IntakeStore.Decision decision(
      long lines, Money amount, long rejectedLines, int batches, String reason, String batchNo) {
    byte[] data = LineCodec.encodeFaults(faults.first());
    return new IntakeStore.Decision(
        lines, amount, rejectedLines, batches, faults.total(), data, reason, batchNo);
  }

  private String refusal() {
    return words.refusal(faults.first().get(0), faults.total());
  }

  private void wholeFile(RejectCode code, Object... values) {
    faults.add(words.fault(Fault.WHOLE_FILE, "", code, values));
  }

  private void removeSerials(long[] slice) {
    store.removeSerials(file, slice);
    Checkpoint.SERIALS_REMOVED.pass();
  }
}
