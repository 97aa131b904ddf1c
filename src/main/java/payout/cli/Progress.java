package payout.cli;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import payout.batch.BatchState;
import payout.ledger.BatchRecord;
import payout.ledger.FileRecord;
import payout.ledger.StatusLedger;

/** Where a file stands, in one line. */
final class Progress {

  private Progress() {}

  static String of(FileRecord file, StatusLedger status) {
    Map<BatchState, Integer> batches = new EnumMap<>(BatchState.class);
    int open = 0;
    int paid = 0;
    for (BatchRecord batch : status.batches(file.id())) {
      batches.merge(batch.state(), 1, Integer::sum);
      open += batch.openLines();
      paid += batch.paidLines();
    }
    return String.format(
        Locale.ROOT,
        "%-9s %s: %d lines, %s, batches %s, %d lines paid, %d open",
        file.state(),
        file.name(),
        file.lines(),
        file.amount(),
        batches,
        paid,
        open);
  }
}
