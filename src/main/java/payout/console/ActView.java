package payout.console;

import java.util.List;
import java.util.Map;
import java.util.Set;
import payout.batch.PayoutLine;
import payout.ledger.ActKind;
import payout.ledger.ActResult;
import payout.ledger.FileRecord;
import payout.ledger.Preview;
import payout.status.Masks;

/**
 * The page of an act.
 *
 * @param kind which act
 * @param preview what it would do now, or why not
 * @param file the file that it concerns as a whole; null for a batch or a payer
 * @param path where its form goes
 * @param back the page of what it concerns
 * @param fields what else its form holds
 * @param needsReason whether a reason must be given
 * @param failure what went wrong, a key of the texts; may be empty
 * @param detail the same in a sentence of the ledger; may be empty
 * @param reason what was typed
 * @param isBarred whether it takes a second factor that the visitor did not give
 * @param largest the largest payments of the file; empty where nobody approves it
 * @param warnings what is said about its lines; nothing where nobody approves it
 */
public record ActView(
    ActKind kind,
    Preview preview,
    FileRecord file,
    String path,
    String back,
    Set<Map.Entry<String, String>> fields,
    boolean needsReason,
    String failure,
    String detail,
    String reason,
    boolean isBarred,
    List<PayoutLine> largest,
    ShownWarnings warnings) {

  /** At most so many changes are listed. */
  static final int ROWS_MAX = 200;

  /** The changes that are listed. */
  public List<Preview.Move> moves() {
    return preview.moves().stream().limit(ROWS_MAX).toList();
  }

  /** How many more there are. */
  public int more() {
    return preview.count() - moves().size();
  }

  /** Whether another person has to confirm it. */
  public boolean isProposal() {
    return preview.result() == ActResult.PROPOSED;
  }

  /** An account as it is shown. */
  public String account(PayoutLine line) {
    return Masks.account(line.account());
  }

  /** A name as it is shown. */
  public String name(PayoutLine line) {
    return Masks.name(line.name());
  }
}
