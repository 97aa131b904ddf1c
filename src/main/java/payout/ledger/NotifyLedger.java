package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import payout.batch.BatchState;
import payout.batch.ChinaClock;
import payout.batch.LineResult;
import payout.batch.Money;
import payout.batch.Payer;
import payout.batch.PayoutLine;
import payout.batch.RequestCharset;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerUnavailableException;
import payout.ledger.sql.Sql;
import payout.notify.Conflict;
import payout.notify.MalformedDetailsException;
import payout.notify.Merge;
import payout.notify.Merged;
import payout.notify.Notification;
import payout.notify.NotifyForm;
import payout.notify.NotifyHead;
import payout.notify.NotifyIdentity;

/**
 * Stores notifies as they came and merges them, in one transaction each.
 *
 * <p>Invariant: when {@link #apply} has returned, the results are durable, and only then may the
 * gateway be answered {@code success}.
 */
public final class NotifyLedger {

  private static final String CAUSE = "accept-notify";

  private final Database database;
  private final ChinaClock clock;
  private final LedgerGate standby;

  NotifyLedger(Database database, ChinaClock clock, LedgerGate standby) {
    this.database = database;
    this.clock = clock;
    this.standby = standby;
  }

  /**
   * The last batch that was made under this number. A batch of a file that waits does not count:
   * this ledger never sent it.
   *
   * @throws LedgerUnavailableException while a required standby does not follow: nothing may be
   *     answered with success then
   */
  public Optional<Target> target(String batchNo) {
    standby
        .closedBecause()
        .ifPresent(
            why -> {
              throw new LedgerUnavailableException(why);
            });
    return database.read(
        sql -> {
          Optional<BatchRecord> batch =
              sql.first(
                  BatchRecord.SELECT
                      + "WHERE batch_no = ? AND NOT EXISTS (SELECT 1 FROM payout_file f"
                      + " WHERE f.id = batch.file_id"
                      + " AND f.state IN ('AWAITING_APPROVAL', 'AWAITING_DATE', 'AWAITING_LIMIT'))"
                      + " ORDER BY id DESC LIMIT 1",
                  BatchRecord::read,
                  batchNo);
          return batch.isEmpty() ? Optional.empty() : Optional.of(target(sql, batch.get()));
        });
  }

  /** The time of the ledger, milliseconds since 1970. */
  public long now() {
    return clock.millis();
  }

  /**
   * Whether this same notify was stored before; then it can be answered with {@code success}
   * immediately.
   */
  public boolean isSeen(NotifyIdentity identity) {
    return database.read(sql -> isSeen(sql, identity));
  }

  /**
   * Stores a verified notify and merges it into its batch.
   *
   * @param body the notify as it came
   */
  public Applied apply(Target target, NotifyHead head, NotifyForm form, byte[] body) {
    return apply(target, head, form, body, applied -> {});
  }

  /**
   * The same, and reports it within the transaction. If the process ends in between, it is reported
   * again at the next delivery, never omitted.
   *
   * @param reporter must be quick and must not use the ledger
   */
  public Applied apply(
      Target target, NotifyHead head, NotifyForm form, byte[] body, Consumer<Applied> reporter) {
    NotifyIdentity identity = NotifyIdentity.of(head, form);
    // What never changes is read before the lock for writing: the batch's lines, and the notify.
    List<PayoutLine> lines = database.read(sql -> Contents.lines(sql, target.batch().id()));
    Records records = Records.of(target, head, form);
    byte[] stored = NotifyBody.stored(body);
    return database.write(
        sql -> {
          BatchRecord batch = BatchTable.lock(sql, target.batch().id());
          if (isSeen(sql, identity) || PackTable.holds(sql, batch.id(), identity)) {
            return nothing(Verdict.APPLIED, batch);
          }
          Packing.unpack(sql, batch);
          Applied applied = merge(sql, batch, lines, records);
          keep(sql, batch, identity, applied, stored);
          reporter.accept(applied);
          return applied;
        });
  }

  private Applied merge(Sql sql, BatchRecord batch, List<PayoutLine> lines, Records records)
      throws SQLException {
    if (records.notification == null) {
      batches(sql).event(batch, "NOTIFY_MALFORMED", records.fault);
      return nothing(Verdict.MALFORMED, batch);
    }
    List<LineResult> results = Contents.results(sql, batch, lines.size());
    Merged merged = Merge.merge(lines, results, records.notification);
    BatchState state = batch.state();
    List<String> failedButPaid = List.of();
    if (merged.changedAnything()) {
      state = close(sql, batch, merged);
      failedButPaid = StatementProofs.contradict(sql, clock.millis(), batch.id(), merged.results());
    }
    if (!merged.conflicts().isEmpty()) {
      batches(sql).event(batch, state, "NOTIFY_CONFLICT", merged.conflicts().get(0).sentence());
    }
    return new Applied(
        merged.conflicts().isEmpty() ? Verdict.APPLIED : Verdict.CONFLICT,
        batch.state(),
        state,
        merged.newlyPaid(),
        merged.newlyPaidAmount(),
        merged.newlyFailed(),
        merged.newlyFailedAmount(),
        merged.stillOpen(),
        merged.conflicts(),
        failedButPaid);
  }

  /** Writes the results; the gateway has the batch, in any earlier state. */
  private BatchState close(Sql sql, BatchRecord batch, Merged merged) throws SQLException {
    Contents.writeResults(sql, batch.id(), merged.results());
    BatchState next = batches(sql).applyNotify(batch, merged);
    if (next == BatchState.SETTLED) {
      FileSteps.batchIsFinal(sql, clock.millis(), batch);
    }
    return next;
  }

  private void keep(
      Sql sql, BatchRecord batch, NotifyIdentity identity, Applied applied, byte[] stored)
      throws SQLException {
    sql.update(
        "INSERT INTO notify (notify_id, digest, batch_no, batch_id, verdict, detail, received_at,"
            + " body, form) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        identity.notifyId(),
        identity.sha256(),
        batch.batchNo(),
        batch.id(),
        applied.verdict().name(),
        applied.conflicts().isEmpty() ? "" : applied.conflicts().get(0).sentence(),
        clock.millis(),
        stored,
        NotifyBody.COMPRESSED);
  }

  private static boolean isSeen(Sql sql, NotifyIdentity identity) throws SQLException {
    return sql.number(
            "SELECT COUNT(*) FROM notify WHERE notify_id = ? AND digest = ?",
            identity.notifyId(),
            identity.sha256())
        > 0;
  }

  private static Applied nothing(Verdict verdict, BatchRecord batch) {
    return new Applied(
        verdict,
        batch.state(),
        batch.state(),
        0,
        Money.ZERO,
        0,
        Money.ZERO,
        batch.openLines(),
        List.of(),
        List.of());
  }

  /** The notifies that were stored under a batch number, as they came, the oldest first. */
  public List<byte[]> bodies(String batchNo) {
    return database.read(
        sql -> {
          List<byte[]> bodies = new ArrayList<>();
          for (BatchRecord batch :
              sql.list(BatchRecord.SELECT + "WHERE batch_no = ?", BatchRecord::read, batchNo)) {
            PackTable.find(sql, batch.id()).stream()
                .flatMap(packed -> packed.notifies().stream())
                .forEach(each -> bodies.add(each.body()));
          }
          bodies.addAll(
              sql.list(
                  "SELECT body, form FROM notify WHERE batch_no = ? ORDER BY id",
                  NotifyBody::read,
                  batchNo));
          return bodies;
        });
  }

  /** With the gateway and the charset of the last post, which may not be those of the file. */
  private static Target target(Sql sql, BatchRecord batch) throws SQLException {
    return sql.first(
            "SELECT f.*, COALESCE(b.gateway, f.gateway) AS posted_to,"
                + " COALESCE(b.charset, f.charset) AS posted_in, b.taken_at"
                + " FROM batch b JOIN payout_file f ON f.id = b.file_id WHERE b.id = ?",
            row -> target(row, batch),
            batch.id())
        .orElseThrow();
  }

  private static Target target(ResultSet row, BatchRecord batch) throws SQLException {
    FileRecord file = FileRecord.read(row);
    RequestCharset charset = RequestCharset.of(row.getString("posted_in")).orElseThrow();
    return new Target(
        batch,
        file.payer().at(row.getString("posted_to"), charset),
        file.receivedAt(),
        row.getLong("taken_at"));
  }

  private BatchTable batches(Sql sql) {
    return new BatchTable(sql, clock.millis(), CAUSE);
  }

  /** The records of a notify, or why they cannot be read. */
  private record Records(Notification notification, String fault) {

    static Records of(Target target, NotifyHead head, NotifyForm form) {
      try {
        return new Records(Notification.of(head, form, target.payer().charset().charset()), "");
      } catch (MalformedDetailsException e) {
        return new Records(null, e.getMessage());
      }
    }
  }

  /**
   * The batch that a notify is about.
   *
   * @param batch the batch
   * @param payer for whom it was made, with gateway and charset of its last post; the notify comes
   *     in that charset
   * @param receivedAt when its file arrived, milliseconds since 1970
   * @param takenAt when it became known that the gateway took it; 0 while it is not
   */
  public record Target(BatchRecord batch, Payer payer, long receivedAt, long takenAt) {}

  /** What a notify did. */
  public enum Verdict {
    /** Its records closed lines, or repeated what was known. */
    APPLIED,
    /**
     * Some record contradicts what was sent or known; it changed nothing, and an operator has to
     * look into it.
     */
    CONFLICT,
    /** Its records cannot be read; none was used, and an operator has to look into it. */
    MALFORMED
  }

  /**
   * What a notify did to the ledger.
   *
   * @param verdict its verdict
   * @param before the batch's state before it
   * @param state the batch's state after it
   * @param paid how many lines it closed as paid
   * @param paidAmount their sum
   * @param failed how many lines it closed as failed
   * @param failedAmount their sum
   * @param open how many lines of the batch are still open
   * @param conflicts the records that changed nothing because they do not fit
   * @param failedButPaid the serials of lines that it closed as failed, and that a statement of the
   *     account shows as paid
   */
  public record Applied(
      NotifyLedger.Verdict verdict,
      BatchState before,
      BatchState state,
      int paid,
      Money paidAmount,
      int failed,
      Money failedAmount,
      int open,
      List<Conflict> conflicts,
      List<String> failedButPaid) {}
}
