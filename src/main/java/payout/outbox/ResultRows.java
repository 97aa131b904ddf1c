package payout.outbox;

import java.io.IOException;
import payout.batch.BatchNo;
import payout.batch.LineResult;
import payout.batch.PayoutLine;
import payout.batch.RejectedLine;

/** Takes lines with their results, in the order of their file. */
interface ResultRows {

  /**
   * Writes a line that was sent.
   *
   * @throws IllegalArgumentException when it has no final result yet
   */
  void add(PayoutLine line, LineResult result, BatchNo batch) throws IOException;

  /** Writes a line that was left out at intake. */
  void add(RejectedLine line) throws IOException;
}
