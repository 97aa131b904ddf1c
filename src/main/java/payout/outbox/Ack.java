package payout.outbox;

import payout.batch.FileState;
import payout.batch.Money;

/**
 * What intake says about a file.
 *
 * @param file the file's name
 * @param sha256 the SHA-256 of its bytes
 * @param status {@code ACCEPTED}, {@code REJECTED} or {@code DUPLICATE}
 * @param lines how many lines it has, as far as it could be read
 * @param amount their sum
 * @param batches how many batches it was cut into; 0 when nothing of it is sent
 * @param reason why it is refused, a sentence; how many lines were left out of it when it is taken,
 *     else empty
 * @param inbox which inbox it came in through
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
