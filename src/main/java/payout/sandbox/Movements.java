package payout.sandbox;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a statement lists of the book: the paid lines of its period, and what was ordered besides.
 */
final class Movements {
  private static final BigDecimal FEE = new BigDecimal("0.50");
  private static final BigDecimal TRADE = new BigDecimal("200.00");
  private static final BigDecimal REFUND = new BigDecimal("20.00");
  private static final BigDecimal STRANGER = new BigDecimal("77.77");

  private final StatementOrder order;
  private final List<Movement> rows = new ArrayList<>();

  private Movements(StatementOrder order) {
    this.order = order;
  }

  /** Oldest first. */
  static List<Movement> of(List<BookLine> lines, StatementOrder order) {
    Movements movements = new Movements(order);
    lines.stream().filter(movements::isInPeriod).forEach(movements::add);
    movements.addOthers();
    movements.rows.sort(Comparator.comparing(Movement::at));
    return movements.rows;
  }

  private boolean isInPeriod(BookLine line) {
    LocalDateTime at = at(line);
    return !at.isBefore(order.from().atStartOfDay()) && at.isBefore(order.to().atStartOfDay());
  }

  private static LocalDateTime at(BookLine line) {
    return line.finishedAt().atZone(China.ZONE).toLocalDateTime().truncatedTo(ChronoUnit.SECONDS);
  }

  private void add(BookLine line) {
    if (line.isPaid() || has(StatementFault.Kind.FAILED_PAID, line)) {
      if (!has(StatementFault.Kind.MISSING, line)) {
        addPayment(line);
      }
      if (has(StatementFault.Kind.FEE, line)) {
        rows.add(with(line, "12", at(line), FEE.negate(), Movement.Kind.FEE));
      }
    }
  }

  private void addPayment(BookLine line) {
    Movement payout = payout(line);
    rows.add(payout);
    if (has(StatementFault.Kind.ROW_TWICE, line)) {
      rows.add(payout);
    }
    if (has(StatementFault.Kind.PAID_AGAIN, line)) {
      rows.add(with(line, "11", payout.at(), payout.amount(), Movement.Kind.PAYOUT));
    }
    if (has(StatementFault.Kind.RETURN, line)) {
      LocalDateTime back = sameDay(payout.at(), payout.at().plusHours(1));
      rows.add(with(line, "13", back, line.amount(), Movement.Kind.RETURN));
    }
  }

  private boolean has(StatementFault.Kind kind, BookLine line) {
    return order.has(kind, line.serial());
  }

  private Movement payout(BookLine line) {
    BigDecimal more =
        has(StatementFault.Kind.OTHER_AMOUNT, line) ? BigDecimal.ONE : BigDecimal.ZERO;
    BigDecimal amount = line.amount().add(more).negate();
    return with(line, "10", at(line), amount, Movement.Kind.PAYOUT);
  }

  private Movement with(
      BookLine line, String kind, LocalDateTime at, BigDecimal amount, Movement.Kind what) {
    boolean isFee = what == Movement.Kind.FEE;
    return new Movement(
        bookingNo(kind, line.innerSerial()),
        line.innerSerial(),
        has(StatementFault.Kind.NO_NUMBER, line) ? "" : line.serial(),
        at,
        isFee ? "" : line.name(),
        isFee ? "" : line.account(),
        amount,
        what,
        line.remark());
  }

  /** The same for the same line in every statement, and never the inner serial. */
  private static String bookingNo(String kind, String innerSerial) {
    return "9837" + kind + innerSerial.substring(innerSerial.length() - 8);
  }

  private void addOthers() {
    LocalDateTime noon = order.from().atTime(LocalTime.NOON);
    int number = 0;
    for (StatementFault fault : order.faults()) {
      number++;
      switch (fault.kind()) {
        case STRANGER -> {
          String serial = fault.serial().isEmpty() ? "OTHER" + number : fault.serial();
          rows.add(other("20", number, serial, noon, STRANGER.negate(), Movement.Kind.PAYOUT));
        }
        case TRADE -> {
          rows.add(other("21", number, "T" + number, noon, TRADE, Movement.Kind.TRADE));
          rows.add(
              other(
                  "22",
                  number,
                  "T" + number,
                  noon.plusHours(1),
                  REFUND.negate(),
                  Movement.Kind.REFUND));
        }
        default -> {
          // It concerns lines of the book, or the file.
        }
      }
    }
  }

  private Movement other(
      String kind,
      int number,
      String orderNo,
      LocalDateTime at,
      BigDecimal amount,
      Movement.Kind what) {
    String day = order.from().toString().replace("-", "");
    String innerSerial = day + String.format(Locale.ROOT, "9%07d", number);
    return new Movement(
        bookingNo(kind, innerSerial),
        innerSerial,
        orderNo,
        at,
        "路人",
        "someone@example.com",
        amount,
        what,
        "");
  }

  private static LocalDateTime sameDay(LocalDateTime day, LocalDateTime at) {
    LocalDateTime last = day.toLocalDate().atTime(23, 59, 59);
    return at.isAfter(last) ? last : at;
  }
}
