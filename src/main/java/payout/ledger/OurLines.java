package payout.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import payout.batch.ChinaClock;
import payout.batch.LineResult;
import payout.batch.PayoutLine;
import payout.ledger.sql.Sql;
import payout.statement.OurLine;

/** The lines of a batch as a statement of the account is compared with them. */
final class OurLines {

  private static final DateTimeFormatter FINISHED =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);

  private OurLines() {}

  /**
   * The lines of a batch, in their order.
   *
   * @param wanted only those with one of these serials; null for all
   */
  static List<OurLine> of(Sql sql, long batchId, Set<String> wanted) throws SQLException {
    List<OurLine> lines = new ArrayList<>();
    BatchRecord batch = Contents.batch(sql, batchId);
    List<PayoutLine> content = Contents.lines(sql, batchId);
    List<LineResult> results = Contents.results(sql, batch, content.size());
    Posts posts = Posts.of(sql, batch);
    for (int i = 0; i < content.size(); i++) {
      if (wanted == null || wanted.contains(content.get(i).serial())) {
        lines.add(line(batch, i, content.get(i), results.get(i), posts));
      }
    }
    return lines;
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
