package payout.route;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Drops every header, in both directions. A caller's headers, query and form fields would otherwise
 * become Camel headers, which can steer the route, and ours would leave with the answer.
 */
public final class DropAllHeaders implements HeaderFilterStrategy {

  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return true;
  }

  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    return true;
  }
}
