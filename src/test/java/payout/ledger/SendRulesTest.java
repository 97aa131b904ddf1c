package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendRulesTest {

  private static final SendRules MINUTE_TO_HOUR = rules(60_000, 3_600_000);

  @ParameterizedTest
  @CsvSource({"1, 60000", "2, 120000", "3, 240000", "6, 1920000", "7, 3600000", "8, 3600000"})
  void the_wait_doubles_with_each_post_up_to_the_longest(int attempts, long ms) {
    assertThat(MINUTE_TO_HOUR.delayMs(attempts)).isEqualTo(ms);
  }

  @ParameterizedTest
  @CsvSource({"31", "32", "63", "64", "65", "1000", "2147483647"})
  void the_wait_is_the_longest_after_any_number_of_posts(int attempts) {
    assertThat(MINUTE_TO_HOUR.delayMs(attempts)).isEqualTo(3_600_000);
    assertThat(rules(1, 1L << 40).delayMs(attempts)).isEqualTo(1L << 30);
  }

  @Test
  void the_wait_never_overflows() {
    SendRules huge = rules(Long.MAX_VALUE / 3, Long.MAX_VALUE / 2);

    assertThat(huge.delayMs(1)).isEqualTo(Long.MAX_VALUE / 3);
    for (int attempts : new int[] {2, 3, 31, 32, 33, 64, 65, 1_000_000, Integer.MAX_VALUE}) {
      assertThat(huge.delayMs(attempts)).as("after %s", attempts).isEqualTo(Long.MAX_VALUE / 2);
    }
  }

  private static SendRules rules(long delayMs, long delayMaxMs) {
    return new SendRules(LedgerFixture.PAYER, 1, delayMs, delayMaxMs, 1);
  }
}
