package payout.inbox;

import java.util.Set;
import payout.batch.LineCodec;
import payout.batch.PayoutLine;
import payout.ledger.FileRecord;
import payout.ledger.IntakeStore;
import payout.ledger.Lookback;
import payout.ledger.Warned;

/**
 * What is said about the lines of one valid file. Its accounts go into their index at the same
 * time, because the pages that change show the earlier payments to them.
 */
final class FileWarnings {

  private final FileRecord file;
  private final IntakeStore store;
  private final WarningRules rules;
  private final Warnings warnings;
  private final PayeeCheck payees;
  private Lookback lookback;
  private RepeatSuspects suspects;
  private long[] lastSlice = {};
  private PaidOnce paidOnce;
  private long paidBefore;

  FileWarnings(FileRecord file, IntakeStore store, IntakeRules rules) {
    this.file = file;
    this.store = store;
    this.rules = rules.warnings();
    this.warnings = new Warnings(rules.language());
    this.payees = new PayeeCheck(file, store, rules.warnings(), warnings);
  }

  /** Looks at a line that is being aggregated. */
  void line(PayoutLine line, int place) {
    if (rules.lacksRemark(line)) {
      warnings.add(line.row(), WarningCode.REMARK_MISSING);
    }
    payees.line(line, place);
    comparePaidOnce(line);
  }

  /** Such a line holds its file, whatever its share: nobody else notices that it was paid. */
  private void comparePaidOnce(PayoutLine line) {
    if (paidOnce == null) {
      paidOnce = new PaidOnce(store);
    }
    String other = paidOnce.serialOf(line);
    if (other != null) {
      paidBefore++;
      WarningCode code = WarningCode.REPEATS_PAYMENT;
      warnings.addText(
          line.row(),
          code,
          warnings.sentence(code.name() + ".paid-by-statement", line.serial(), other));
    }
  }

  /**
   * Adds the accounts of the file to their index but for the last slice, which goes into the commit
   * of the decision, and finds the earlier payments to them. The file has the turn, and will not be
   * refused.
   */
  void index(EntrySorter accounts, int sliceLength, Runnable progress) {
    lookback = store.lookback(file, rules.lookback());
    suspects = new RepeatSuspects(lookback != null && !lookback.unindexed().isEmpty());
    accounts.slices(
        sliceLength,
        slice -> {
          if (lastSlice.length > 0) {
            found(lastSlice, store.addAccounts(file, lastSlice, lookback));
            progress.run();
          }
          lastSlice = slice;
        });
    found(lastSlice, store.findAccounts(file, lastSlice, lookback));
  }

  private void found(long[] slice, Lookback.Found found) {
    if (rules.findsRepeats()) {
      suspects.slice(slice, found);
    }
    payees.slice(found.failed());
  }

  /** The last slice of the accounts. */
  long[] lastSlice() {
    return lastSlice;
  }

  /**
   * Compares what {@link #index} found.
   *
   * @param lines how many lines will be paid
   * @param emptied the places of batches of which no line is left
   * @param mayBeRetry whether a serial of the file may have come before
   */
  Warned compare(long lines, Set<Integer> emptied, boolean mayBeRetry, Runnable progress) {
    FailedAttempts attempts = new FailedAttempts(store, mayBeRetry);
    OwnRepeats repeats =
        new RepeatCheck(file, store, lookback, suspects, attempts, warnings, progress)
            .compare(emptied);
    payees.ask(emptied, progress);
    // What could not be compared counts as repeated: in doubt the money waits.
    long repeated =
        Math.min(
            lines, repeats.repeated() + repeats.uncompared() + suspects.uncompared() + paidBefore);
    return new Warned(
        warnings.total(),
        repeated,
        LineCodec.encodeFaults(warnings.first()),
        paidBefore > 0 || rules.isHeld(repeated, repeats.same(), lines));
  }
}
