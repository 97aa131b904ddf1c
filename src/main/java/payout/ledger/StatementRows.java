package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import payout.batch.LineState;
import payout.batch.Money;
import payout.ledger.sql.Sql;
import payout.statement.Booking;
import payout.statement.OurLine;
import payout.statement.RowKind;

/**
 * The bookings of the statements that were matched so far, each once. A booking that two statements
 * have with different content is disputed: it is kept, and said of it is nothing any more.
 */
final class StatementRows {

  /** Values in one query; a list is filled up with its last one, so that the text is the same. */
  private static final int TOGETHER = 200;

  private static final int INSERTED_TOGETHER = 1000;
  private static final String BETWEEN = "\t";
  private static final String COLUMNS =
      "SELECT r.booking_id, r.statement_id, r.line, r.business_id, r.order_no, r.at, r.amount,"
          + " r.kind, r.payee, r.cells FROM statement_row r WHERE ";

  private StatementRows() {}

  /** Adds the rows of a statement that no earlier one has. */
  static void add(Sql sql, long statement, List<Booking> rows) throws SQLException {
    for (int from = 0; from < rows.size(); from += INSERTED_TOGETHER) {
      List<Object[]> some = new ArrayList<>();
      for (Booking row : rows.subList(from, Math.min(rows.size(), from + INSERTED_TOGETHER))) {
        boolean isPayout = row.kind() == RowKind.PAYOUT;
        some.add(
            new Object[] {
              row.bookingId(),
              statement,
              row.row(),
              row.businessId(),
              row.orderNo(),
              row.at().toString(),
              row.amount().fen(),
              row.kind().name(),
              isPayout ? row.payee() : "",
              isPayout ? String.join(BETWEEN, row.cells()) : ""
            });
      }
      sql.updateEach(
          "INSERT INTO statement_row (booking_id, statement_id, line, business_id, order_no, at,"
              + " amount, kind, payee, cells) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
              + " ON CONFLICT (booking_id) DO NOTHING",
          some);
    }
  }

  /** The rows that an earlier statement has under the same booking number with other content. */
  static List<Booking> disputed(Sql sql, List<Booking> rows) throws SQLException {
    Map<String, Booking> earlier = new HashMap<>();
    Set<String> ids = rows.stream().map(Booking::bookingId).collect(Collectors.toSet());
    for (Booking each : in(sql, "r.booking_id", "", ids)) {
      earlier.put(each.bookingId(), each);
    }
    return rows.stream()
        .filter(row -> earlier.containsKey(row.bookingId()))
        .filter(row -> isOther(row, earlier.get(row.bookingId())))
        .toList();
  }

  /** From now on nothing is said of these, and nothing is absent from their days. */
  static void dispute(Sql sql, List<Booking> rows) throws SQLException {
    sql.updateEach(
        "UPDATE statement_row SET disputed = 1,"
            + " kind = CASE WHEN ? = 'PAYOUT' THEN 'PAYOUT' ELSE kind END WHERE booking_id = ?",
        rows.stream().map(row -> new Object[] {row.kind().name(), row.bookingId()}).toList());
  }

  /**
   * A spreadsheet may have dropped the seconds, and the layouts call the business number
   * differently, so these are not compared.
   */
  private static boolean isOther(Booking one, Booking other) {
    boolean turned =
        one.kind() == RowKind.IN && other.kind() == RowKind.PAYOUT
            || one.kind() == RowKind.PAYOUT && other.kind() == RowKind.IN;
    return turned
        || !one.amount().equals(other.amount())
        || !one.orderNo().equals(other.orderNo())
        || !minute(one).equals(minute(other));
  }

  private static LocalDateTime minute(Booking row) {
    return row.at().withSecond(0).withNano(0);
  }

  /** Payouts and incomes of earlier statements with the business number of one of these. */
  static List<Booking> ofSameBusiness(Sql sql, List<Booking> rows) throws SQLException {
    Set<String> numbers =
        rows.stream()
            .filter(row -> row.kind() == RowKind.PAYOUT || row.kind() == RowKind.IN)
            .map(Booking::businessId)
            .filter(each -> !each.isEmpty())
            .collect(Collectors.toSet());
    return in(sql, "r.business_id", " AND r.business_id <> '' AND r.disputed = 0", numbers).stream()
        .filter(row -> row.kind() == RowKind.PAYOUT || row.kind() == RowKind.IN)
        .toList();
  }

  /** All rows with one of these numbers, and the payouts and incomes of the same business. */
  static List<Booking> ofNumbers(Sql sql, Set<String> numbers) throws SQLException {
    Map<String, Booking> found = new LinkedHashMap<>();
    byNumber(sql, numbers).forEach(row -> found.put(row.bookingId(), row));
    ofSameBusiness(sql, List.copyOf(found.values()))
        .forEach(row -> found.putIfAbsent(row.bookingId(), row));
    return List.copyOf(found.values());
  }

  private static List<Booking> byNumber(Sql sql, Set<String> numbers) throws SQLException {
    return in(sql, "r.order_no", " AND r.order_no <> '' AND r.disputed = 0", numbers);
  }

  /**
   * What earlier statements say about these payments: rows with their numbers, and payouts of their
   * days and amounts that are not known to be of another payment.
   *
   * @param now the rows of the statement that is matched, which count instead
   * @param related more rows of earlier statements
   */
  static List<Booking> earlier(
      Sql sql, List<Booking> now, List<Booking> related, List<OurLine> lines) throws SQLException {
    Map<String, Booking> found = new LinkedHashMap<>();
    related.forEach(row -> found.put(row.bookingId(), row));
    Set<String> serials = lines.stream().map(OurLine::serial).collect(Collectors.toSet());
    byNumber(sql, serials).forEach(row -> found.put(row.bookingId(), row));
    unexplained(sql, lines).forEach(row -> found.putIfAbsent(row.bookingId(), row));
    now.forEach(row -> found.remove(row.bookingId()));
    return List.copyOf(found.values());
  }

  private static List<Booking> unexplained(Sql sql, List<OurLine> lines) throws SQLException {
    List<OurLine> open =
        lines.stream()
            .filter(line -> line.state() == LineState.OPEN || line.state() == LineState.PAID)
            .filter(line -> line.days().isPresent())
            .toList();
    if (open.isEmpty()) {
      return List.of();
    }
    Set<Long> amounts = new HashSet<>();
    for (OurLine line : open) {
      for (Money each : List.of(line.amount(), line.batchAmount(), line.batchPaid())) {
        amounts.add(each.fen());
      }
    }
    LocalDate first = Collections.min(open.stream().map(l -> l.days().get().first()).toList());
    LocalDate last = Collections.max(open.stream().map(l -> l.days().get().last()).toList());
    return sql
        .list(
            COLUMNS
                + "r.kind = 'PAYOUT' AND r.at >= ? AND r.at < ? AND r.disputed = 0 AND NOT EXISTS"
                + " (SELECT 1 FROM statement_seen s WHERE s.booking_id = r.booking_id)",
            row -> amounts.contains(row.getLong("amount")) ? read(row) : null,
            first.toString(),
            last.plusDays(1).toString())
        .stream()
        .filter(Objects::nonNull)
        .toList();
  }

  private static List<Booking> in(Sql sql, String column, String and, Collection<String> values)
      throws SQLException {
    List<String> all = List.copyOf(values);
    String places = String.join(", ", Collections.nCopies(TOGETHER, "?"));
    List<Booking> found = new ArrayList<>();
    for (int from = 0; from < all.size(); from += TOGETHER) {
      Object[] some = new Object[TOGETHER];
      Arrays.setAll(some, i -> "");
      for (int i = 0; i < TOGETHER; i++) {
        some[i] = all.get(Math.min(from + i, all.size() - 1));
      }
      found.addAll(
          sql.list(COLUMNS + column + " IN (" + places + ")" + and, StatementRows::read, some));
    }
    return found;
  }

  private static Booking read(ResultSet row) throws SQLException {
    return new Booking(
        row.getLong("statement_id"),
        row.getInt("line"),
        row.getString("booking_id"),
        row.getString("business_id"),
        row.getString("order_no"),
        LocalDateTime.parse(row.getString("at")),
        new Money(row.getLong("amount")),
        RowKind.valueOf(row.getString("kind")),
        row.getString("payee"),
        List.of(row.getString("cells").split(BETWEEN, -1)));
  }
}
