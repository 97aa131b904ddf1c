package payout.outbox;

import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import payout.batch.BatchNo;
import payout.batch.LineResult;
import payout.batch.LineState;
import payout.batch.PayoutLine;
import payout.batch.RejectedLine;

/**
 * One row for each line with its result.
 *
 * <p>Three files have this form: {@code <stem>.<id>.<batch_no>.result.csv} of a batch, {@code
 * <stem>.<id>.result.csv} of a file, and {@code <stem>.<id>.correction-<n>.csv} of the lines that
 * changed later.
 */
public final class ResultFile implements ResultRows {

  /** The names of its columns. */
  static final List<String> COLUMNS =
      List.of(
          "line",
          "serial_no",
          "payee_account",
          "payee_name",
          "amount",
          "remark",
          "status",
          "code",
          "reason",
          "batch_no",
          "gateway_serial",
          "finished_at");

  private final OutboxText out;
  private final UnaryOperator<String> meanings;

  /** Starts the file with its header. */
  public ResultFile(OutboxText out, UnaryOperator<String> meanings) throws IOException {
    this.out = out;
    this.meanings = meanings;
    out.row(COLUMNS.toArray(String[]::new));
  }

  /**
   * Writes a line that was sent.
   *
   * @throws IllegalArgumentException when it has no final result yet
   * @throws UnencodableValueException when the charset lacks a character of the line
   */
  @Override
  public void add(PayoutLine line, LineResult result, BatchNo batch) throws IOException {
    requireFinal(line, result);
    out.row(
        Long.toString(line.row()),
        out.own(line.row(), "serial_no", line.serial()),
        out.own(line.row(), "payee_account", line.account()),
        out.own(line.row(), "payee_name", line.name()),
        line.amount().toString(),
        out.own(line.row(), "remark", line.remark()),
        result.state().name(),
        out.foreign(result.code()),
        out.foreign(result.code().isEmpty() ? "" : meanings.apply(result.code())),
        batch.value(),
        out.foreign(result.gatewaySerial()),
        FinishedAt.iso(result.finishedAt()));
  }

  /** Throws for a line that has no final result yet. */
  static void requireFinal(PayoutLine line, LineResult result) {
    if (!result.state().isFinal()) {
      throw new IllegalArgumentException(
          "Line " + line.row() + " is still open and must not be in a result file.");
    }
  }

  /** Writes a line that was left out at intake. */
  @Override
  public void add(RejectedLine line) throws IOException {
    out.row(
        Long.toString(line.row()),
        out.own(line.row(), "serial_no", line.serial()),
        out.own(line.row(), "payee_account", line.account()),
        out.own(line.row(), "payee_name", line.name()),
        line.amount(),
        out.own(line.row(), "remark", line.remark()),
        LineState.REJECTED.name(),
        out.foreign(line.code()),
        out.foreign(line.reason()),
        "",
        "",
        "");
  }
}
