package payout.route;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.MDC;

/** Names the route and the step in each line of the log that is written while a bean works. */
final class StepNames implements InterceptStrategy {

  private static final String ROUTE = "route";
  private static final String STEP = "step";

  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode definition, Processor target, Processor next) {
    return definition.getShortName().equals("bean")
        ? new Named(definition.getId(), target)
        : target;
  }

  /** A step that is named while it runs on this thread. */
  private static final class Named extends DelegateAsyncProcessor {

    private final String step;

    Named(String step, Processor target) {
      super(target);
      this.step = step;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      String routeBefore = MDC.get(ROUTE);
      String stepBefore = MDC.get(STEP);
      MDC.put(ROUTE, exchange.getFromRouteId());
      MDC.put(STEP, step);
      try {
        return super.process(exchange, callback);
      } finally {
        restore(ROUTE, routeBefore);
        restore(STEP, stepBefore);
      }
    }

    private static void restore(String key, String before) {
      if (before == null) {
        MDC.remove(key);
      } else {
        MDC.put(key, before);
      }
    }
  }
}
