package payout.outbox;

import java.io.IOException;
import payout.batch.FileState;
import payout.batch.Money;

/** {@code <stem>.<id>.ack.csv}: one row that reports whether a file was accepted. */
public final class AckFile {

  private AckFile() {}

  /**
   * What intake reports about a file.
   *
   * @param file the file's name
   * @param sha256 the SHA-256 of its bytes
   * @param status {@code ACCEPTED}, {@code REJECTED} or {@code DUPLICATE}
   * @param lines how many lines it has, as far as the file could be read
   * @param amount their sum
   * @param batches how many batches it was cut into; 0 when nothing of it is sent
   * @param reason a sentence: why it is refused, or how many lines were left out of an accepted
   *     file; else empty
   * @param inbox the inbox that it came through
   */
  public record Ack(
      String file,
      String sha256,
      FileState status,
      long lines,
      Money amount,
      int batches,
      String reason,
      String inbox) {

    public Ack {
      switch (status) {
        case ACCEPTED, REJECTED, DUPLICATE -> {}
        default ->
            throw new IllegalArgumentException("A file is not acknowledged as " + status + ".");
      }
    }
  }

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
