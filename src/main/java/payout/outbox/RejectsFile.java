package payout.outbox;

import java.io.IOException;
import payout.batch.Fault;

/** {@code <stem>.<id>.rejects.csv}: one row for each fault. */
public final class RejectsFile {

  private final OutboxText out;

  /** Starts the file with its header. */
  public RejectsFile(OutboxText out) throws IOException {
    this.out = out;
    out.row("line", "column", "code", "reason");
  }

  /** Writes a fault. */
  public void add(Fault fault) throws IOException {
    out.row(
        fault.row() == Fault.WHOLE_FILE ? "" : Long.toString(fault.row()),
        out.foreign(fault.column()),
        out.foreign(fault.code()),
        out.foreign(fault.reason()));
  }
}
