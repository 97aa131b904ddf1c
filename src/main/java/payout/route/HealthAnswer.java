package payout.route;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/**
 * Answers a health address with the state of each check, and with the reason for one that is down.
 * Camel's own answer escapes its text twice, so a path in Chinese cannot be read.
 */
final class HealthAnswer implements Handler<RoutingContext> {

  private static final String OWN = "payout-";
  private static final String FULL = "full";
  private static final String PATH = "/observe/health";
  private static final int UNAVAILABLE = 503;

  private final ObjectMapper json = new ObjectMapper();
  private final boolean strict;
  private final Supplier<Collection<HealthCheck.Result>> checks;

  /**
   * Answers with the results of these checks; if strict, a check that is not up yet counts as down.
   */
  private HealthAnswer(boolean strict, Supplier<Collection<HealthCheck.Result>> checks) {
    this.strict = strict;
    this.checks = checks;
  }

  /** Serves the three addresses of the management port, before Camel's own handlers there. */
  static void serve(CamelContext camel, Router router) {
    new HealthAnswer(false, () -> HealthCheckHelper.invoke(camel, FULL)).at(router, PATH);
    new HealthAnswer(false, () -> HealthCheckHelper.invokeLiveness(camel, FULL))
        .at(router, PATH + "/live");
    new HealthAnswer(true, () -> HealthCheckHelper.invokeReadiness(camel, FULL))
        .at(router, PATH + "/ready");
  }

  /** The checks query databases and servers, which the event loop must not wait for. */
  private void at(Router router, String path) {
    router.route(HttpMethod.GET, path).order(-1).blockingHandler(this, false);
  }

  @Override
  public void handle(RoutingContext call) {
    Collection<HealthCheck.Result> results = checks.get();
    boolean up = HealthCheckHelper.isResultsUp(results, strict);
    ObjectNode root = json.createObjectNode();
    root.put("status", up ? "UP" : "DOWN");
    results.forEach(each -> write(root.withArray("checks").addObject(), each));
    call.response()
        .setStatusCode(up ? 200 : UNAVAILABLE)
        .putHeader("content-type", "application/json; charset=utf-8")
        .end(root.toString());
  }

  private static void write(ObjectNode node, HealthCheck.Result result) {
    node.put("name", result.getCheck().getId());
    node.put("status", result.getState().name());
    String why = message(result);
    if (!why.isEmpty()) {
      node.put("message", why);
    }
    if (result.getCheck().getId().startsWith(OWN)) {
      result.getDetails().forEach((name, value) -> node.withObject("/data").put(name, "" + value));
    }
  }

  /** The exception is more precise than Camel's message, which holds the whole address. */
  private static String message(HealthCheck.Result result) {
    return result
        .getError()
        .map(Causes::of)
        .or(() -> result.getMessage().map(Causes::shown))
        .orElse("");
  }
}
