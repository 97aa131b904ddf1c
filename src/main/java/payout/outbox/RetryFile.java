package payout.outbox;

import java.io.IOException;
import payout.batch.PayoutLine;

/**
 * {@code <stem>.<id>.retry.csv}: the lines that failed or were refused, in the plain layout of a
 * payout file, without {@code #total}: ready to be corrected and dropped again.
 */
public final class RetryFile {

  private final OutboxText out;

  /** Starts the file with its header. */
  public RetryFile(OutboxText out) throws IOException {
    this.out = out;
    out.row("serial_no", "payee_account", "payee_name", "amount", "remark");
  }

  /**
   * Writes a line as it was sent.
   *
   * @throws UnencodableValueException when the charset lacks a character of the line
   */
  public void add(PayoutLine line) throws IOException {
    out.row(
        out.own(line.row(), "serial_no", line.serial()),
        out.own(line.row(), "payee_account", line.account()),
        out.own(line.row(), "payee_name", line.name()),
        line.amount().toString(),
        out.own(line.row(), "remark", line.remark()));
  }
}
