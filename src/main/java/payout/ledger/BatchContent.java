package payout.ledger;

import java.util.List;
import payout.batch.LineResult;
import payout.batch.PayoutLine;

/**
 * A batch with its lines and the result of each.
 *
 * @param batch the batch
 * @param lines its lines, in the order of the file
 * @param results as many, in the same order
 */
public record BatchContent(BatchRecord batch, List<PayoutLine> lines, List<LineResult> results) {}
