package payout.sandbox;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code success_details} and {@code fail_details} of one notify (table 6-1): records of 8 fields,
 * each terminated by a |; a side without lines is left out.
 */
final class NotifyDetails {
  private static final String EXTRA_SERIAL = "NEVER-SENT-0001";
  private static final String FLIPPED_CODE = "ACCOUN_NAME_NOT_MATCH";

  private NotifyDetails() {}

  static void addTo(Map<String, String> params, TakenBatch batch, NotifyEntry.Shape shape) {
    List<BookLine> lines = lines(batch.lines(), shape);
    side(params, "success_details", lines.stream().filter(BookLine::isPaid).toList(), shape);
    side(params, "fail_details", lines.stream().filter(line -> !line.isPaid()).toList(), shape);
  }

  private static List<BookLine> lines(List<BookLine> all, NotifyEntry.Shape shape) {
    int half = (all.size() + 1) / 2;
    return switch (shape) {
      case FIRST_HALF -> all.subList(0, half);
      case SECOND_HALF -> all.subList(half, all.size());
      case FAILED_SIDE -> all.stream().filter(line -> !line.isPaid()).toList();
      case FLIPPED -> all.stream().map(NotifyDetails::flipped).toList();
      case EXTRA_SERIAL -> withExtra(all);
      case OTHER_AMOUNT -> withOtherAmount(all);
      default -> all;
    };
  }

  private static void side(
      Map<String, String> params, String name, List<BookLine> lines, NotifyEntry.Shape shape) {
    if (lines.isEmpty()) {
      return;
    }
    String records =
        lines.stream().map(NotifyDetails::record).collect(Collectors.joining("|", "", "|"));
    boolean malformed = shape == NotifyEntry.Shape.MALFORMED;
    params.put(name, malformed ? records.replaceFirst("\\^[0-9]{14}\\|", "|") : records);
  }

  private static String record(BookLine line) {
    return String.join(
        "^",
        line.serial(),
        line.account(),
        line.name(),
        line.amount().toPlainString(),
        line.isPaid() ? "S" : "F",
        line.code(),
        line.innerSerial(),
        China.finished(line.finishedAt()));
  }

  private static BookLine flipped(BookLine line) {
    return line.isPaid()
        ? copy(line, line.serial(), line.amount(), BookLine.Outcome.FAILED, FLIPPED_CODE)
        : copy(line, line.serial(), line.amount(), BookLine.Outcome.PAID, "");
  }

  private static List<BookLine> withExtra(List<BookLine> all) {
    List<BookLine> lines = new ArrayList<>(all);
    BookLine first = all.get(0);
    lines.add(copy(first, EXTRA_SERIAL, first.amount(), BookLine.Outcome.PAID, ""));
    return lines;
  }

  private static List<BookLine> withOtherAmount(List<BookLine> all) {
    List<BookLine> lines = new ArrayList<>(all);
    BookLine first = all.get(0);
    BigDecimal other = first.amount().add(BigDecimal.ONE);
    lines.set(0, copy(first, first.serial(), other, first.outcome(), first.code()));
    return lines;
  }

  private static BookLine copy(
      BookLine line, String serial, BigDecimal amount, BookLine.Outcome outcome, String code) {
    return new BookLine(
        line.batchNo(),
        serial,
        line.account(),
        line.name(),
        amount,
        line.remark(),
        outcome,
        code,
        line.innerSerial(),
        line.finishedAt());
  }
}
