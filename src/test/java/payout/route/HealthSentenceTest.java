package payout.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is down says so in sentences: what, where, and what to do. */
class HealthSentenceTest {

  @ParameterizedTest
  @CsvSource({
    "consumer:inbox-2, The folder is away, Nothing is taken through inbox-2: The folder is away. ",
    "consumer:inbox, , Nothing is taken through inbox. ",
    "route:submit-batch, It is stopped., The route submit-batch does not run: It is stopped. ",
    "route:watch, , The route watch does not run. ",
    "context, , The check context is down and gives no reason. ",
    "payout-node, This node claims nothing. It was replaced., This node claims nothing."
  })
  void says_what_is_wrong_and_what_to_do(String check, String why, String begins) {
    assertThat(HealthSentence.of(down(check, why))).startsWith(begins.strip()).endsWith(".");
  }

  @Test
  void shows_no_account_of_a_cause() {
    assertThat(HealthSentence.of(down("consumer:inbox", "a file of marked@example.com fails")))
        .doesNotContain("marked@example.com");
  }

  @Test
  void says_nothing_of_what_is_up() {
    assertThat(HealthSentence.of(HealthCheckResultBuilder.on(named("payout-ledger")).up().build()))
        .isEmpty();
  }

  private static HealthCheck.Result down(String check, String why) {
    return HealthCheckResultBuilder.on(named(check)).message(why).down().build();
  }

  private static HealthCheck named(String id) {
    return new AbstractHealthCheck("test", id) {
      @Override
      protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.up();
      }
    };
  }
}
