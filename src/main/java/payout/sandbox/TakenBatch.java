package payout.sandbox;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A batch that the gateway took. The lines are computed from the details on demand: a million of
 * them as objects would not fit into a small machine.
 *
 * @param batchNo the merchant's number of the batch
 * @param takenAt when it was taken; its lines are paid in the same moment
 * @param charset {@code _input_charset} as the request named it
 * @param notifyUrl where the result is reported; empty for nowhere
 * @param accountName the payer's name
 * @param details {@code detail_data} as it came
 * @param amount the sum of all lines, yuan
 * @param innerSerial the counter of the first line's inner serial
 * @param notifies what will be notified, in the order of the first round
 */
public record TakenBatch(
    String batchNo,
    Instant takenAt,
    String charset,
    String notifyUrl,
    String accountName,
    String details,
    BigDecimal amount,
    long innerSerial,
    List<NotifyEntry> notifies) {

  /** The lines in the order of the request. */
  public List<BookLine> lines() {
    List<PayLine> taken = PayLine.parse(details);
    Optional<String> sunk = PayeeRules.batchFailure(taken);
    List<BookLine> lines = new ArrayList<>(taken.size());
    for (PayLine line : taken) {
      Optional<String> code = sunk.or(() -> PayeeRules.failure(line.name()));
      lines.add(line(line, code, innerSerial + lines.size()));
    }
    return lines;
  }

  /** The lines for which money moved. */
  public List<BookLine> paidLines() {
    return lines().stream().filter(BookLine::isPaid).toList();
  }

  /** The sum of the paid lines, yuan. */
  public BigDecimal paidAmount() {
    return paidLines().stream().map(BookLine::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private BookLine line(PayLine line, Optional<String> code, long counter) {
    return new BookLine(
        batchNo,
        line.serial(),
        line.account(),
        line.name(),
        line.amount(),
        line.remark(),
        code.isPresent() ? BookLine.Outcome.FAILED : BookLine.Outcome.PAID,
        code.orElse(""),
        China.day(takenAt) + String.format(Locale.ROOT, "%08d", counter % 100_000_000),
        takenAt);
  }

  /** Without details, which hold accounts and names. */
  @Override
  public String toString() {
    return "TakenBatch[" + batchNo + ", " + amount + "]";
  }
}
