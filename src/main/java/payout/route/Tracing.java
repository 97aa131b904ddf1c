package payout.route;

import java.net.URI;
import java.util.Optional;
import org.apache.camel.CamelContext;

/**
 * Traces of what happens to files and batches. While they are off, which is usual, no class of
 * OpenTelemetry is loaded.
 */
interface Tracing extends AutoCloseable {

  /** Traces nothing. */
  Tracing OFF =
      new Tracing() {
        @Override
        public void addTo(CamelContext camel) {
          // Nothing is traced.
        }

        @Override
        public void close() {
          // Nothing was opened.
        }
      };

  /**
   * Traces that are sent to a collector.
   *
   * @param endpoint where to; empty for no traces
   * @param node the name of this node; may be empty
   * @param version of this program; may be empty
   */
  static Tracing of(Optional<URI> endpoint, String node, String version) {
    return endpoint.isEmpty() ? OFF : OtlpTracing.to(endpoint.get(), node, version);
  }

  /** Traces the routes of a context that is not initialized yet. */
  void addTo(CamelContext camel);

  /** Sends what is left, for at most 2 seconds. */
  @Override
  void close();
}
