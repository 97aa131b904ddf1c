package payout.outbox;

import java.io.IOException;
import payout.batch.Fault;

/** {@code <stem>.<id>.warnings.csv}: one row for each warning about a line of a valid file. */
public final class WarningsFile {

  private final OutboxText out;

  /** Starts the file with its header. */
  public WarningsFile(OutboxText out) throws IOException {
    this.out = out;
    out.row("line", "code", "reason");
  }

  /** Writes a warning; one without a row is about the file as a whole. */
  public void add(Fault warning) throws IOException {
    out.row(
        warning.row() == Fault.WHOLE_FILE ? "" : Long.toString(warning.row()),
        out.foreign(warning.code()),
        out.foreign(warning.reason()));
  }
}
