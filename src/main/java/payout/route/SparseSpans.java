package payout.route;

import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.SpanContextPropagationExtractor;
import org.apache.camel.telemetry.SpanContextPropagationInjector;
import org.apache.camel.telemetry.SpanLifecycleManager;

/**
 * Spans that hold what is listed here and nothing else. They go by the exchange alone: no trace is
 * taken from a header, none is put into one, and no thread has a current span, since an exchange
 * may end on another thread than it began on.
 */
final class SparseSpans implements SpanLifecycleManager {

  static final String BATCH_NO = "payout.batch_no";
  static final String FILE_ID = "payout.file_id";
  static final String ATTEMPT = "payout.attempt";

  private static final Set<String> TAGS = Set.of(BATCH_NO, FILE_ID, ATTEMPT);

  private static final SpanContextPropagationExtractor NOTHING =
      new SpanContextPropagationExtractor() {
        @Override
        public Iterator<Map.Entry<String, Object>> iterator() {
          return Map.<String, Object>of().entrySet().iterator();
        }

        @Override
        public Object get(String key) {
          return null;
        }

        @Override
        public Set<String> keys() {
          return Set.of();
        }
      };

  private final SpanLifecycleManager spans;
  private final ThreadLocal<String> names = new ThreadLocal<>();

  /** Spans that this one makes. */
  SparseSpans(SpanLifecycleManager spans) {
    this.spans = spans;
  }

  /** The name of the span that this thread makes next. */
  void nameNext(String name) {
    names.set(name);
  }

  @Override
  public Span create(String name, Span parent, SpanContextPropagationExtractor extractor) {
    String ours = names.get();
    names.remove();
    return new Sparse(spans.create(ours, parent == null ? null : full(parent), NOTHING));
  }

  @Override
  public void activate(Span span) {
    // No thread has a current span.
  }

  @Override
  public void deactivate(Span span) {
    spans.deactivate(full(span));
  }

  @Override
  public void close(Span span) {
    spans.close(full(span));
  }

  @Override
  public void inject(
      Span span, SpanContextPropagationInjector injector, boolean includeTracingHeaders) {
    // The gateway is told nothing of it.
  }

  private static Span full(Span span) {
    return ((Sparse) span).full;
  }

  private record Sparse(Span full) implements Span {

    @Override
    public void setTag(String key, String value) {
      if (TAGS.contains(key)) {
        full.setTag(key, value);
      }
    }

    @Override
    public void setError(boolean isError) {
      full.setError(isError);
    }

    @Override
    public void setComponent(String component) {
      // The name of the span says it.
    }

    @Override
    public void log(Map<String, String> fields) {
      // Messages may quote what came in.
    }
  }
}
