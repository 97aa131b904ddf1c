package payout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.config.Home;
import payout.config.Settings;
import payout.ledger.Beginning;
import payout.ledger.sql.LedgerException;
import payout.ledger.sql.LedgerUnavailableException;
import payout.sandbox.SignType;
import payout.testing.PostgresProxy;
import payout.testing.PostgresServer;
import payout.testing.ProductionHome;
import payout.testing.RunningService;

/** A database that is down is waited for by the service, and reported by a command. */
class WaitForLedgerTest {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private Path folder;

  private final PostgresProxy line = PostgresProxy.to(PostgresServer.port());

  @AfterEach
  void close() {
    line.close();
  }

  @Test
  void the_start_waits_alive_and_unready_with_the_reason_until_the_database_is_there()
      throws Exception {
    Settings settings = settings(line.over(PostgresServer.newSchema()));
    line.refuse();
    CompletableFuture<Launch> start =
        CompletableFuture.supplyAsync(() -> Launch.prepare(settings, Beginning.unasked()));

    await()
        .atMost(RunningService.PATIENCE)
        .untilAsserted(() -> assertThat(get(settings, "ready").body()).contains("refused"));

    HttpResponse<String> ready = get(settings, "ready");
    JsonNode check = new ObjectMapper().readTree(ready.body()).path("checks").path(0);
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(check.path("name").asText()).isEqualTo("payout-ledger");
    assertThat(check.path("message").asText())
        .startsWith("The ledger at payout.ledger.url cannot be opened: Connection to localhost:");
    assertThat(get(settings, "live").statusCode()).isEqualTo(200);
    assertThat(start).isNotDone();

    line.heal();
    try (Launch launch = start.get(60, TimeUnit.SECONDS)) {
      assertThat(launch.ledger().status().files(1)).isEmpty();
    }
  }

  @Test
  void a_host_whose_name_is_unknown_is_waited_for() {
    Settings settings = settings("jdbc:postgresql://no-such-host.invalid/payout");

    assertThatThrownBy(() -> LedgerAccess.open(settings))
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessageContaining("UnknownHostException: no-such-host.invalid");
  }

  @Test
  void a_database_that_is_not_there_ends_the_start() {
    Settings settings =
        settings(line.over(PostgresServer.newSchema()).replaceAll("/postgres\\?.*", "/none"));

    assertThatThrownBy(() -> Launch.prepare(settings, Beginning.unasked()))
        .isInstanceOf(LedgerException.class)
        .isNotInstanceOf(LedgerUnavailableException.class)
        .hasMessageContaining("database \"none\" does not exist");
  }

  @Test
  void a_command_reports_a_silent_database_within_its_limits() {
    Settings settings = settings(line.over(PostgresServer.newSchema()));
    line.silence(PostgresProxy.Way.TO_SERVER);
    long start = System.nanoTime();

    assertThatThrownBy(() -> LedgerAccess.open(settings))
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessageStartingWith("The ledger at payout.ledger.url cannot be opened: ");

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  private Settings settings(String ledger) {
    Path home = folder.resolve("home");
    Map<String, String> environment =
        ProductionHome.make(home, URI.create("http://127.0.0.1:1/gateway.do"), SignType.RSA);
    environment.put("PAYOUT_LEDGER_URL", ledger);
    environment.put("PAYOUT_LEDGER_USER", "postgres");
    return ProcessEnvironment.settings(new Home(home, Path.of("").toAbsolutePath()), environment)
        .production();
  }

  private static HttpResponse<String> get(Settings settings, String check)
      throws InterruptedException {
    URI address =
        URI.create("http://127.0.0.1:" + settings.management().port() + "/observe/health/" + check);
    try {
      return CLIENT.send(
          HttpRequest.newBuilder(address).timeout(RunningService.PATIENCE).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
