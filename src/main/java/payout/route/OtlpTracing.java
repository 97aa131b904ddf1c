package payout.route;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.camel.CamelContext;

/**
 * Sends traces to a collector, as OTLP over HTTP with the client of the JDK.
 *
 * <p>A thread of the library sends them. What the collector does not take in time is dropped, so a
 * collector that is away holds up nothing.
 */
final class OtlpTracing implements Tracing {

  /** Held, because java.util.logging forgets the level of a logger that nobody holds. */
  private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int WAITING_MAX = 2_048;
  private static final int END_S = 2;

  private final ChosenTraceId ids = new ChosenTraceId();
  private final SdkTracerProvider provider;

  private OtlpTracing(OtlpHttpSpanExporter exporter, Resource resource) {
    this.provider =
        SdkTracerProvider.builder()
            .setIdGenerator(ids)
            .setResource(resource)
            .addSpanProcessor(
                BatchSpanProcessor.builder(new ReportedExporter(exporter))
                    .setScheduleDelay(EVERY)
                    .setExporterTimeout(ANSWER)
                    .setMaxQueueSize(WAITING_MAX)
                    .build())
            .build();
  }

  static Tracing to(URI endpoint, String node, String version) {
    // It would write to standard error in a form of its own; ReportedExporter tells the log.
    LIBRARY.setLevel(Level.OFF);
    return new OtlpTracing(
        OtlpHttpSpanExporter.builder()
            .setEndpoint(endpoint.toString())
            .setConnectTimeout(ANSWER)
            .setTimeout(ANSWER)
            .setRetryPolicy(null)
            .build(),
        Resource.create(
            Attributes.of(
                AttributeKey.stringKey("service.name"), "payout",
                AttributeKey.stringKey("service.version"), version,
                AttributeKey.stringKey("service.instance.id"), node)));
  }

  @Override
  public void addTo(CamelContext camel) {
    camel.getRegistry().bind("payoutTracer", provider.get("payout"));
    camel.getRegistry().bind("payoutPropagators", ContextPropagators.noop());
    new FileAndBatchTracer(ids).init(camel);
  }

  @Override
  public void close() {
    provider.shutdown().join(END_S, TimeUnit.SECONDS);
  }
}
