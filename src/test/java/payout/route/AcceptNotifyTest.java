package payout.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import payout.notify.NotifyHead;

/** Requests that never passed the guard, or whose body it dropped; the question to the gateway. */
class AcceptNotifyTest {

  private final NotifyGuard guard =
      new NotifyGuard(new Refusals(new Counters(() -> null)), List.of());
  private final AcceptNotify accept = new AcceptNotify(guard, null, null, null, null, null, null);

  @Test
  void reports_that_a_caller_left_before_its_answer() {
    assertThat(refusal(request(true))).isEqualTo("left");
  }

  @Test
  void reports_that_the_service_is_starting_for_a_request_that_came_before_the_guard() {
    assertThat(refusal(request(false))).isEqualTo("starting");
    assertThat(refusal(null)).isEqualTo("starting");
  }

  /** An id holds characters that mean something in an address, also some that look encoded. */
  @Test
  void asks_for_an_id_that_is_percent_encoded_once() {
    AcceptNotify ours = new AcceptNotify(guard, null, null, "2088002464631181", null, null, null);
    NotifyHead head = new NotifyHead("RqPn%2Fvw/+=&x", "batch_trans_notify", "", "");

    assertThat(ours.verifyQuery(new AcceptNotify.Received(null, null, head, null)))
        .isEqualTo(
            "service=notify_verify&partner=2088002464631181"
                + "&notify_id=RqPn%252Fvw%2F%2B%3D%26x");
  }

  private String refusal(HttpServerRequest request) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setBody(request);
    return catchThrowableOfType(AcceptNotify.Refused.class, () -> accept.readNotify(exchange))
        .kind();
  }

  private static HttpServerRequest request(boolean isGone) {
    HttpServerResponse response = proxy(HttpServerResponse.class, (self, method, values) -> isGone);
    return proxy(
        HttpServerRequest.class,
        (self, method, values) ->
            switch (method.getName()) {
              case "response" -> response;
              case "hashCode" -> System.identityHashCode(self);
              default -> self == values[0];
            });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler answers) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
  }
}
