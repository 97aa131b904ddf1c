package payout.route;

import org.apache.camel.Exchange;
import org.apache.camel.Ordered;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Runs work when an exchange is done, whether it succeeded or not, before or after Camel moves its
 * file.
 */
final class AfterExchange extends SynchronizationAdapter {

  /** Camel's own move of the file has order 0. */
  static final int BEFORE_MOVE = Ordered.HIGHEST;

  static final int AFTER_MOVE = Ordered.LOWEST;

  private final int order;
  private final Runnable work;

  private AfterExchange(int order, Runnable work) {
    this.order = order;
    this.work = work;
  }

  static void run(Exchange exchange, int order, Runnable work) {
    exchange.getExchangeExtension().addOnCompletion(new AfterExchange(order, work));
  }

  @Override
  public void onDone(Exchange exchange) {
    work.run();
  }

  @Override
  public int getOrder() {
    return order;
  }
}
