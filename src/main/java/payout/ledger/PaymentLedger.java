package payout.ledger;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import payout.batch.PayoutLine;
import payout.ledger.account.AccountEntry;
import payout.ledger.account.AccountIndex;
import payout.ledger.serial.SerialEntry;
import payout.ledger.serial.SerialIndex;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * Looks for payments. Changes nothing, and reads no table from end to end: an index names the
 * batches, and a page of at most 200 payments reads at most 50 of them.
 *
 * <p>What it returns holds full accounts and names. Whoever shows them to a person masks them.
 */
public final class PaymentLedger {

  private final Database database;

  PaymentLedger(Database database) {
    this.database = database;
  }

  /**
   * The payments under a serial number.
   *
   * @param after {@link PaymentPage#next} of the page before; empty for the first one
   * @throws IllegalArgumentException when {@code after} is no position
   */
  public PaymentPage ofSerial(String serial, String after) {
    return database.read(
        sql ->
            new PaymentSearch(sql, line -> line.serial().equals(serial))
                .page(
                    (last, count) ->
                        SerialIndex.batches(sql, SerialEntry.hash(serial)).stream()
                            .filter(id -> id <= last)
                            .sorted(Comparator.reverseOrder())
                            .distinct()
                            .limit(count)
                            .toList(),
                    after,
                    0));
  }

  /**
   * The payments of the batches with a number; more than one only where the gateway refused the
   * earlier ones.
   *
   * @param after as in {@link #ofSerial}
   */
  public PaymentPage ofBatch(String batchNo, String after) {
    return database.read(
        sql ->
            new PaymentSearch(sql, line -> true)
                .page((last, count) -> numbered(sql, batchNo, last, count), after, 0));
  }

  /**
   * The payments to an account; letters of ASCII count without case.
   *
   * @param after as in {@link #ofSerial}
   */
  public PaymentPage ofAccount(String account, String after) {
    long hash = AccountEntry.hash(account);
    return database.read(
        sql ->
            new PaymentSearch(sql, line -> AccountEntry.isSame(line.account(), account))
                .page(
                    (last, count) -> AccountIndex.batches(sql, hash, last, count),
                    after,
                    AccountBacklog.receivedUntil(sql)));
  }

  /**
   * Everything that happened to one payment.
   *
   * @param batchNo the number of its batch; where several have it, the newest with this serial
   * @return empty when there is no such payment
   */
  public Optional<PaymentStory> story(String batchNo, String serial) {
    return database.read(
        sql -> {
          Optional<Payment> payment = find(sql, batchNo, serial);
          return payment.isEmpty()
              ? Optional.empty()
              : Optional.of(new StoryReader(sql, payment.get()).read());
        });
  }

  private static Optional<Payment> find(Sql sql, String batchNo, String serial)
      throws SQLException {
    for (long batchId : numbered(sql, batchNo, Long.MAX_VALUE, PaymentSearch.BATCHES_MAX)) {
      List<PayoutLine> lines = Contents.lines(sql, batchId);
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).serial().equals(serial)) {
          Payment.Origin origin = Payment.Origin.find(sql, batchId).orElseThrow();
          return Optional.of(
              new Payment(
                  origin,
                  i,
                  lines.get(i),
                  Contents.results(sql, origin.batch(), lines.size()).get(i)));
        }
      }
    }
    return Optional.empty();
  }

  private static List<Long> numbered(Sql sql, String batchNo, long last, int count)
      throws SQLException {
    return sql.list(
        "SELECT id FROM batch WHERE batch_no = ? AND id <= ? ORDER BY id DESC LIMIT ?",
        row -> row.getLong(1),
        batchNo,
        last,
        count);
  }
}
