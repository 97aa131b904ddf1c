package payout.route;

import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.apache.camel.telemetry.Op;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.SpanStorageManagerExchange;
import payout.ledger.Claim;

/**
 * Camel's tracer, for two things alone: the intake of a file, and the post of a batch with its call
 * of the gateway.
 *
 * <p>Invariant: a span says no more than its name, the numbers of its file and batch, and whether
 * it failed. Camel would add addresses, queries, names of files and messages of exceptions, and
 * would hand the id of the trace to the gateway.
 */
final class FileAndBatchTracer extends OpenTelemetryTracer {

  private static final Map<String, String> TRACED =
      Map.of("direct://receive-file", "file", "seda://submit-batch", "batch");

  private static final Pattern GATEWAY = Pattern.compile("https?://.*");
  private static final String POST = "post";

  /** The exchange property that names the exchange in which the span was begun. */
  private static final String TRACED_IN = "payoutTracedIn";

  private final SpanStorageManagerExchange spans = new SpanStorageManagerExchange();
  private final ChosenTraceId ids;
  private SparseSpans sparse;

  FileAndBatchTracer(ChosenTraceId ids) {
    this.ids = ids;
  }

  @Override
  protected void initTracer() {
    super.initTracer();
    sparse = new SparseSpans(getSpanLifecycleManager());
    setSpanLifecycleManager(sparse);
  }

  @Override
  protected void beginEventSpan(Exchange exchange, Endpoint endpoint, Op op) throws Exception {
    String name =
        op == Op.EVENT_RECEIVED
            ? TRACED.get(address(endpoint))
            : isTraced(exchange) && isGateway(endpoint) ? POST : null;
    if (name == null) {
      return;
    }
    Claim claim = exchange.getMessage().getBody() instanceof Claim claimed ? claimed : null;
    if (claim != null) {
      ids.chooseBatch(claim.batch().batchNo());
    }
    try {
      sparse.nameNext(name);
      super.beginEventSpan(exchange, endpoint, op);
    } finally {
      ids.chooseNone();
    }
    exchange.setProperty(TRACED_IN, exchange.getExchangeId());
    if (claim != null) {
      describe(spans.peek(exchange), claim);
    }
  }

  private static void describe(Span span, Claim claim) {
    span.setTag(SparseSpans.BATCH_NO, claim.batch().batchNo());
    span.setTag(SparseSpans.FILE_ID, Long.toString(claim.batch().fileId()));
    span.setTag(SparseSpans.ATTEMPT, Integer.toString(claim.batch().attempts()));
  }

  @Override
  protected void endEventSpan(Exchange exchange, Endpoint endpoint) throws Exception {
    boolean isOfSpan = TRACED.containsKey(address(endpoint)) || isGateway(endpoint);
    if (!isOfSpan || !isTraced(exchange)) {
      return;
    }
    Long file = exchange.getProperty(ReceiveFile.FILE_ID, Long.class);
    if (file != null) {
      spans.peek(exchange).setTag(SparseSpans.FILE_ID, file.toString());
    }
    super.endEventSpan(exchange, endpoint);
  }

  /** A copy of a traced exchange has its properties, and not its span. */
  private boolean isTraced(Exchange exchange) {
    return exchange.getExchangeId().equals(exchange.getProperty(TRACED_IN))
        && spans.peek(exchange) != null;
  }

  /** Without options. */
  private static String address(Endpoint endpoint) {
    String uri = endpoint.getEndpointUri();
    int options = uri.indexOf('?');
    return options < 0 ? uri : uri.substring(0, options);
  }

  private static boolean isGateway(Endpoint endpoint) {
    return GATEWAY.matcher(endpoint.getEndpointUri()).matches();
  }
}
