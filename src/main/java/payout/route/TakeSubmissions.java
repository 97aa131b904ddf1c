package payout.route;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Exchange;
import payout.inbox.ConsoleInbox;
import payout.inbox.FoundFile;
import payout.inbox.Original;

/**
 * The steps of the routes that take submitted files from the ledger, as a consumer of Camel takes
 * files from a folder: claimed, opened, handed to the flow, and recorded as taken in the end.
 */
public final class TakeSubmissions {

  private final ConsoleInbox inbox;
  private final boolean onlyCheck;
  private final Path work;
  private final InboxArchive archive;
  private final Shutdown shutdown;

  /**
   * The steps of one of the routes.
   *
   * @param onlyCheck whether it takes the files that are only checked; otherwise all others
   * @param work a folder for the copy of the file that is read
   * @param archive claims and opens the files of its place
   */
  public TakeSubmissions(
      ConsoleInbox inbox, boolean onlyCheck, Path work, InboxArchive archive, Shutdown shutdown) {
    this.inbox = inbox;
    this.onlyCheck = onlyCheck;
    this.work = work;
    this.archive = archive;
    this.shutdown = shutdown;
  }

  /** The submitted files that are due, the oldest first. */
  public List<FoundFile> list() {
    return inbox.due(onlyCheck, work);
  }

  /** Claims and opens the file in the body, unless another process has it. */
  public void open(Exchange exchange) throws IOException {
    if (shutdown.hasBegun()) {
      return;
    }
    exchange.setProperty(InboxArchive.LISTED, exchange.getMessage().getBody(FoundFile.class));
    if (archive.begin(null, null, exchange, null)) {
      AfterExchange.move(exchange, () -> archive.commit(null, null, exchange, null));
    }
  }

  /** Whether this process has the file. */
  public boolean isOpen(Exchange exchange) {
    return exchange.getProperty(Original.PROPERTY) != null;
  }
}
