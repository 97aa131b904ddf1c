package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import payout.testing.PayoutFile;
import payout.testing.PostgresProxy;
import payout.testing.PostgresProxy.Loss;
import payout.testing.PostgresProxy.Way;
import payout.testing.PostgresServer;
import payout.testing.RunningService;

/** The line between the service and PostgreSQL breaks, goes silent, or loses an answer. */
class BrokenLineTest {

  private static final int LINES = 6;

  @TempDir private Path folder;

  private final PostgresProxy line = PostgresProxy.to(PostgresServer.port());
  private RunningService service;

  @BeforeEach
  void start() {
    service =
        RunningService.in(folder)
            .with("PAYOUT_BATCH_LINES_MAX", "2")
            .with("PAYOUT_LEDGER_URL", line.over(PostgresServer.newSchema()))
            .with("PAYOUT_LEDGER_USER", "postgres")
            .start();
  }

  @AfterEach
  void stop() {
    line.heal();
    service.close();
    line.close();
  }

  /** The words are of the transaction whose commit is not answered; it is done all the same. */
  @ParameterizedTest
  @ValueSource(strings = {"UPDATE batch SET due_at", "INSERT INTO notify"})
  void a_file_is_paid_once_although_the_answer_to_a_commit_is_lost(String words) throws Exception {
    assertPaidOnceAfterLossOf(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO lease",
        "INSERT INTO payout_file",
        "INSERT INTO serial_page",
        "UPDATE publication SET owner = NULL"
      })
  @Tag("long")
  void a_file_is_paid_once_although_another_answer_is_lost(String words) throws Exception {
    assertPaidOnceAfterLossOf(words);
  }

  private void assertPaidOnceAfterLossOf(String words) throws Exception {
    CompletableFuture<List<String>> lost = line.loseCommit(Loss.RESET, words);

    service.drop("lost.csv", PayoutFile.lines("LOST", LINES));

    lost.get(60, TimeUnit.SECONDS);
    assertPaidOnce("lost", "LOST");
  }

  @Test
  void a_file_is_paid_once_although_the_line_breaks_again_and_again() throws Exception {
    service.drop("broken.csv", PayoutFile.lines("BROKEN", LINES));
    for (int i = 0; i < 10; i++) {
      assertThat(new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS)).isFalse();
      line.cut();
    }

    service.awaitOut("broken\\.[0-9a-f]{8}\\.ack\\.csv");
    line.heal();

    assertPaidOnce("broken", "BROKEN");
  }

  @Test
  void health_tells_of_a_silent_line_within_seconds_and_of_its_end() {
    await().atMost(RunningService.PATIENCE).until(() -> ready().contains("\"status\":\"UP\""));
    line.silence(Way.TO_SERVER, Way.TO_CLIENT);

    await().atMost(Duration.ofSeconds(30)).until(() -> ready().contains("The ledger cannot be "));
    assertThat(service.managed("/observe/health/live")).contains("\"status\":\"UP\"");

    line.heal();
    await().atMost(RunningService.PATIENCE).until(() -> ready().startsWith("{\"status\":\"UP\""));
  }

  private void assertPaidOnce(String stem, String serials) {
    assertThat(service.awaitResult(stem).lines().filter(row -> row.contains(",PAID,")))
        .hasSize(LINES);
    assertThat(paid(serials)).hasSize(LINES).containsOnly(1L);
  }

  private List<Long> paid(String serials) {
    return IntStream.rangeClosed(1, LINES)
        .mapToObj(i -> service.timesPaid(String.format(Locale.ROOT, "%s-%05d", serials, i)))
        .toList();
  }

  private String ready() {
    return service.managed("/observe/health/ready");
  }
}
