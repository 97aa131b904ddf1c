package payout.route;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.util.Collection;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/**
 * Answers a health address with the state of each check, and with the reason for one that is down.
 * Camel's own answer escapes its text twice, so a path in Chinese cannot be read.
 */
final class HealthAnswer {

  private static final String OWN = "payout-";

  /** With the details of each check. */
  static final String FULL = "full";

  private static final String PATH = "/observe/health";
  private static final int UNAVAILABLE = 503;
  private static final int ASKERS = 2;

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

  /**
   * Serves the three addresses of the management port, before Camel's own handlers there. The
   * checks query databases and servers, and have threads of their own: neither they nor the
   * notifies, which may all wait for the ledger, keep the answer back that the process is alive.
   */
  static void serve(CamelContext camel, Vertx vertx, Router router) {
    WorkerExecutor askers = vertx.createSharedWorkerExecutor("payout-health", ASKERS);
    WorkerExecutor alive = vertx.createSharedWorkerExecutor("payout-alive", 1);
    new HealthAnswer(false, () -> HealthCheckHelper.invoke(camel, FULL)).at(router, PATH, askers);
    new HealthAnswer(false, () -> HealthCheckHelper.invokeLiveness(camel, FULL))
        .at(router, PATH + "/live", alive);
    new HealthAnswer(true, () -> HealthCheckHelper.invokeReadiness(camel, FULL))
        .at(router, PATH + "/ready", askers);
  }

  private void at(Router router, String path, WorkerExecutor threads) {
    router
        .route(HttpMethod.GET, path)
        .order(-1)
        .handler(
            call ->
                threads
                    .executeBlocking(this::ask, false)
                    .onFailure(call::fail)
                    .onSuccess(answer -> answer.to(call.response())));
  }

  private Answer ask() {
    Collection<HealthCheck.Result> results = checks.get();
    boolean up = HealthCheckHelper.isResultsUp(results, strict);
    ObjectNode root = json.createObjectNode();
    root.put("status", up ? "UP" : "DOWN");
    if (!up) {
      root.put("message", whatIsWrong(results));
    }
    results.forEach(each -> write(root.withArray("checks").addObject(), each));
    return new Answer(up ? 200 : UNAVAILABLE, root.toString());
  }

  /** A check that has not answered yet is neither up nor down, and keeps the process not ready. */
  private static String whatIsWrong(Collection<HealthCheck.Result> results) {
    String down =
        results.stream()
            .filter(each -> each.getState() == HealthCheck.State.DOWN)
            .map(HealthSentence::of)
            .distinct()
            .collect(Collectors.joining(" "));
    return down.isEmpty() ? "The process is still starting. Wait a few seconds." : down;
  }

  private static void write(ObjectNode node, HealthCheck.Result result) {
    node.put("name", result.getCheck().getId());
    node.put("status", result.getState().name());
    String why = HealthSentence.of(result);
    if (!why.isEmpty()) {
      node.put("message", why);
    }
    if (result.getCheck().getId().startsWith(OWN)) {
      result.getDetails().forEach((name, value) -> node.withObject("/data").put(name, "" + value));
    }
  }

  /** The exception is more precise than Camel's message, which holds the whole address. */
  static String message(HealthCheck.Result result) {
    return result
        .getError()
        .map(Causes::of)
        .or(() -> result.getMessage().map(Causes::shown))
        .orElse("");
  }

  private record Answer(int status, String body) {

    void to(HttpServerResponse response) {
      response
          .setStatusCode(status)
          .putHeader("content-type", "application/json; charset=utf-8")
          .end(body);
    }
  }
}
