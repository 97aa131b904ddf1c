package payout.statement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import payout.batch.LineState;
import payout.batch.Money;

/**
 * The weaker keys: the inner serial of the notify in any cell, the number of the batch in any cell,
 * and a row without a number whose amount, time and payee fit. They make candidates and prove
 * nothing.
 */
final class OtherKeys {

  private static final Pattern BETWEEN = Pattern.compile("[^0-9A-Za-z]+");
  private static final int NUMBER_MIN = 11;

  private final Map<String, List<Booking>> byToken = new HashMap<>();
  private final Map<Money, List<Booking>> unnumbered = new HashMap<>();

  /**
   * The payouts by what is in their cells.
   *
   * @param lines the lines whose numbers are looked for; other texts are not kept
   */
  OtherKeys(List<OurLine> lines, List<Booking> payouts) {
    Set<String> wanted = new HashSet<>();
    for (OurLine line : lines) {
      wanted.add(line.batchNo());
      wanted.add(line.gatewaySerial());
    }
    for (Booking row : payouts) {
      if (row.orderNo().isEmpty() && row.isNew()) {
        unnumbered.computeIfAbsent(row.amount(), none -> new ArrayList<>()).add(row);
      }
      tokens(row).stream()
          .filter(wanted::contains)
          .forEach(each -> byToken.computeIfAbsent(each, none -> new ArrayList<>()).add(row));
    }
  }

  /** What in the cells of a row could be a number of ours or of the gateway. */
  static Set<String> tokens(Booking row) {
    Set<String> tokens = new HashSet<>();
    for (String cell : row.cells()) {
      for (String token : BETWEEN.split(cell)) {
        if (token.length() >= NUMBER_MIN) {
          tokens.add(token);
        }
      }
    }
    tokens.add(row.businessId());
    tokens.remove("");
    return tokens;
  }

  /** A row that a weaker key gives to a line. */
  Optional<Hit> of(OurLine line) {
    return byInnerSerial(line).or(() -> byBatch(line)).or(() -> byPayee(line));
  }

  private Optional<Hit> byInnerSerial(OurLine line) {
    if (line.gatewaySerial().isEmpty()) {
      return Optional.empty();
    }
    return byToken.getOrDefault(line.gatewaySerial(), List.of()).stream()
        .findFirst()
        .map(row -> new Hit(row, "its inner serial is in a cell, its number is not"));
  }

  private Optional<Hit> byBatch(OurLine line) {
    for (Booking row : byToken.getOrDefault(line.batchNo(), List.of())) {
      if (row.amount().equals(line.batchAmount()) || row.amount().equals(line.batchPaid())) {
        return Optional.of(new Hit(row, "one row for the batch"));
      }
      if (row.amount().equals(line.amount())) {
        return Optional.of(new Hit(row, "the number of its batch is in a cell"));
      }
    }
    return Optional.empty();
  }

  private Optional<Hit> byPayee(OurLine line) {
    if (line.state() != LineState.OPEN || !line.wasPosted()) {
      return Optional.empty();
    }
    return unnumbered.getOrDefault(line.amount(), List.of()).stream()
        .filter(row -> line.mayBeBookedAt(row.at()))
        .filter(row -> !row.at().toLocalDate().isAfter(line.lastDay()))
        .filter(row -> PayeeShown.of(row.payee(), line) == PayeeShown.AGREES)
        .findFirst()
        .map(row -> new Hit(row, "amount, time and payee fit; the row has no number"));
  }

  /** Which column of a row holds the inner serial of a line; empty when none does. */
  String innerSerialColumn(OurLine line, Booking row) {
    if (line.gatewaySerial().isEmpty() || !row.isNew()) {
      return "";
    }
    if (line.gatewaySerial().equals(row.businessId())) {
      return "inner serial in the business number";
    }
    if (line.gatewaySerial().equals(row.bookingId())) {
      return "inner serial in the booking number";
    }
    int cell = row.cells().indexOf(line.gatewaySerial());
    return cell < 0 ? "" : "inner serial in cell " + (cell + 1);
  }

  /**
   * A row that may be of a line.
   *
   * @param row the row
   * @param why by which key
   */
  record Hit(Booking row, String why) {}
}
