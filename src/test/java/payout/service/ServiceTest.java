package payout.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.route.AlarmKind;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/** The service under its settings, observed from outside, damaged and repaired. */
class ServiceTest {

  @TempDir private Path folder;

  @Test
  void reports_health_and_metrics_on_the_management_port() throws Exception {
    try (RunningService service = RunningService.in(folder).start()) {
      service.drop("h.csv", PayoutFile.of("H-1,a@example.com,张三,1.00,"));
      service.awaitResult("h");

      for (String path : List.of("", "/live", "/ready")) {
        HttpResponse<String> health = get(service.management("/observe/health" + path));
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).contains("\"status\":\"UP\"");
      }
      assertThat(((ModelCamelContext) service.camel()).getRouteDefinitions())
          .as("also the routes of inboxes, which are made from templates")
          .allSatisfy(
              route ->
                  assertThat(route.getOutputs())
                      .as(route.getId())
                      .anyMatch(OnExceptionDefinition.class::isInstance));
      assertThat(get(service.management("/observe/metrics")).body())
          .contains("payout_files_total{inbox=\"inbox\",state=\"ACCEPTED\"} 1")
          .contains("payout_posts_total{code_class=\"none\",outcome=\"TAKEN\"} 1")
          .contains("payout_lines_total{state=\"PAID\"} 1")
          .doesNotContain("a@example.com", "张三");
      assertThat(get(service.management("/alipay/notify")).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void counts_each_kind_of_alarm_from_the_start() throws Exception {
    try (RunningService service = RunningService.in(folder).start()) {
      String metrics = get(service.management("/observe/metrics")).body();

      for (AlarmKind kind : AlarmKind.values()) {
        assertThat(metrics).contains("payout_alarms_total{kind=\"" + kind + "\"} 0");
      }
    }
  }

  @Test
  void takes_a_file_when_its_done_file_is_beside_it() throws Exception {
    try (RunningService service =
        RunningService.in(folder).with("PAYOUT_INBOX_READY", "done-file").start()) {
      service.drop("waiting.csv", PayoutFile.of("W-1,a@example.com,张三,1.00,"));
      service.drop("ready.csv", PayoutFile.of("R-1,a@example.com,张三,1.00,"));
      service.drop("ready.csv.done", "");

      service.awaitResult("ready");
      assertThat(Folders.names(service.inbox())).contains("waiting.csv");
      assertThat(service.gateway().book().timesPosted("W-1")).isZero();

      service.drop("waiting.csv.done", "");
      service.awaitResult("waiting");
    }
  }

  @Test
  void takes_a_file_that_is_old_enough() {
    try (RunningService service =
        RunningService.in(folder).with("PAYOUT_INBOX_AGE_MIN_MS", "1500").start()) {
      long start = System.nanoTime();

      service.drop("young.csv", PayoutFile.of("Y-1,a@example.com,张三,1.00,"));

      service.awaitOut("young\\..*\\.ack\\.csv");
      assertThat(System.nanoTime() - start).isGreaterThan(1_400_000_000L);
    }
  }

  @Test
  void recovers_without_help_when_outbox_and_archive_could_not_be_written() throws Exception {
    try (RunningService service = RunningService.in(folder).start()) {
      Path done = service.inbox().resolve(".done");
      Files.createDirectories(service.inbox());
      Files.writeString(done, "in the way");
      Files.delete(service.outbox());
      Files.writeString(service.outbox(), "in the way");

      service.drop("disk.csv", PayoutFile.lines("DISK", 1001));
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> service.gateway().book().paidLines().size() == 1001);
      assertThat(Folders.names(service.inbox())).contains("disk.csv");
      Files.delete(done);
      Files.delete(service.outbox());

      assertThat(service.awaitResult("disk").lines()).hasSize(1002);
      await().atMost(RunningService.PATIENCE).until(() -> Folders.names(done).size() == 1);
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> service.ledger().status().totals().unpublished() == 0);
      assertThat(service.out()).hasSize(4);
      assertThat(Folders.names(service.inbox())).isEmpty();
      assertThat(service.gateway().book().paidLines()).hasSize(1001);
    }
  }

  @Test
  void takes_and_archives_files_while_the_outbox_cannot_be_written() throws Exception {
    try (RunningService service = RunningService.in(folder).start()) {
      Files.delete(service.outbox());
      Files.writeString(service.outbox(), "in the way");

      for (int i = 1; i <= 5; i++) {
        service.drop("full-" + i + ".csv", PayoutFile.of("FULL-" + i + ",a@example.com,张三,1.00,"));
      }

      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> Folders.names(service.inbox().resolve(".done")).size() == 5);
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> service.gateway().book().paidLines().size() == 5);
      Files.delete(service.outbox());
      service.awaitResult("full-5");
    }
  }

  @Test
  void pays_once_when_two_services_watch_one_inbox() throws Exception {
    Path shared = folder.resolve("shared");
    try (RunningService one =
            RunningService.in(folder.resolve("one"))
                .with("PAYOUT_INBOX_URI", "file:" + shared)
                .start();
        RunningService two =
            RunningService.in(folder.resolve("two"))
                .with("PAYOUT_INBOX_URI", "file:" + shared)
                .with("PAYOUT_GATEWAY_URL", one.gateway().gatewayUrl().toString())
                .start()) {
      for (int i = 1; i <= 10; i++) {
        Folders.drop(
            shared,
            "shared-" + i + ".csv",
            PayoutFile.of("SHARED-" + i + ",a@example.com,张三,1.00,").getBytes(UTF_8));
      }

      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> one.gateway().book().paidLines().size() == 10);
      await().atMost(RunningService.PATIENCE).until(() -> Folders.names(shared).isEmpty());
      assertThat(Folders.names(shared.resolve(".done"))).hasSize(10);
      assertThat(one.gateway().book().paidLines()).hasSize(10);
    }
  }

  @Test
  void answers_a_notify_while_it_starts_with_success_or_a_request_to_retry() throws Exception {
    try (RunningService service = RunningService.in(folder).start()) {
      service.gateway().fault(Fault.of(FaultKind.NOTIFY_NEVER));
      service.drop("start.csv", PayoutFile.of("START-1,a@example.com,张三,1.00,"));
      String batchNo = service.awaitTaken("start");
      service.stop();
      Set<String> answers = ConcurrentHashMap.newKeySet();
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<Void> caller =
          CompletableFuture.runAsync(
              () -> {
                while (!over.get()) {
                  var delivery = service.gateway().notifyAnew(batchNo);
                  answers.add(
                      delivery.status() + (delivery.status() == 0 ? "" : delivery.answer()));
                }
              });

      service.start();
      await().atMost(RunningService.PATIENCE).until(() -> answers.contains("200success"));
      over.set(true);
      caller.get();

      assertThat(answers).allMatch(each -> each.matches("0|404.*|503fail|200success"));
      assertThat(service.awaitResult("start")).contains(",PAID,");
    }
  }

  @Test
  void goes_on_after_a_stop_with_what_was_open() {
    try (RunningService service = RunningService.in(folder).start()) {
      service.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
      service.drop("open.csv", PayoutFile.lines("OPEN", 1500));
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> service.gateway().book().batches().size() == 2);

      service.stop();
      service.start();
      service.gateway().clearFaults();

      assertThat(service.awaitResult("open").lines()).hasSize(1501);
      assertThat(service.gateway().book().posts()).hasSize(2);
    }
  }

  private static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
    try {
      return HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .build()
          .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new IOException("Nothing answers at " + address, e);
    }
  }
}
