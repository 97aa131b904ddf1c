package payout.inbox;

import payout.batch.Checkpoint;
import payout.batch.Fault;
import payout.batch.LineCodec;
import payout.batch.Money;
import payout.ledger.Decision;
import payout.ledger.FileRecord;
import payout.ledger.IntakeStore;
import payout.ledger.StagedBatch;

/**
 * The rules for a file as a whole, after its last row was read, and the decision that follows.
 *
 * <p>Invariant: a file is taken with all of its sound lines or refused whole; between the last
 * check and the commit of the decision no other file can bring the same serial, because intake is
 * one at a time.
 */
final class FileDecision {

  /** Long enough for an index, short enough for a notify to be stored in between. */
  private static final int ENTRIES_A_COMMIT = 4_000;

  private final FileRecord file;
  private final IntakeRules rules;
  private final IntakeStore store;
  private final Faults faults;
  private final LeftOut leftOut;
  private int droppedBatches;
  private long droppedLines;
  private Money droppedAmount = Money.ZERO;

  FileDecision(
      FileRecord file, IntakeRules rules, IntakeStore store, Faults faults, LeftOut leftOut) {
    this.file = file;
    this.rules = rules;
    this.store = store;
    this.faults = faults;
    this.leftOut = leftOut;
  }

  /** Checks the file as a whole and takes or refuses it. */
  FileRecord decide(
      Layout layout, RowFilter filter, Totals totals, Cutter cutter, SerialSorter serials) {
    checkTotal(filter, totals);
    checkSerials(layout, serials);
    checkLimits(filter, cutter.amount().minus(droppedAmount));
    if (faults.isEmpty() && cutter.lines() == 0 || cutter.lines() == droppedLines && !isRefused()) {
      wholeFile(RejectCode.NO_LINES, "The file holds no line that can be paid.");
    }
    if (isRefused()) {
      serials.slices(ENTRIES_A_COMMIT, this::removeSerials);
      return store.reject(file, decision(0, Money.ZERO, 0, 0, refusal()));
    }
    return store.accept(
        file,
        decision(
            cutter.lines() - droppedLines,
            cutter.amount().minus(droppedAmount),
            leftOut.count(),
            cutter.batches() - droppedBatches,
            ""));
  }

  private boolean isRefused() {
    return faults.concernWholeFile() || !rules.leavesOutLines() && !faults.isEmpty();
  }

  private void checkLimits(RowFilter filter, Money amount) {
    if (filter.lines() > rules.fileLinesMax()) {
      wholeFile(
          RejectCode.TOO_MANY_LINES,
          "The file has more than " + rules.fileLinesMax() + " lines (payout.file.lines-max).");
    }
    if (amount.isMoreThan(rules.fileAmountMax())) {
      wholeFile(
          RejectCode.FILE_AMOUNT_OVER_LIMIT,
          "The lines add up to "
              + amount
              + ", over the limit of "
              + rules.fileAmountMax()
              + " a file (payout.file.amount-max).");
    }
  }

  private void checkTotal(RowFilter filter, Totals totals) {
    RowFilter.Total total = filter.total();
    if (total == null) {
      return;
    }
    if (total.lines() != filter.lines()) {
      String reason =
          "The total row counts " + total.lines() + " lines, the file has " + filter.lines() + ".";
      add(total.row(), RejectCode.TOTAL_LINES_DIFFER, reason);
    }
    if (totals.unreadableRow() > 0) {
      String reason =
          "The total cannot be compared: the amount in row "
              + totals.unreadableRow()
              + " cannot be read.";
      add(total.row(), RejectCode.TOTAL_AMOUNT_DIFFERS, reason);
    } else if (!totals.is(total.amount())) {
      String reason = "The total row says " + total.amount() + ", the lines add up otherwise.";
      add(total.row(), RejectCode.TOTAL_AMOUNT_DIFFERS, reason);
    }
  }

  private void checkSerials(Layout layout, SerialSorter serials) {
    SerialCheck check = new SerialCheck(file, store);
    serials.slices(ENTRIES_A_COMMIT, check::slice);
    if (check.hasTooMany()) {
      wholeFile(
          RejectCode.TOO_MANY_SERIALS_IN_USE,
          "Over "
              + SerialCheck.SUSPECTS_MAX
              + " serial numbers seem to repeat or to be in use; they were not all compared.");
    }
    leftOut.startSecondStream();
    String column = layout.columns().get(0);
    check.resolve(batch -> dropLines(batch, column));
    leftOut.flush();
  }

  /**
   * Notes the faulty lines of a batch and, where lines are left out, writes it anew without them;
   * one batch at a time, so that a file of nothing but repeats takes no more memory than another.
   */
  private void dropLines(SerialCheck.BatchFaults batch, String column) {
    for (SerialCheck.LineFault each : batch.faulty()) {
      faults.add(each.toFault(column));
    }
    if (isRefused()) {
      return;
    }
    for (SerialCheck.LineFault each : batch.faulty()) {
      leftOut.add(each.line(), each.code(), each.reason());
      droppedAmount = droppedAmount.plus(each.line().amount());
    }
    droppedLines += batch.faulty().size();
    droppedBatches += batch.kept().isEmpty() ? 1 : 0;
    store.restage(file, StagedBatch.of(batch.place(), batch.kept()));
    Checkpoint.BATCH_RESTAGED.pass();
    leftOut.endOfChunk();
  }

  private Decision decision(
      long lines, Money amount, long rejectedLines, int batches, String reason) {
    byte[] data = LineCodec.encodeFaults(faults.first());
    return new Decision(lines, amount, rejectedLines, batches, faults.total(), data, reason);
  }

  private String refusal() {
    Fault first = faults.first().get(0);
    String where = first.row() == 0 ? "" : "Row " + first.row() + ": ";
    String more =
        faults.total() == 1 ? "" : " And " + (faults.total() - 1) + " more, see the rejects file.";
    return first.code() + ": " + where + first.reason() + more;
  }

  private void wholeFile(RejectCode code, String reason) {
    add(0, code, reason);
  }

  private void add(long row, RejectCode code, String reason) {
    faults.add(new Fault(row, "", code.name(), reason));
  }

  private void removeSerials(long[] slice) {
    store.removeSerials(file, slice);
    Checkpoint.SERIALS_REMOVED.pass();
  }
}
