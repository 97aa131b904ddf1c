package payout.ledger;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import payout.batch.BatchState;
import payout.batch.LineResult;
import payout.batch.LineState;
import payout.batch.PayoutLine;
import payout.ledger.serial.SerialEntry;
import payout.ledger.serial.SerialIndex;
import payout.ledger.sql.Sql;

/**
 * Other payments that have a serial number of a held batch, which exist only where a file was taken
 * again that the ledger had lost: of two such batches one may be released.
 */
final class Rivals {

  private Rivals() {}

  /** Lets one act at a time release something, so that two cannot release two rivals at once. */
  static void lock(Sql sql, Act act) throws SQLException {
    if (!act.dryRun()) {
      sql.update(
          "INSERT INTO lease (name, owner, lease_until) VALUES ('release', '', 0)"
              + " ON CONFLICT (name) DO UPDATE SET lease_until = 0");
    }
  }

  /**
   * Why a batch must not be released: a payment with one of its serial numbers is paid, or is open
   * in a batch that is not held or was posted before it was.
   *
   * @return the middle of a sentence; empty when there is none
   */
  static Optional<String> fault(Sql sql, BatchRecord batch) throws SQLException {
    if (!isAnyTakenAgain(sql)) {
      return Optional.empty();
    }
    Set<String> serials = new HashSet<>();
    TreeSet<Long> entries = new TreeSet<>();
    for (PayoutLine line : Contents.lines(sql, batch.id())) {
      serials.add(line.serial());
      entries.add(SerialEntry.of(line.serial(), batch.place()));
    }
    long[] sorted = entries.stream().mapToLong(each -> each).toArray();
    Set<Long> others = new TreeSet<>();
    SerialIndex.find(sql, batch.fileId(), sorted).forEach(hit -> others.add(hit.otherBatchId()));
    for (long other : others) {
      Optional<String> fault =
          Contents.find(sql, other)
              .filter(each -> mayBePaid(each.batch()))
              .flatMap(each -> fault(each, serials));
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  private static boolean isAnyTakenAgain(Sql sql) throws SQLException {
    String one = "SELECT id FROM payout_file WHERE retaken <> '' ORDER BY id LIMIT 1";
    return sql.first(one, row -> row.getLong(1)).isPresent();
  }

  private static boolean mayBePaid(BatchRecord other) {
    return other.state() != BatchState.HELD || other.attempts() > 0;
  }

  private static Optional<String> fault(BatchContent other, Set<String> serials) {
    for (int i = 0; i < other.lines().size(); i++) {
      PayoutLine line = other.lines().get(i);
      LineResult result = other.results().get(i);
      boolean counts = result.state() == LineState.OPEN || result.state() == LineState.PAID;
      if (counts && serials.contains(line.serial())) {
        return Optional.of(
            "the payment "
                + line.serial()
                + " is also in batch "
                + other.batch().batchNo()
                + ", which is "
                + other.batch().state()
                + ", and is "
                + result.state()
                + " there, so it could be paid twice; release this batch only if that payment"
                + " failed, otherwise settle its lines here, and ask the gateway before you mark"
                + " one as failed: this batch itself may have been posted, and paid, by the ledger"
                + " that was lost");
      }
    }
    return Optional.empty();
  }
}
