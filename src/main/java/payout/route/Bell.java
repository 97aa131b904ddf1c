package payout.route;

import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;

/**
 * Wakes senders and publisher at once when there is something to do. Nothing hangs on it: what it
 * misses, the route {@code look-again} finds a moment later.
 */
final class Bell {

  private Bell() {}

  /**
   * Rings. The workers get an exchange of their own; one that came through a file would take along
   * what is to happen at the end of the file's.
   */
  static void ring(CamelContext camel) {
    ProducerTemplate template = camel.createProducerTemplate();
    try {
      template.send("direct:wake", exchange -> {});
    } finally {
      template.stop();
    }
  }
}
