package payout.route;

import org.apache.camel.Exchange;
import org.apache.camel.Ordered;
import org.apache.camel.support.SynchronizationAdapter;

/** Runs work when an exchange is done, before, after or instead of Camel's move of its file. */
final class AfterExchange extends SynchronizationAdapter {

  /** Camel's own move of the file has order 0. */
  static final int BEFORE_MOVE = Ordered.HIGHEST;

  static final int AFTER_MOVE = Ordered.LOWEST;

  private static final int MOVE = 0;

  private final int order;
  private final boolean alsoAfterFailure;
  private final Runnable work;

  private AfterExchange(int order, boolean alsoAfterFailure, Runnable work) {
    this.order = order;
    this.alsoAfterFailure = alsoAfterFailure;
    this.work = work;
  }

  static void run(Exchange exchange, int order, Runnable work) {
    exchange.getExchangeExtension().addOnCompletion(new AfterExchange(order, true, work));
  }

  /** Moves a file that no consumer of Camel moves; not when the exchange failed. */
  static void move(Exchange exchange, Runnable work) {
    exchange.getExchangeExtension().addOnCompletion(new AfterExchange(MOVE, false, work));
  }

  @Override
  public void onFailure(Exchange exchange) {
    if (alsoAfterFailure) {
      onDone(exchange);
    }
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
