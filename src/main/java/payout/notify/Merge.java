package payout.notify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import payout.batch.LineResult;
import payout.batch.LineState;
import payout.batch.Money;
import payout.batch.PayoutLine;

/**
 * Merges the records of a notify into the results of its batch (document section 6.2).
 *
 * <p>Invariant: only a record that names an open line exactly as it was sent changes anything: it
 * closes the line. A final state, from the gateway or from an operator, stays forever; the same
 * result again changes nothing; a contradiction is a {@link Conflict}. So the parts of a batch's
 * results may come in any order and any number of times, with the same final results.
 *
 * <p>Successes are merged before failures. If one notify reports a line as both paid and failed,
 * the line counts as paid, with a conflict: it then appears in no retry file, and money cannot move
 * twice.
 */
public final class Merge {

  private final List<PayoutLine> lines;
  private final List<LineResult> results;
  private final Map<String, Integer> places;
  private final List<Conflict> conflicts = new ArrayList<>();
  private final Tally paid = new Tally();
  private final Tally failed = new Tally();

  private Merge(List<PayoutLine> lines, List<LineResult> current) {
    if (lines.size() != current.size()) {
      throw new IllegalArgumentException("A batch has one result for each of its lines.");
    }
    this.lines = lines;
    this.results = new ArrayList<>(current);
    this.places = places(lines);
  }

  /**
   * Merges a notify into a batch.
   *
   * @param lines the batch's lines, as they were sent
   * @param current their results so far, in the same order
   */
  public static Merged merge(
      List<PayoutLine> lines, List<LineResult> current, Notification notification) {
    return merge(lines, current, notification.successes(), notification.failures());
  }

  /** The same with the records of both lists given separately. */
  public static Merged merge(
      List<PayoutLine> lines,
      List<LineResult> current,
      List<DetailRecord> successes,
      List<DetailRecord> failures) {
    Merge merge = new Merge(lines, current);
    successes.forEach(record -> merge.take(record, DetailRecord.Flag.S));
    failures.forEach(record -> merge.take(record, DetailRecord.Flag.F));
    return merge.merged();
  }

  private static Map<String, Integer> places(List<PayoutLine> lines) {
    Map<String, Integer> places = new HashMap<>(lines.size() * 2);
    for (int place = 0; place < lines.size(); place++) {
      if (places.put(lines.get(place).serial(), place) != null) {
        throw new IllegalArgumentException("A serial comes once in a batch.");
      }
    }
    return places;
  }

  private void take(DetailRecord record, DetailRecord.Flag list) {
    Integer place = places.get(record.serial());
    if (place == null) {
      conflicts.add(Conflict.unknown(record.serial()));
      return;
    }
    PayoutLine line = lines.get(place);
    Optional<Conflict.Kind> misfit =
        misfit(record, list, line).or(() -> contradiction(record, results.get(place)));
    if (misfit.isPresent()) {
      conflicts.add(Conflict.at(line, misfit.get()));
    } else if (results.get(place).state() == LineState.OPEN) {
      close(place, record);
    }
  }

  /** How a record differs from the line that was sent. */
  private static Optional<Conflict.Kind> misfit(
      DetailRecord record, DetailRecord.Flag list, PayoutLine line) {
    if (record.flag() != list) {
      return Optional.of(Conflict.Kind.WRONG_LIST);
    }
    if (!record.account().equals(line.account())) {
      return Optional.of(Conflict.Kind.OTHER_ACCOUNT);
    }
    if (!record.name().equals(line.name())) {
      return Optional.of(Conflict.Kind.OTHER_NAME);
    }
    if (!record.amount().equals(line.amount())) {
      return Optional.of(Conflict.Kind.OTHER_AMOUNT);
    }
    return Optional.empty();
  }

  /** How a record differs from the result that its line has. */
  private static Optional<Conflict.Kind> contradiction(DetailRecord record, LineResult known) {
    if (known.state() == LineState.OPEN) {
      return Optional.empty();
    }
    if (known.state() == LineState.REFUSED) {
      return Optional.of(Conflict.Kind.BATCH_REFUSED);
    }
    if (known.state() != record.flag().state()) {
      return Optional.of(Conflict.Kind.OTHER_STATE);
    }
    return isPaidAgain(record, known)
        ? Optional.of(Conflict.Kind.OTHER_GATEWAY_SERIAL)
        : Optional.empty();
  }

  /**
   * A line that an operator marked as paid has no gateway serial; then there is nothing to compare.
   */
  private static boolean isPaidAgain(DetailRecord record, LineResult known) {
    String serial = record.result().gatewaySerial();
    return known.state() == LineState.PAID
        && !known.gatewaySerial().isEmpty()
        && !serial.isEmpty()
        && !known.gatewaySerial().equals(serial);
  }

  private void close(int place, DetailRecord record) {
    results.set(place, record.result());
    Tally tally = record.flag() == DetailRecord.Flag.S ? paid : failed;
    tally.add(lines.get(place).amount());
  }

  private Merged merged() {
    return new Merged(
        results, paid.count, paid.amount, failed.count, failed.amount, open(), conflicts);
  }

  private int open() {
    return (int) results.stream().filter(each -> each.state() == LineState.OPEN).count();
  }

  private static final class Tally {

    private int count;
    private Money amount = Money.ZERO;

    void add(Money more) {
      count++;
      amount = amount.plus(more);
    }
  }
}
