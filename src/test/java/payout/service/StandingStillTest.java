package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import payout.batch.Checkpoint;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/** A gateway that does not answer, or a notify that does not come, is reported to an operator. */
class StandingStillTest {

  private static final String FILE = PayoutFile.of("S-1,a@example.com,张三,12.50,");

  @TempDir private Path folder;

  private final Listener listener = new Listener();

  @BeforeEach
  void listen() {
    listener.start();
    ((Logger) LoggerFactory.getLogger("payout.alarm")).addAppender(listener);
  }

  @AfterEach
  void stopListening() {
    Checkpoint.watch(null);
    ((Logger) LoggerFactory.getLogger("payout.alarm")).detachAppender(listener);
  }

  @Test
  void an_unknown_batch_is_an_alarm_and_shown_in_the_health_while_notifies_still_arrive()
      throws Exception {
    try (RunningService service =
        RunningService.in(folder).with("PAYOUT_ALARM_UNKNOWN_AFTER_MS", "1000").start()) {
      service.gateway().fault(Fault.of(FaultKind.STATUS).status(503).withoutTaking().always());
      service.drop("file.csv", FILE);

      String alarm = awaitAlarm("unknown");
      HealthCheck check = HealthCheckHelper.getHealthCheck(service.camel(), "payout-gateway");
      String said = check.call().getMessage().orElse("");
      String saidWhenReady = check.callReadiness().getMessage().orElse("");
      int health = get(service.management("/observe/health")).statusCode();
      int ready = get(service.management("/observe/health/ready")).statusCode();

      assertThat(alarm)
          .startsWith("ALARM unknown: 1 batch of 12.50 yuan is UNKNOWN since 20")
          .contains("+08:00", "payout status", "ask the gateway")
          .doesNotContain("a@example.com");
      assertThat(service.alarms("unknown")).isOne();
      assertThat(said).contains("1 batch of 12.50 yuan is UNKNOWN since 20");
      assertThat(saidWhenReady).isEqualTo(said);
      assertThat(health).isEqualTo(503);
      assertThat(ready).isEqualTo(200);
    }
  }

  @Test
  void a_batch_without_a_notify_is_an_alarm_and_none_once_it_came() throws Exception {
    try (RunningService service =
        RunningService.in(folder).with("PAYOUT_ALARM_NOTIFY_AFTER_MS", "1000").start()) {
      service.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
      service.drop("file.csv", FILE);

      String alarm = awaitAlarm("notify-missing");
      int during = get(service.management("/observe/health")).statusCode();
      service.gateway().clearFaults();
      service.awaitResult("file");

      assertThat(alarm)
          .contains("1 batch of 12.50 yuan was taken without any notify since 20")
          .contains("payout.notify.url");
      assertThat(during).isEqualTo(503);
      assertThat(get(service.management("/observe/health")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_batch_that_is_held_raises_its_alarm_although_the_process_ended_before() {
    try (RunningService service = RunningService.in(folder).start()) {
      service
          .gateway()
          .fault(Fault.of(FaultKind.REFUSE).withoutTaking().code("BATCH_NO_NOT_UNIQUE").always());
      Checkpoint.watch(
          passed -> {
            if (passed == Checkpoint.OUTCOME_RECORDED) {
              throw new IllegalStateException("The process ends here.");
            }
          });
      service.drop("file.csv", FILE);
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> service.ledger().status().totals().held() == 1);
      service.stop();
      Checkpoint.watch(null);
      assertThat(listener.of("submit")).isEmpty();

      service.start();

      assertThat(awaitAlarm("held"))
          .contains("1 batch of 12.50 yuan is HELD since 20")
          .contains("payout release BATCH_NO", "--ours");
    }
  }

  private String awaitAlarm(String kind) {
    await("the alarm " + kind)
        .atMost(RunningService.PATIENCE)
        .until(() -> !listener.of(kind).isEmpty());
    return listener.of(kind).get(0);
  }

  private static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .build()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Keeps the alarms of this test. */
  private static final class Listener extends AppenderBase<ILoggingEvent> {

    private final List<String> said = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      said.add(event.getFormattedMessage());
    }

    List<String> of(String kind) {
      return said.stream().filter(each -> each.startsWith("ALARM " + kind + ":")).toList();
    }
  }
}
