package payout.outbox;

import java.io.IOException;
import payout.batch.ChinaClock;
import payout.ledger.FileRecord;

/**
 * {@code <stem>.<id>.waiting.csv}: one row for the approver of a file. It contains only values that
 * never change, so its content does not depend on when it is written.
 */
public final class WaitingFile {

  private WaitingFile() {}

  /** Writes the whole file. */
  public static void write(OutboxText out, FileRecord file) throws IOException {
    FileRecord.Wait wait = file.waited();
    out.row(
        "file", "sha256", "status", "lines", "amount", "batches", "reason", "expires_at", "inbox");
    out.row(
        out.name(file.name()),
        file.sha256(),
        wait.first().name(),
        Long.toString(file.lines()),
        file.amount().toString(),
        Integer.toString(file.batches()),
        out.foreign(wait.reason()),
        wait.expiresAt() == 0 ? "" : ChinaClock.iso(wait.expiresAt()),
        file.inbox());
  }
}
