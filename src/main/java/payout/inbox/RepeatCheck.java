package payout.inbox;

import java.util.Set;
import java.util.TreeSet;
import payout.batch.Fault;
import payout.batch.LineState;
import payout.batch.LongList;
import payout.batch.PayoutLine;
import payout.ledger.FileRecord;
import payout.ledger.IntakeStore;
import payout.ledger.Lookback;
import payout.ledger.account.AccountEntry;

/**
 * Compares the suspicious lines of a file, batch by batch and in groups, so that each batch of
 * another file is read only a few times, and says which lines repeat another payment.
 *
 * <p>The file has the turn to be decided: no other file is accepted until it is, so of two files
 * with the same payments the later one always meets the earlier one.
 */
final class RepeatCheck {

  /** Suspects compared at a time; the payments that they may repeat are in memory. */
  private static final int GROUP = 20_000;

  private final FileRecord file;
  private final IntakeStore store;
  private final Lookback lookback;
  private final RepeatSuspects suspects;
  private final FailedAttempts attempts;
  private final Warnings warnings;
  private final OwnRepeats own;
  private final Runnable progress;

  /** The lookback is null where there is no ledger to be asked. */
  RepeatCheck(
      FileRecord file,
      IntakeStore store,
      Lookback lookback,
      RepeatSuspects suspects,
      FailedAttempts attempts,
      Warnings warnings,
      Runnable progress) {
    this.file = file;
    this.store = store;
    this.lookback = lookback;
    this.suspects = suspects;
    this.attempts = attempts;
    this.warnings = warnings;
    this.own = new OwnRepeats(warnings);
    this.progress = progress;
  }

  /**
   * Compares all of them.
   *
   * @param emptied the places of batches of which no line is left
   * @return how many lines repeat a payment
   */
  OwnRepeats compare(Set<Integer> emptied) {
    suspects.end();
    int from = 0;
    while (from < suspects.size()) {
      int to = endOfGroup(from);
      compare(from, to, emptied);
      from = to;
    }
    long left = suspects.uncompared() + own.uncompared();
    if (left > 0) {
      warnings.add(Fault.WHOLE_FILE, WarningCode.REPEATS_NOT_COMPARED, left);
    }
    return own;
  }

  /** A group ends with a batch. */
  private int endOfGroup(int from) {
    int to = Math.min(suspects.size(), from + GROUP);
    while (to < suspects.size() && suspects.place(to) == suspects.place(to - 1)) {
      to++;
    }
    return to;
  }

  private void compare(int from, int to, Set<Integer> emptied) {
    LongList wanted = new LongList();
    Set<Integer> places = new TreeSet<>();
    for (int i = from; i < to; i++) {
      wanted.add(suspects.payment(i));
      places.add(suspects.place(i));
    }
    wanted.sort();
    EarlierLines earlier = earlier(wanted);
    places.removeAll(emptied);
    for (int place : places) {
      progress.run();
      for (PayoutLine line : store.stagedLines(file, place)) {
        if (wanted.holds(AccountEntry.payment(line))) {
          compare(line, earlier);
        }
      }
    }
  }

  private EarlierLines earlier(LongList wanted) {
    EarlierLines earlier = new EarlierLines(lookback, attempts::origin, wanted);
    if (lookback == null) {
      return earlier;
    }
    TreeSet<Long> batches = new TreeSet<>(lookback.unindexed());
    for (int i = 0; i < wanted.size(); i++) {
      if (i == 0 || wanted.get(i) != wanted.get(i - 1)) {
        suspects.batches(wanted.get(i), batches::add);
      }
    }
    for (long batchId : batches) {
      progress.run();
      store.content(batchId).ifPresent(earlier::add);
    }
    return earlier;
  }

  private void compare(PayoutLine line, EarlierLines earlier) {
    boolean mayRepeat = suspects.repeatsInFile(AccountEntry.payment(line));
    if (!mayRepeat && earlier.of(line).isEmpty()) {
      return;
    }
    long attempt = attempts.batchOf(line);
    EarlierLines.Earlier best = best(line, attempt, earlier);
    if (best != null) {
      warn(line, best);
    }
    own.add(line, mayRepeat, attempt, best != null, best != null && best.isSameAs(line));
  }

  /** The newest one, if possible of the same name and remark; null for none. */
  private EarlierLines.Earlier best(PayoutLine line, long attempt, EarlierLines earlier) {
    EarlierLines.Earlier best = null;
    for (EarlierLines.Earlier each : earlier.of(line)) {
      boolean counts =
          !each.line().serial().equals(line.serial())
              && !attempts.wasCompared(each.batchId(), attempt);
      if (counts && (best == null || each.isSameAs(line) || !best.isSameAs(line))) {
        best = each;
      }
    }
    return best;
  }

  private void warn(PayoutLine line, EarlierLines.Earlier other) {
    IntakeStore.Origin origin = attempts.origin(other.batchId());
    boolean isPaid = other.result().state() == LineState.PAID;
    String paid = isPaid ? ChinaTime.of(other.result().finishedAt()) : "";
    WarningCode code = WarningCode.REPEATS_PAYMENT;
    String sentence =
        warnings.sentence(
            code.name() + (isPaid ? ".paid" : ""),
            line.serial(),
            other.line().row(),
            other.line().serial(),
            origin.file(),
            paid.isEmpty() ? ChinaTime.of(origin.takenAt()) : paid);
    boolean hasSameName = other.line().name().equals(line.name());
    warnings.addText(
        line.row(), code, sentence + (hasSameName ? "" : warnings.sentence("repeats.other-name")));
  }
}
