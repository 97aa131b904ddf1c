package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import payout.batch.LineCodec;
import payout.batch.LineResult;
import payout.batch.OutputKind;
import payout.ledger.PaymentStory.Entry;
import payout.ledger.PaymentStory.Source;
import payout.ledger.sql.Sql;

/** Collects what the tables know of one payment. */
final class StoryReader {

  /** A batch that is sent again for weeks has more; the newest say how it stands. */
  private static final int EVENTS_MAX = 500;

  private static final int NOTIFIES_MAX = 100;

  private final Sql sql;
  private final Payment payment;
  private final BatchRecord batch;
  private final List<Entry> entries = new ArrayList<>();
  private boolean isCut;

  StoryReader(Sql sql, Payment payment) {
    this.sql = sql;
    this.payment = payment;
    this.batch = payment.origin().batch();
  }

  /** What happened at the same time stays in the order of these calls: causes come first. */
  PaymentStory read() throws SQLException {
    addGrant();
    addEventsOfFile();
    addNotifies();
    addEventsOfBatch();
    addCorrections();
    addOutputs();
    entries.sort(Comparator.comparingLong(Entry::at));
    return new PaymentStory(
        payment, Arrivals.get(sql, batch.fileId()), List.copyOf(entries), isCut);
  }

  private void addGrant() throws SQLException {
    entries.addAll(
        sql.list(
            "SELECT granted_at, who, reason FROM again WHERE used_by = ?",
            row ->
                new Entry(
                    row.getLong("granted_at"),
                    Source.GRANT,
                    "AGAIN",
                    "",
                    "",
                    row.getString("who"),
                    row.getString("reason"),
                    ""),
            batch.fileId()));
  }

  private void addEventsOfFile() throws SQLException {
    entries.addAll(
        oldestFirst(
            EventReader.lastOfFile(sql, batch.fileId(), EVENTS_MAX).stream()
                .map(each -> event(each, Source.FILE))
                .toList(),
            EVENTS_MAX));
  }

  private void addEventsOfBatch() throws SQLException {
    List<Entry> events =
        EventReader.lastOfBatch(sql, batch.id(), EVENTS_MAX).stream()
            .map(each -> event(each, Source.BATCH))
            .toList();
    oldestFirst(events, EVENTS_MAX).stream()
        .filter(each -> !isOfAnotherLine(each))
        .forEach(entries::add);
  }

  /** An act on one line is recorded as {@link SettledLines#change} says. */
  private boolean isOfAnotherLine(Entry event) {
    return event.detail().startsWith(SettledLines.ONE)
        && !event.detail().startsWith(SettledLines.ofOne(payment.line().serial()));
  }

  private static Entry event(PackedEvent event, Source source) {
    return new Entry(
        event.at(),
        source,
        event.kind(),
        orEmpty(event.from()),
        orEmpty(event.to()),
        event.cause(),
        event.detail(),
        event.node());
  }

  private void addNotifies() throws SQLException {
    for (PackedNotify each :
        PackTable.find(sql, batch.id()).map(Packed::notifies).orElse(List.of())) {
      entries.add(
          new Entry(
              each.receivedAt(),
              Source.NOTIFY,
              each.verdict(),
              "",
              "",
              each.notifyId(),
              each.detail(),
              ""));
    }
    entries.addAll(
        oldestFirst(
            sql.list(
                "SELECT notify_id, verdict, detail, received_at FROM notify"
                    + " WHERE batch_no = ? AND batch_id = ?"
                    + " ORDER BY received_at DESC, id DESC LIMIT ?",
                row ->
                    new Entry(
                        row.getLong("received_at"),
                        Source.NOTIFY,
                        row.getString("verdict"),
                        "",
                        "",
                        row.getString("notify_id"),
                        row.getString("detail"),
                        ""),
                batch.batchNo(),
                batch.id(),
                NOTIFIES_MAX),
            NOTIFIES_MAX));
  }

  /** A correction orders its file in the same transaction, and that row knows when. */
  private void addCorrections() throws SQLException {
    entries.addAll(
        sql.list(
            "SELECT p.created_at, c.before, c.after FROM correction c JOIN publication p"
                + " ON p.file_id = c.file_id AND p.kind = 'CORRECTION' AND p.batch_id = 0"
                + " AND p.number = c.number"
                + " WHERE c.file_id = ? AND c.batch_id = ? AND c.line = ? ORDER BY c.number",
            row ->
                new Entry(
                    row.getLong("created_at"),
                    Source.CORRECTION,
                    OutputKind.CORRECTION.name(),
                    state(row.getBytes("before")),
                    state(row.getBytes("after")),
                    "",
                    "",
                    ""),
            batch.fileId(),
            batch.id(),
            payment.place()));
  }

  private static String state(byte[] result) {
    LineResult one = LineCodec.decodeResults(result).get(0);
    return (one.state() + " " + one.code()).strip();
  }

  private void addOutputs() throws SQLException {
    entries.addAll(
        sql.list(
            "SELECT kind, published_at FROM publication WHERE file_id = ?"
                + " AND kind IN ('BATCH_RESULT', 'RESULT', 'RESULT_SHEET', 'RETRY')"
                + " AND batch_id IN (0, ?)"
                + " AND published_at IS NOT NULL ORDER BY published_at, id",
            row ->
                new Entry(
                    row.getLong("published_at"),
                    Source.OUTPUT,
                    row.getString("kind"),
                    "",
                    "",
                    "",
                    "",
                    ""),
            batch.fileId(),
            batch.id()));
  }

  /** Turns what was read with the newest first. */
  private List<Entry> oldestFirst(List<Entry> read, int most) {
    isCut |= read.size() == most;
    List<Entry> turned = new ArrayList<>(read);
    Collections.reverse(turned);
    return turned;
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
