package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import payout.batch.BatchId;
import payout.batch.BatchState;
import payout.batch.Language;
import payout.batch.LineState;
import payout.ledger.serial.SerialEntry;
import payout.ledger.serial.SerialIndex;
import payout.ledger.sql.Sql;
import payout.statement.Match;
import payout.statement.MatchVerdict;

/**
 * Payments that are to be made again, because they failed, and that a statement then shows as made:
 * the batches that would make them again are held, and files of them that wait are in doubt, before
 * they are sent on their day.
 */
final class WaitingRetries {

  private static final String CAUSE = "statement";
  private static final String DOUBT =
      "A statement of the account shows that a payment of it was made under the same serial.";

  private WaitingRetries() {}

  /**
   * Holds what would make these payments again.
   *
   * @return the same, with the numbers of the batches that are held for one as its note
   * @throws ClaimLostException while one of them is being sent: it cannot be held, and may have to
   *     be sent again afterwards
   */
  static List<Match> hold(Sql sql, long now, List<Match> fresh, Language language)
      throws SQLException {
    TreeSet<Long> held = new TreeSet<>();
    List<Match> told = new ArrayList<>();
    for (Match each : fresh) {
      List<BatchRecord> retries = isPaid(each) ? retries(sql, each) : List.of();
      retries.forEach(batch -> held.add(batch.id()));
      String numbers = String.join(", ", retries.stream().map(BatchRecord::batchNo).toList());
      told.add(isPaid(each) ? each.noted(numbers) : each);
    }
    String ofFile = new WaitReasons(language).paidByStatement();
    RetakeLedger.holdRivals(sql, now, held, new RetakeLedger.Doubt(CAUSE, DOUBT, ofFile));
    return told;
  }

  private static boolean isPaid(Match match) {
    boolean shows =
        match.verdict() == MatchVerdict.FAILED_BUT_PAID
            || match.verdict() == MatchVerdict.PAID_TWICE;
    return shows && match.line() != null;
  }

  private static List<BatchRecord> retries(Sql sql, Match match) throws SQLException {
    String serial = match.line().serial();
    long[] entry = {SerialEntry.of(serial, 0)};
    List<BatchRecord> retries = new ArrayList<>();
    for (SerialIndex.Hit hit :
        SerialIndex.find(sql, BatchId.fileOf(match.line().batchId()), entry)) {
      Contents.find(sql, hit.otherBatchId())
          .filter(other -> isOpen(other, serial))
          .map(BatchContent::batch)
          .filter(WaitingRetries::mayBeSent)
          .ifPresent(retries::add);
    }
    return retries;
  }

  private static boolean mayBeSent(BatchRecord batch) {
    if (batch.state() == BatchState.SENDING) {
      throw new ClaimLostException(
          "The statement is recorded later: it shows a payment as made that batch "
              + batch.batchNo()
              + " makes again, and that batch is being sent at this moment.");
    }
    return batch.state() == BatchState.READY || batch.state() == BatchState.UNKNOWN;
  }

  private static boolean isOpen(BatchContent content, String serial) {
    for (int i = 0; i < content.lines().size(); i++) {
      if (content.lines().get(i).serial().equals(serial)) {
        return content.results().get(i).state() == LineState.OPEN;
      }
    }
    return false;
  }
}
