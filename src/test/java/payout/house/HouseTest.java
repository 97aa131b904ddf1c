package payout.house;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.route.AlarmKind;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;

/** The house under its settings, watched from outside, damaged and mended. */
class HouseTest {

  @TempDir private Path folder;

  @Test
  void tells_its_health_and_its_counts_on_the_management_port() throws Exception {
    try (RunningHouse house = RunningHouse.in(folder).start()) {
      house.drop("h.csv", PayoutFiles.of("H-1,a@example.com,张三,1.00,"));
      house.awaitResult("h");

      for (String path : List.of("", "/live", "/ready")) {
        HttpResponse<String> health = get(house.management("/observe/health" + path));
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).contains("\"status\":\"UP\"");
      }
      assertThat(get(house.management("/observe/metrics")).body())
          .contains("payout_files_total{inbox=\"inbox\",state=\"ACCEPTED\"} 1")
          .contains("payout_posts_total{outcome=\"TAKEN\"} 1")
          .contains("payout_lines_total{state=\"PAID\"} 1")
          .doesNotContain("a@example.com", "张三");
      assertThat(get(house.management("/alipay/notify")).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void counts_each_kind_of_alarm_from_the_start() throws Exception {
    try (RunningHouse house = RunningHouse.in(folder).start()) {
      String metrics = get(house.management("/observe/metrics")).body();

      for (AlarmKind kind : AlarmKind.values()) {
        assertThat(metrics).contains("payout_alarms_total{kind=\"" + kind + "\"} 0");
      }
    }
  }

  @Test
  void takes_a_file_when_its_done_file_lies_beside_it() throws Exception {
    try (RunningHouse house =
        RunningHouse.in(folder).with("PAYOUT_INBOX_READY", "done-file").start()) {
      house.drop("waiting.csv", PayoutFiles.of("W-1,a@example.com,张三,1.00,"));
      house.drop("ready.csv", PayoutFiles.of("R-1,a@example.com,张三,1.00,"));
      house.drop("ready.csv.done", "");

      house.awaitResult("ready");
      assertThat(Folders.names(house.inbox())).contains("waiting.csv");
      assertThat(house.gateway().book().timesPosted("W-1")).isZero();

      house.drop("waiting.csv.done", "");
      house.awaitResult("waiting");
    }
  }

  @Test
  void takes_a_file_that_is_old_enough() {
    try (RunningHouse house =
        RunningHouse.in(folder).with("PAYOUT_INBOX_AGE_MIN_MS", "1500").start()) {
      long start = System.nanoTime();

      house.drop("young.csv", PayoutFiles.of("Y-1,a@example.com,张三,1.00,"));

      house.awaitOut("young\\..*\\.ack\\.csv");
      assertThat(System.nanoTime() - start).isGreaterThan(1_400_000_000L);
    }
  }

  @Test
  void recovers_by_itself_when_outbox_and_archive_could_not_be_written() throws Exception {
    try (RunningHouse house = RunningHouse.in(folder).start()) {
      Path done = house.inbox().resolve(".done");
      Files.createDirectories(house.inbox());
      Files.writeString(done, "in the way");
      Files.delete(house.outbox());
      Files.writeString(house.outbox(), "in the way");

      house.drop("disk.csv", PayoutFiles.lines("DISK", 1001));
      await()
          .atMost(RunningHouse.PATIENCE)
          .until(() -> house.gateway().book().paidLines().size() == 1001);
      assertThat(Folders.names(house.inbox())).contains("disk.csv");
      Files.delete(done);
      Files.delete(house.outbox());

      assertThat(house.awaitResult("disk").lines()).hasSize(1002);
      await().atMost(RunningHouse.PATIENCE).until(() -> Folders.names(done).size() == 1);
      await()
          .atMost(RunningHouse.PATIENCE)
          .until(() -> house.ledger().status().totals().unpublished() == 0);
      assertThat(house.out()).hasSize(4);
      assertThat(Folders.names(house.inbox())).isEmpty();
      assertThat(house.gateway().book().paidLines()).hasSize(1001);
    }
  }

  @Test
  void takes_and_archives_files_while_the_outbox_cannot_be_written() throws Exception {
    try (RunningHouse house = RunningHouse.in(folder).start()) {
      Files.delete(house.outbox());
      Files.writeString(house.outbox(), "in the way");

      for (int i = 1; i <= 5; i++) {
        house.drop("full-" + i + ".csv", PayoutFiles.of("FULL-" + i + ",a@example.com,张三,1.00,"));
      }

      await()
          .atMost(RunningHouse.PATIENCE)
          .until(() -> Folders.names(house.inbox().resolve(".done")).size() == 5);
      await()
          .atMost(RunningHouse.PATIENCE)
          .until(() -> house.gateway().book().paidLines().size() == 5);
      Files.delete(house.outbox());
      house.awaitResult("full-5");
    }
  }

  @Test
  void pays_once_when_two_houses_watch_one_inbox() throws Exception {
    Path shared = folder.resolve("shared");
    try (RunningHouse one =
            RunningHouse.in(folder.resolve("one"))
                .with("PAYOUT_INBOX_URI", "file:" + shared)
                .start();
        RunningHouse two =
            RunningHouse.in(folder.resolve("two"))
                .with("PAYOUT_INBOX_URI", "file:" + shared)
                .with("PAYOUT_GATEWAY_URL", one.gateway().gatewayUrl().toString())
                .start()) {
      for (int i = 1; i <= 10; i++) {
        Folders.drop(
            shared,
            "shared-" + i + ".csv",
            PayoutFiles.of("SHARED-" + i + ",a@example.com,张三,1.00,").getBytes(UTF_8));
      }

      await()
          .atMost(RunningHouse.PATIENCE)
          .until(() -> one.gateway().book().paidLines().size() == 10);
      await().atMost(RunningHouse.PATIENCE).until(() -> Folders.names(shared).isEmpty());
      assertThat(Folders.names(shared.resolve(".done"))).hasSize(10);
      assertThat(one.gateway().book().paidLines()).hasSize(10);
    }
  }

  @Test
  void answers_a_notify_while_it_starts_with_success_or_try_again() throws Exception {
    try (RunningHouse house = RunningHouse.in(folder).start()) {
      house.gateway().fault(Fault.of(FaultKind.NOTIFY_NEVER));
      house.drop("start.csv", PayoutFiles.of("START-1,a@example.com,张三,1.00,"));
      String batchNo = house.awaitTaken("start");
      house.stop();
      Set<String> answers = ConcurrentHashMap.newKeySet();
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<Void> caller =
          CompletableFuture.runAsync(
              () -> {
                while (!over.get()) {
                  var delivery = house.gateway().notifyAnew(batchNo);
                  answers.add(
                      delivery.status() + (delivery.status() == 0 ? "" : delivery.answer()));
                }
              });

      house.start();
      await().atMost(RunningHouse.PATIENCE).until(() -> answers.contains("200success"));
      over.set(true);
      caller.get();

      assertThat(answers).allMatch(each -> each.matches("0|404.*|503fail|200success"));
      assertThat(house.awaitResult("start")).contains(",PAID,");
    }
  }

  @Test
  void goes_on_after_a_stop_with_what_was_open() {
    try (RunningHouse house = RunningHouse.in(folder).start()) {
      house.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
      house.drop("open.csv", PayoutFiles.lines("OPEN", 1500));
      await()
          .atMost(RunningHouse.PATIENCE)
          .until(() -> house.gateway().book().batches().size() == 2);

      house.stop();
      house.start();
      house.gateway().clearFaults();

      assertThat(house.awaitResult("open").lines()).hasSize(1501);
      assertThat(house.gateway().book().posts()).hasSize(2);
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
