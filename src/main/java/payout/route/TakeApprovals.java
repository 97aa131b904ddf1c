package payout.route;

import java.io.IOException;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.Checkpoint;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.inbox.ApprovalFile;
import payout.inbox.OpenFile;
import payout.inbox.Original;
import payout.inbox.UnreadableApprovalException;
import payout.ledger.ActRefusedException;
import payout.ledger.ApprovalNote;
import payout.ledger.ArchiveName;
import payout.ledger.FileRecord;
import payout.ledger.StatusLedger;
import payout.ledger.WaitingLedger;
import payout.outbox.OutputNames;

/**
 * The step of the route {@code take-approvals}: an approval file releases a waiting payout file, or
 * is refused with an alarm. Either way it moves to the archive of its folder after the ledger's
 * commit.
 */
public final class TakeApprovals {

  private static final Logger LOG = LoggerFactory.getLogger(TakeApprovals.class);
  private static final String SANDBOX = "SANDBOX-";

  private final WaitingLedger waiting;
  private final StatusLedger status;
  private final ChinaClock clock;
  private final Alarm alarm;

  /** Approves in this ledger. */
  public TakeApprovals(WaitingLedger waiting, StatusLedger status, ChinaClock clock, Alarm alarm) {
    this.waiting = waiting;
    this.status = status;
    this.clock = clock;
    this.alarm = alarm;
  }

  /** Reads the approval file in the body, and sets where it is archived. */
  public void take(Exchange exchange) throws IOException {
    Original original = InboxArchive.original(exchange);
    String folder = approve(original.name(), original.opened()) ? ".done" : ".rejected";
    Checkpoint.WAITING_DECIDED.pass();
    exchange.setProperty(
        InboxArchive.ARCHIVE, ArchiveName.of(folder, original.name(), clock.now()));
  }

  private boolean approve(String name, OpenFile open) throws IOException {
    String identity = name + " of " + open.stamp().modified().toInstant();
    try {
      ApprovalFile file = ApprovalFile.read(open);
      ApprovalNote approval = new ApprovalNote(identity, file.sha256(), file.amount(), file.by());
      long meant = meant(name, file.sha256());
      LOG.info("Approval file {}: {}", name, waiting.approve(meant, approval));
      sayIfItStillWaits(status.file(meant));
      return true;
    } catch (UnreadableApprovalException e) {
      String sentence = "The approval file " + name + " cannot be read: " + e.getMessage() + ".";
      waiting.refuseUnreadable(identity, sentence);
      alarm.raise(AlarmKind.APPROVAL, sentence + " Nothing is approved.");
      return false;
    } catch (ActRefusedException e) {
      alarm.raise(
          AlarmKind.APPROVAL, "The approval file " + name + " is refused. " + e.getMessage());
      return false;
    }
  }

  private void sayIfItStillWaits(FileRecord file) {
    if (file.state() == FileState.AWAITING_LIMIT) {
      alarm.raise(
          AlarmKind.LIMIT,
          "The file "
              + file.name()
              + " is approved but waits: it would exceed the limit of the day.");
    }
  }

  /** The payout file that this approval file names; 0 for none. */
  private long meant(String name, String sha256) {
    String plain = name.startsWith(SANDBOX) ? name.substring(SANDBOX.length()) : name;
    return status.files(sha256).stream()
        .filter(file -> approvalName(file).equals(plain))
        .map(FileRecord::id)
        .findFirst()
        .orElse(0L);
  }

  private static String approvalName(FileRecord file) {
    return new OutputNames(file.name(), file.sha256(), file.arrival(), false).approval();
  }
}
