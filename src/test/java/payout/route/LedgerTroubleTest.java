package payout.route;

import static org.assertj.core.api.Assertions.assertThat;
import static payout.ledger.NoticeChannel.MAIL;
import static payout.ledger.NoticeChannel.WEBHOOK;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LedgerTroubleTest {

  private final AtomicLong nanos = new AtomicLong(1);
  private final LedgerTrouble trouble = new LedgerTrouble(nanos::get);

  @Test
  void is_told_when_it_lasted_for_30_seconds_and_once_an_hour_over_each_channel() {
    trouble.note(false, 7);
    pass(Duration.ofSeconds(29));
    boolean early = trouble.isDue(WEBHOOK);
    pass(Duration.ofSeconds(1));
    boolean due = trouble.isDue(WEBHOOK);
    trouble.told(WEBHOOK, "Trouble.");
    pass(Duration.ofMinutes(59));

    assertThat(early).isFalse();
    assertThat(due).isTrue();
    assertThat(trouble.isDue(WEBHOOK)).isFalse();
    assertThat(trouble.isDue(MAIL)).isTrue();
    pass(Duration.ofMinutes(1));
    assertThat(trouble.isDue(WEBHOOK)).isTrue();
    assertThat(trouble.since()).isEqualTo(7);
  }

  @Test
  void is_quiet_for_the_hour_also_when_it_was_over_in_between() {
    trouble.note(false, 7);
    pass(Duration.ofSeconds(30));
    trouble.told(WEBHOOK, "Trouble.");
    trouble.note(true, 8);
    trouble.note(false, 9);
    pass(Duration.ofSeconds(31));

    assertThat(trouble.isDue(WEBHOOK)).isFalse();
    assertThat(trouble.unrecorded()).hasSize(1);
    trouble.recorded(trouble.unrecorded().get(0));
    assertThat(trouble.unrecorded()).isEmpty();
  }

  @Test
  void is_tried_again_when_it_could_not_be_told() {
    trouble.note(false, 7);
    pass(Duration.ofSeconds(30));
    trouble.failed(WEBHOOK);

    assertThat(trouble.isDue(WEBHOOK)).isFalse();
    pass(Duration.ofSeconds(15));
    assertThat(trouble.isDue(WEBHOOK)).isTrue();
  }

  private void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }
}
