package payout.inbox;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import payout.batch.BatchId;
import payout.batch.LineResult;
import payout.batch.LineState;
import payout.batch.PayoutLine;
import payout.ledger.BatchContent;
import payout.ledger.IntakeStore;
import payout.ledger.account.AccountEntry;

/**
 * Which lines are a new attempt of a payment that failed or was refused: the same serial, account
 * and amount. The name of a file says nothing about it, because anybody can choose that.
 *
 * <p>Such a line was compared when it came for the first time. It is compared again only with what
 * came after that.
 */
final class FailedAttempts {

  private static final int CONTENTS_KEPT = 8;

  private final IntakeStore store;
  private final boolean isPossible;
  private final Map<Long, IntakeStore.Origin> origins = new HashMap<>();
  private final Map<Long, Optional<BatchContent>> contents =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Optional<BatchContent>> eldest) {
          return size() > CONTENTS_KEPT;
        }
      };

  /**
   * None known yet.
   *
   * @param isPossible whether a serial of the file may have come before; otherwise nothing is read
   */
  FailedAttempts(IntakeStore store, boolean isPossible) {
    this.store = store;
    this.isPossible = isPossible;
  }

  /** The batch of the last failed attempt of a line; 0 when it is none. */
  long batchOf(PayoutLine line) {
    List<Long> batches = isPossible ? store.batchesOfSerial(line.serial()) : List.of();
    return batches.stream()
        .filter(each -> content(each).filter(batch -> holds(batch, line)).isPresent())
        .mapToLong(each -> each)
        .max()
        .orElse(0);
  }

  /** Whether a batch was compared with a failed attempt, or was cut from the same file. */
  boolean wasCompared(long batchId, long attempt) {
    return attempt != 0
        && (BatchId.fileOf(batchId) == BatchId.fileOf(attempt)
            || !origin(batchId).comparedAt().isAfter(origin(attempt).comparedAt()));
  }

  /** Where a batch came from. */
  IntakeStore.Origin origin(long batchId) {
    return origins.computeIfAbsent(batchId, store::origin);
  }

  private Optional<BatchContent> content(long batchId) {
    Optional<BatchContent> known = contents.get(batchId);
    if (known == null) {
      known = store.content(batchId);
      contents.put(batchId, known);
    }
    return known;
  }

  private static boolean holds(BatchContent batch, PayoutLine line) {
    for (int i = 0; i < batch.lines().size(); i++) {
      PayoutLine other = batch.lines().get(i);
      if (other.serial().equals(line.serial())) {
        LineResult result = batch.results().get(i);
        boolean failed = result.state() == LineState.FAILED || result.state() == LineState.REFUSED;
        return failed
            && other.amount().equals(line.amount())
            && AccountEntry.isSame(other.account(), line.account());
      }
    }
    return false;
  }
}
