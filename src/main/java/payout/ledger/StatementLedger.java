package payout.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import payout.batch.BatchState;
import payout.batch.ChinaClock;
import payout.batch.LineResult;
import payout.batch.PayoutLine;
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

  private static final DateTimeFormatter FINISHED =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);

  /** A payment is looked for on the days up to the second one after its last post. */
  private static final long DAYS_AFTER_MS = TimeUnit.DAYS.toMillis(3);

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
      addLines(sql, id, null, lines);
    }
    for (long id : ids) {
      addLines(sql, id, numbers, lines);
    }
    List<Booking> rows = new ArrayList<>(file.rows());
    rows.addAll(StatementRows.earlier(sql, file.rows(), related, lines));
    StatementDays days = StatementDays.around(sql, file, lines);
    return new Evidence(lines, rows, days.complete(), days.calibrated(), isInDoubt(sql));
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

  /** How many payments the days of a statement concern, before any of them is read. */
  static long countLines(Sql sql, StatementFile file) throws SQLException {
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

  /**
   * Adds the lines of a batch.
   *
   * @param wanted only those with one of these serials; null for all
   */
  private static void addLines(Sql sql, long batchId, Set<String> wanted, List<OurLine> lines)
      throws SQLException {
    BatchRecord batch = Contents.batch(sql, batchId);
    List<PayoutLine> content = Contents.lines(sql, batchId);
    List<LineResult> results = Contents.results(sql, batch, content.size());
    Posts posts = Posts.of(sql, batch);
    for (int i = 0; i < content.size(); i++) {
      if (wanted == null || wanted.contains(content.get(i).serial())) {
        lines.add(line(batch, i, content.get(i), results.get(i), posts));
      }
    }
  }

  private static OurLine line(
      BatchRecord batch, int place, PayoutLine line, LineResult result, Posts posts) {
    return new OurLine(
        batch.id(),
        place,
        batch.batchNo(),
        line.serial(),
        line.account(),
        line.name(),
        line.amount(),
        result.state(),
        batch.state(),
        posts.first,
        posts.last,
        batch.attempts(),
        result.gatewaySerial(),
        finishedAt(result.finishedAt()),
        batch.amount(),
        batch.paidAmount());
  }

  private static LocalDateTime finishedAt(String text) {
    try {
      return text.isEmpty() ? null : LocalDateTime.parse(text, FINISHED);
    } catch (DateTimeParseException e) {
      return null; // the gateway wrote something else; then nothing follows from it
    }
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

  private static LocalDateTime china(long millis) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ChinaClock.CHINA);
  }

  /**
   * When the first and the last post of a batch began; null for one that was never posted. Where a
   * ledger that was lost may have posted it, the first is the earliest time at which that may have
   * been: what is booked before the posts of this ledger may be of it, and its absence after them
   * says nothing.
   */
  private record Posts(LocalDateTime first, LocalDateTime last) {

    /**
     * Nobody knows for how long an earlier ledger is gone. Absence is concluded from 31 days on
     * either side of a calibrated one at most, and so never from as many as these.
     */
    private static final long UNKNOWN_MS = TimeUnit.DAYS.toMillis(92);

    static Posts of(Sql sql, BatchRecord batch) throws SQLException {
      FileRecord file = Arrivals.get(sql, batch.fileId());
      if (file.retaken() != Retaken.NO) {
        String name = file.archiveName().substring(file.archiveName().indexOf('/') + 1);
        long decided = ArchiveName.timeOf(name).orElse(Long.MAX_VALUE);
        return ofLost(sql, batch, Math.min(decided, file.receivedAt()));
      }
      return sql.number("SELECT pinned FROM batch WHERE id = ?", batch.id()) == 0
          ? ofThisLedger(sql, batch)
          : ofLost(sql, batch, file.receivedAt() - UNKNOWN_MS);
    }

    /** One that was held without a post was posted before that, if ever. */
    private static Posts ofLost(Sql sql, BatchRecord batch, long earliest) throws SQLException {
      long last =
          sql.number(
              "SELECT COALESCE(b.sent_at, b.taken_at, b.trouble_since, f.decided_at, 0)"
                  + " FROM batch b JOIN payout_file f ON f.id = b.file_id WHERE b.id = ?",
              batch.id());
      return last == 0
          ? new Posts(null, null)
          : new Posts(china(Math.min(earliest, last)), china(last));
    }

    private static Posts ofThisLedger(Sql sql, BatchRecord batch) throws SQLException {
      long last = sql.number("SELECT COALESCE(sent_at, 0) FROM batch WHERE id = ?", batch.id());
      if (last == 0 || batch.attempts() == 0) {
        return new Posts(null, null);
      }
      long first =
          sql.number(
              "SELECT COALESCE(MIN(at), 0) FROM event"
                  + " WHERE file_id = ? AND batch_id = ? AND kind = 'SENDING'",
              batch.fileId(),
              batch.id());
      if (first == 0 && batch.attempts() > 1) {
        // Its events are packed; it was not posted before its file was accepted.
        String text = "SELECT COALESCE(decided_at, 0) FROM payout_file WHERE id = ?";
        first = sql.number(text, batch.fileId());
      }
      return new Posts(china(first == 0 ? last : Math.min(first, last)), china(last));
    }
  }
}
