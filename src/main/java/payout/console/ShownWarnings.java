package payout.console;

import java.util.List;
import payout.batch.Fault;
import payout.ledger.FileRecord;
import payout.ledger.PublicationLedger;

/**
 * What is said about the lines of a file, as a page shows it. It names no account.
 *
 * @param fileId the file
 * @param first the first warnings
 * @param total how many there are
 */
public record ShownWarnings(long fileId, List<Fault> first, long total) {

  /** No warning. */
  static final ShownWarnings NONE = new ShownWarnings(0, List.of(), 0);

  /** Those of a file, at most so many. */
  static ShownWarnings of(PublicationLedger ledger, FileRecord file, int count) {
    List<Fault> all = ledger.warnings(file);
    return new ShownWarnings(
        file.id(), all.subList(0, Math.min(all.size(), count)), ledger.warningsTotal(file));
  }

  /** Whether there are more than are shown. */
  public boolean isCut() {
    return total > first.size();
  }
}
