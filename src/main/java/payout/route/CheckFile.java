package payout.route;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.ChinaClock;
import payout.batch.FileNames;
import payout.batch.FileState;
import payout.config.Settings;
import payout.inbox.InboxName;
import payout.inbox.Original;
import payout.ledger.ArchiveName;
import payout.ledger.FileRecord;
import payout.ledger.StatusLedger;
import payout.setup.IntakeSettings;

/**
 * The steps of the route {@code check-file}: a file in the folder {@code check} of an inbox is only
 * checked. The reports go to the outbox, and the file goes to the folder's own archive. The ledger
 * is not changed.
 */
public final class CheckFile {

  private static final Logger LOG = LoggerFactory.getLogger(CheckFile.class);

  /** What precedes a name in the archive: the time in 17 digits, and a dash. */
  private static final int STAMP_LENGTH = 18;

  private static final List<String> ARCHIVES = List.of(".done", ".rejected");

  private final Settings settings;
  private final StatusLedger real;
  private final ChinaClock clock;
  private final Semaphore turn = new Semaphore(1, true);

  /** The steps beside a ledger that is only read. */
  public CheckFile(Settings settings, StatusLedger real, ChinaClock clock) {
    this.settings = settings;
    this.real = real;
    this.clock = clock;
  }

  /** Checks the file and sets the reports as the body. */
  public void check(Exchange exchange) throws InterruptedException, IOException {
    Original original = InboxArchive.original(exchange);
    String inbox = exchange.getProperty(InboxArchive.INBOX, String.class);
    String name = original.name();
    DryRun.Result result = check(original, name, inbox);
    FileRecord decided = result.file();
    LOG.info(
        "Check of {} in {}: {}, {} lines, {} yuan. {}",
        decided.name(),
        inbox,
        decided.state(),
        decided.lines(),
        decided.amount(),
        decided.reason());
    boolean valid = decided.state() == FileState.ACCEPTED || decided.state().isWaiting();
    exchange.setProperty(
        InboxArchive.ARCHIVE, ArchiveName.of(valid ? ".done" : ".rejected", name, clock.now()));
    exchange.getMessage().setBody(result.reports());
  }

  /** Sets a report's content as the body and its name as the header. */
  public void report(Exchange exchange) {
    DryRun.Report report = exchange.getIn().getBody(DryRun.Report.class);
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setHeader(Exchange.FILE_NAME, report.name());
    exchange.getMessage().setBody(report.content());
  }

  private DryRun.Result check(Original original, String name, String inbox)
      throws InterruptedException, IOException {
    turn.acquire();
    Path scratch = IntakeSettings.work(settings).resolve("check");
    try (DryRun dryRun = new DryRun(settings, real, clock, settings.outbox().charset(), scratch)) {
      return dryRun.check(original.opened(), inbox, name, 1 + checkedBefore(original, name));
    } finally {
      turn.release();
    }
  }

  /** How many files with this stem were checked here, so that each gets separate reports. */
  private static int checkedBefore(Original file, String name) throws IOException {
    String stem = FileNames.stemOf(name);
    int count = 0;
    for (String archive : ARCHIVES) {
      count +=
          (int)
              file.names(archive).stream()
                  .filter(each -> each.length() > STAMP_LENGTH && !each.endsWith(InboxName.DONE))
                  .filter(each -> FileNames.stemOf(each.substring(STAMP_LENGTH)).equals(stem))
                  .count();
    }
    return count;
  }
}
