package payout.inbox;

import java.util.Set;
import java.util.TreeSet;
import payout.batch.LineState;
import payout.batch.LongList;
import payout.batch.PayoutLine;
import payout.ledger.FileRecord;
import payout.ledger.IntakeStore;
import payout.ledger.Payment;
import payout.ledger.account.AccountEntry;
import payout.ledger.page.HashEntry;

/**
 * Says which lines go to a payee to whom the last payment failed, and which large ones to a payee
 * unknown so far. It asks about at most 2000 lines of each kind.
 */
final class PayeeCheck {

  static final int LINES_MAX = 2000;

  private static final int SUSPECTS_MAX = 100_000;

  private final FileRecord file;
  private final IntakeStore store;
  private final WarningRules rules;
  private final Warnings warnings;
  private final Set<Integer> failedPlaces = new TreeSet<>();
  private final Set<Integer> largePlaces = new TreeSet<>();
  private final LongList failedAccounts = new LongList();
  private int askedFailed;
  private int askedUnknown;

  PayeeCheck(FileRecord file, IntakeStore store, WarningRules rules, Warnings warnings) {
    this.file = file;
    this.store = store;
    this.rules = rules;
    this.warnings = warnings;
  }

  /** Looks at a line that is being aggregated. */
  void line(PayoutLine line, int place) {
    if (rules.asksForPayee(line)) {
      largePlaces.add(place);
    }
  }

  /** Adds the entries of a slice to whose accounts a payment may have failed last. */
  void slice(LongList failed) {
    for (int i = 0; i < failed.size() && failedAccounts.size() < SUSPECTS_MAX; i++) {
      long entry = failed.get(i);
      failedAccounts.addOnce(AccountEntry.account(HashEntry.hash(entry)));
      failedPlaces.add(HashEntry.place(entry));
    }
  }

  /**
   * Asks about the lines, batch by batch.
   *
   * @param emptied the places of batches of which no line is left
   */
  void ask(Set<Integer> emptied, Runnable progress) {
    Set<Integer> places = new TreeSet<>(failedPlaces);
    places.addAll(largePlaces);
    places.removeAll(emptied);
    for (int place : places) {
      progress.run();
      if (askedFailed < LINES_MAX && failedPlaces.contains(place)
          || askedUnknown < LINES_MAX && largePlaces.contains(place)) {
        store.stagedLines(file, place).forEach(this::ask);
      }
    }
  }

  private void ask(PayoutLine line) {
    boolean mayHaveFailed =
        !failedPlaces.isEmpty() && failedAccounts.holds(AccountEntry.hash(line.account()));
    if (mayHaveFailed && askedFailed < LINES_MAX) {
      askedFailed++;
      store
          .lastPayment(line.account())
          .filter(last -> hasFailed(last, line))
          .ifPresent(last -> warn(line, last));
    }
    if (rules.asksForPayee(line) && askedUnknown < LINES_MAX) {
      askedUnknown++;
      if (!store.wasPaid(line.account())) {
        warnings.add(line.row(), WarningCode.PAYEE_UNKNOWN, rules.newAmountMin());
      }
    }
  }

  private boolean hasFailed(Payment last, PayoutLine line) {
    return last.result().state() == LineState.FAILED
        && rules.isAboutPayee().test(last.result().code())
        && last.line().name().equals(line.name());
  }

  private void warn(PayoutLine line, Payment last) {
    warnings.add(
        line.row(),
        WarningCode.PAYEE_FAILED_BEFORE,
        last.line().row(),
        last.line().serial(),
        last.origin().fileName(),
        last.result().code());
  }
}
