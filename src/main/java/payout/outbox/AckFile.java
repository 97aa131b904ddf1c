package payout.outbox;

import java.io.IOException;

/** {@code <stem>.<id>.ack.csv}: one row that says whether a file was taken. */
public final class AckFile {

  private AckFile() {}

  /** Writes the whole file. */
  public static void write(OutboxText out, Ack ack) throws IOException {
    out.row("file", "sha256", "status", "lines", "amount", "batches", "reason", "inbox");
    out.row(
        out.name(ack.file()),
        ack.sha256(),
        ack.status().name(),
        Long.toString(ack.lines()),
        ack.amount().toString(),
        Integer.toString(ack.batches()),
        out.foreign(ack.reason()),
        ack.inbox());
  }
}
