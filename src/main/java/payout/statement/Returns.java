package payout.statement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Money that came in, by the numbers that it carries. */
final class Returns {

  private final Map<String, List<Booking>> byOrder = new HashMap<>();
  private final Map<String, List<Booking>> byBusiness = new HashMap<>();

  Returns(List<Booking> rows) {
    for (Booking row : rows) {
      if (row.kind() == RowKind.IN) {
        put(byOrder, row.orderNo(), row);
        put(byBusiness, row.businessId(), row);
      }
    }
  }

  private static void put(Map<String, List<Booking>> where, String number, Booking row) {
    if (!number.isEmpty()) {
      where.computeIfAbsent(number, each -> new ArrayList<>()).add(row);
    }
  }

  /** What came back of a payment: the same serial or business number, and the same amount. */
  List<Booking> of(OurLine line, Booking paid) {
    return Stream.concat(
            byOrder.getOrDefault(line.serial(), List.of()).stream(),
            byBusiness.getOrDefault(paid.businessId(), List.of()).stream())
        .filter(back -> back.amount().equals(line.amount()))
        .filter(back -> !back.at().isBefore(paid.at()))
        .filter(back -> back.isNew() || paid.isNew())
        .distinct()
        .toList();
  }
}
