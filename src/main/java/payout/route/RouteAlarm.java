package payout.route;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.component.file.GenericFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.inbox.FoundFile;
import payout.ledger.Claim;
import payout.ledger.Publication;

/**
 * Reports an exception that no step handled: the route, the step, the file or batch, and the cause.
 */
public final class RouteAlarm implements Processor {

  private static final Logger LOG = LoggerFactory.getLogger(RouteAlarm.class);
  private static final String STEP = "payoutFailedStep";

  private final Alarm alarm;

  /** Raises this alarm. */
  public RouteAlarm(Alarm alarm) {
    this.alarm = alarm;
  }

  /**
   * Keeps the step in which an exception was thrown; Camel calls this at once. Later the exchange
   * names the steps that handle the exception instead.
   */
  @Override
  public void process(Exchange exchange) {
    exchange.setProperty(STEP, exchange.getExchangeExtension().getHistoryNodeId());
  }

  /** Reports what went wrong and where; the stack trace goes to the debug log. */
  public void raiseAlarm(Exchange exchange) {
    Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    String cause = Causes.of(thrown);
    alarm.raise(
        AlarmKind.ROUTE,
        "The route "
            + route(exchange)
            + step(exchange)
            + subject(exchange)
            + " failed: "
            + cause
            + (cause.endsWith(".") ? "" : ".")
            + " It is retried automatically.");
    LOG.debug("The route {} failed.", route(exchange), thrown);
  }

  private static String route(Exchange exchange) {
    String failed = exchange.getProperty(Exchange.FAILURE_ROUTE_ID, String.class);
    return failed == null ? exchange.getFromRouteId() : failed;
  }

  private static String step(Exchange exchange) {
    String step = exchange.getProperty(STEP, String.class);
    return step == null ? "" : ", step " + step + ",";
  }

  /** The file or batch that the exchange is about, if it is about one. */
  private static String subject(Exchange exchange) {
    if (exchange.getProperty(SubmitBatch.CLAIM) instanceof Claim claim) {
      return " with batch " + claim.batch().batchNo();
    }
    if (exchange.getProperty(PublishResults.PUBLICATION) instanceof Publication publication) {
      return " with " + subject(publication);
    }
    GenericFile<?> file =
        exchange.getProperty(ExchangePropertyKey.FILE_EXCHANGE_FILE, GenericFile.class);
    if (file == null && exchange.getProperty(InboxArchive.LISTED) instanceof FoundFile found) {
      return " with file " + Causes.shown(found.name());
    }
    return file == null ? "" : " with file " + Causes.shown(file.getFileNameOnly());
  }

  private static String subject(Publication publication) {
    String kind = "the output file " + publication.kind();
    return publication.file() == null
        ? kind + " of " + publication.number()
        : kind + " of " + Causes.shown(publication.file().name());
  }
}
