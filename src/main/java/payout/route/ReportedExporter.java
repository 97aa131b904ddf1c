package payout.route;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log once when the collector takes no traces, and once when it takes them again. */
final class ReportedExporter implements SpanExporter {

  private static final Logger LOG = LoggerFactory.getLogger(ReportedExporter.class);

  private final SpanExporter exporter;
  private final AtomicBoolean failing = new AtomicBoolean();

  ReportedExporter(SpanExporter exporter) {
    this.exporter = exporter;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode result = exporter.export(spans);
    return result.whenComplete(() -> report(result.isSuccess()));
  }

  private void report(boolean success) {
    if (failing.getAndSet(!success) == !success) {
      return;
    }
    if (success) {
      LOG.info("The collector at payout.tracing.endpoint takes traces again.");
    } else {
      LOG.warn(
          "The collector at payout.tracing.endpoint takes no traces; they are dropped until it does."
              + " Nothing else waits for it.");
    }
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
