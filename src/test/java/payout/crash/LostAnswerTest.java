package payout.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.Checkpoint;
import payout.crash.SimulatedGateway.Notice;
import payout.ledger.StatusLedger;
import payout.testing.FastDisk;
import payout.testing.PayoutFile;
import payout.testing.QuietLog;
import payout.testing.SettableClock;

/** Everything that can go wrong with one post goes wrong. */
@ExtendWith(QuietLog.class)
class LostAnswerTest {

  @TempDir(factory = FastDisk.class)
  private Path folder;

  /** Ten minutes before midnight in China. */
  private final SettableClock clock = SettableClock.standing(Instant.parse("2026-03-01T15:50:00Z"));

  private final SimulatedGateway gateway = new SimulatedGateway(clock, new Random(1));
  private PowerSwitch power;
  private SimulatedService service;

  @BeforeEach
  void the_answer_is_lost_and_the_process_dies_before_midnight() {
    power = new PowerSwitch();
    service = new SimulatedService(folder, clock, gateway, power, 1000);
    service.start();
    service.drop("payroll.csv", new PayoutFile("P", 1).text().getBytes(UTF_8));
    service.lookAtInbox();
    gateway.loseNextAnswer();
    power.cutAt(Checkpoint.BATCH_POSTED, 1);
    service.submit();
    assertThat(service.isRunning()).isFalse();
    assertThat(gateway.paid()).isEqualTo(Map.of("P-00001", 1));
    clock.move(Duration.ofHours(1));
    service.start();
  }

  @AfterEach
  void stop() {
    service.close();
    power.close();
  }

  @Test
  void pays_once_and_reports_once_when_the_notify_comes_twice_before_the_batch_is_sent_again() {
    Notice notice = gateway.notices().get(0);

    boolean first = service.take(notice, "true");
    boolean second = service.take(notice, "false");
    rest();

    assertThat(List.of(first, second)).containsExactly(true, true);
    assertThat(gateway.posts()).isEqualTo(1);
    onePaymentOneRowNoPerson();
  }

  @Test
  void pays_once_and_reports_once_when_the_batch_is_sent_again_on_the_next_day_before_the_notify() {
    Notice notice = gateway.notices().get(0);

    clock.move(Duration.ofHours(1));
    service.submit();
    StatusLedger.Totals betweenTheTwo = service.ledger().status().totals();
    boolean first = service.take(notice, "true");
    boolean second = service.take(notice, "false");
    rest();

    assertThat(betweenTheTwo).isEqualTo(new StatusLedger.Totals(0, 0, 1, 0, 0, 0));
    assertThat(List.of(first, second)).containsExactly(true, true);
    assertThat(gateway.posts()).isEqualTo(2);
    onePaymentOneRowNoPerson();
  }

  /** A day in which everything that is due may happen. */
  private void rest() {
    for (int hour = 0; hour < 24; hour++) {
      service.submit();
      service.publish();
      service.watch();
      clock.move(Duration.ofHours(1));
    }
  }

  private void onePaymentOneRowNoPerson() {
    assertThat(gateway.paid()).isEqualTo(Map.of("P-00001", 1));
    assertThat(gateway.wrongs()).isEmpty();
    String result =
        service.outputs().entrySet().stream()
            .filter(each -> each.getKey().matches("payroll\\.[0-9a-f]{8}\\.result\\.csv"))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
    assertThat(result.lines().skip(1)).singleElement().asString().contains(",P-00001,", ",PAID,");
    assertThat(service.outputs()).hasSize(3);
    StatusLedger status = service.ledger().status();
    assertThat(status.totals()).isEqualTo(new StatusLedger.Totals(0, 0, 0, 0, 0, 0));
    assertThat(status.files("payroll.csv"))
        .singleElement()
        .extracting("state")
        .hasToString("SETTLED");
  }
}
