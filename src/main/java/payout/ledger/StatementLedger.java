package payout.ledger;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import payout.batch.BatchState;
import payout.batch.ChinaClock;
import payout.ledger.serial.SerialEntry;
import payout.ledger.serial.SerialIndex;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;
import payout.statement.Booking;
import payout.statement.Evidence;
import payout.statement.Layout;
import payout.statement.OurLine;
import payout.statement.RowKind;
import payout.statement.StatementFile;

/**
 * The payments that a statement of the account may concern. Changes nothing: what a statement
 * proves is recorded by an act of a person.
 *
 * <p>These are the payments under the numbers in its rows, found by the index of serials, and the
 * batches whose days it covers, found by their files: settled not long before it, or not settled.
 */
public final class StatementLedger {

  /** A payment is looked for on the days up to the second one after its last post. */
  private static final long DAYS_AFTER_MS = TimeUnit.DAYS.toMillis(3);

  /** A line takes more than 1 KB while it is compared, and the heap has 512 MB. */
  private static final long LINES_MAX = 200_000;

  private final Database database;

  StatementLedger(Database database) {
    this.database = database;
  }

  /**
   * What a statement is matched with. Reads the whole batches that it concerns.
   *
   * @param rows its rows
   * @param from where its period begins, in China
   * @param to where it ends, exclusive
   * @param complete the days for which it has every movement
   */
  public Evidence evidence(
      List<Booking> rows, LocalDateTime from, LocalDateTime to, Collection<LocalDate> complete) {
    return evidence(new StatementFile(Layout.LEDGER, from, to, rows, Set.copyOf(complete), ""));
  }

  /**
   * What a statement is matched with, and what earlier statements say about the same payments.
   * Reads the whole batches that it concerns.
   */
  public Evidence evidence(StatementFile file) {
    return database.read(sql -> evidence(sql, file));
  }

  static Evidence evidence(Sql sql, StatementFile file) throws SQLException {
    List<Booking> related = StatementRows.ofSameBusiness(sql, file.rows());
    Set<String> numbers = numbers(file.rows());
    numbers.addAll(numbers(related));
    Set<Long> ids = new TreeSet<>(byNumber(sql, numbers));
    List<OurLine> lines = new ArrayList<>();
    for (long id : byPeriod(sql, millis(file.from()), millis(file.to()))) {
      ids.remove(id);
      lines.addAll(OurLines.of(sql, id, null));
    }
    for (long id : ids) {
      lines.addAll(OurLines.of(sql, id, numbers));
    }
    List<Booking> rows = new ArrayList<>(file.rows());
    rows.addAll(StatementRows.earlier(sql, file.rows(), related, lines));
    StatementDays days = StatementDays.around(sql, file, lines);
    return new Evidence(lines, rows, days.complete(), days.calibrated(), isInDoubt(sql));
  }

  /**
   * All that statements said so far about the payments with these serials; nothing in it says that
   * a payment is absent.
   */
  static Evidence evidence(Sql sql, Set<String> serials) throws SQLException {
    List<OurLine> lines = new ArrayList<>();
    for (long id : byNumber(sql, serials)) {
      lines.addAll(OurLines.of(sql, id, serials));
    }
    // As new: that money came back, for example, is said of new rows alone.
    List<Booking> rows =
        StatementRows.ofNumbers(sql, serials).stream().map(Booking::asNew).toList();
    return new Evidence(lines, rows, Set.of(), Set.of(), false);
  }

  private static Set<String> numbers(List<Booking> rows) {
    Set<String> numbers = new HashSet<>();
    for (Booking row : rows) {
      if (!row.orderNo().isEmpty() && (row.kind() == RowKind.PAYOUT || row.kind() == RowKind.IN)) {
        numbers.add(row.orderNo());
      }
    }
    return numbers;
  }

  private static List<Long> byNumber(Sql sql, Set<String> numbers) throws SQLException {
    long[] entries = numbers.stream().mapToLong(each -> SerialEntry.of(each, 0)).sorted().toArray();
    return SerialIndex.find(sql, 0, entries).stream()
        .map(SerialIndex.Hit::otherBatchId)
        .distinct()
        .toList();
  }

  /**
   * Why a statement cannot be compared: it concerns more payments than fit into memory. Reads none
   * of them.
   */
  public Optional<String> tooMany(StatementFile file) {
    return database.read(sql -> tooMany(sql, file));
  }

  static Optional<String> tooMany(Sql sql, StatementFile file) throws SQLException {
    long lines = countLines(sql, file);
    return lines <= LINES_MAX
        ? Optional.empty()
        : Optional.of(
            "Its days concern "
                + lines
                + " payments, and at most "
                + LINES_MAX
                + " are compared. Hand in fewer days.");
  }

  private static long countLines(Sql sql, StatementFile file) throws SQLException {
    long from = millis(file.from());
    long lines = 0;
    for (long each : files(sql, from, millis(file.to()))) {
      lines +=
          sql.number(
              "SELECT COALESCE(SUM(lines), 0) FROM batch WHERE file_id = ? AND sent_at >= ?"
                  + " AND batch_no IS NOT NULL",
              each,
              from - DAYS_AFTER_MS);
    }
    return lines;
  }

  private static List<Long> files(Sql sql, long from, long to) throws SQLException {
    List<Long> files =
        sql.list(
            "SELECT id FROM payout_file WHERE state = 'SETTLED' AND settled_at >= ?"
                + " AND received_at < ?",
            row -> row.getLong(1),
            from - DAYS_AFTER_MS,
            to);
    files.addAll(
        sql.list(
            "SELECT id FROM payout_file WHERE state NOT IN ('SETTLED', 'REJECTED', 'DUPLICATE',"
                + " 'RECEIVED') AND received_at < ?",
            row -> row.getLong(1),
            to));
    return files;
  }

  /** Batches that were posted, and not so long before that the period says nothing of them. */
  private static List<Long> byPeriod(Sql sql, long from, long to) throws SQLException {
    List<Long> batches = new ArrayList<>();
    for (long file : files(sql, from, to)) {
      batches.addAll(
          sql.list(
              "SELECT id FROM batch WHERE file_id = ? AND sent_at >= ? AND batch_no IS NOT NULL"
                  + " ORDER BY place",
              row -> row.getLong(1),
              file,
              from - DAYS_AFTER_MS));
    }
    return batches;
  }

  private static boolean isInDoubt(Sql sql) throws SQLException {
    for (BatchState state : List.of(BatchState.UNKNOWN, BatchState.HELD)) {
      String text = "SELECT id FROM batch WHERE state = '" + state + "' ORDER BY id LIMIT 1";
      if (sql.first(text, row -> row.getLong(1)).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static long millis(LocalDateTime at) {
    return at.atZone(ChinaClock.CHINA).toInstant().toEpochMilli();
  }
}
