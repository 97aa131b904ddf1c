package payout.console;

import java.util.List;
import payout.ledger.BatchRecord;
import payout.ledger.StatusLedger;

/** The address of a batch: its number. */
final class BatchAddress {

  /** As the gateway's document has them: 11 to 32 letters or digits. */
  private static final String FORM = "[0-9A-Za-z]{1,32}";

  private BatchAddress() {}

  static String of(String batchNo) {
    return "/batches/" + batchNo;
  }

  /**
   * The last batch that was made under the number in an address, which is the one that acts mean.
   *
   * @throws RefusedException when there is none
   */
  static BatchRecord batch(Visit visit, StatusLedger status) {
    String batchNo = visit.path().getOrDefault("batch", "");
    List<BatchRecord> found = batchNo.matches(FORM) ? status.batches(batchNo) : List.of();
    if (found.isEmpty()) {
      throw new RefusedException(404, Texts.in(visit.language()).of("batch.unknown"));
    }
    return found.get(found.size() - 1);
  }
}
