package payout.console;

import java.util.List;
import java.util.Set;
import payout.ledger.ActKind;
import payout.ledger.BatchRecord;
import payout.ledger.FileRecord;
import payout.ledger.StatusLedger;

/**
 * The page of a batch.
 *
 * @param batch which
 * @param file the file that it was cut from
 * @param lines some of its lines
 * @param events its last steps, the newest first
 * @param offers the acts that its state allows
 * @param done the act that was just done; empty for none
 */
public record BatchView(
    BatchRecord batch,
    FileRecord file,
    BatchLinesView lines,
    List<StatusLedger.Event> events,
    Set<ActKind> offers,
    String done) {}
