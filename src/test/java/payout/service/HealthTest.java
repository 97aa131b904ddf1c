package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import payout.testing.PayoutFile;
import payout.testing.RunningService;
import payout.testing.SftpHost;

/** A check that is down says why, in the body of the answer. */
class HealthTest {

  private static final String ALL = "/observe/health";
  private static final String READY = "/observe/health/ready";

  @TempDir private static Path folder;

  private static SftpHost host;
  private static RunningService service;

  @BeforeAll
  static void start() {
    host = SftpHost.in(folder);
    service =
        RunningService.in(folder.resolve("公司"))
            .with("PAYOUT_OUTBOX_URI", host.byPassword("out"))
            .outboxAt(host.root().resolve("out"))
            .start();
    service.drop("first.csv", PayoutFile.of("FIRST-1,a@example.com,张三,1.00,x"));
    service.awaitResult("first");
  }

  @AfterAll
  static void stop() {
    service.close();
    host.close();
  }

  @Test
  void lists_every_check_while_all_is_well() {
    assertThat(names(ALL)).contains("payout-ledger", "payout-account", "payout-outbox");
    assertThat(names(READY)).contains("payout-ledger", "payout-account", "payout-outbox");
    assertThat(json("/observe/health/live").get("status").textValue()).isEqualTo("UP");
  }

  @Test
  void names_the_inbox_that_cannot_be_listed_and_its_folder() throws IOException {
    Path aside = service.home().resolve("inbox-aside");
    Files.move(service.inbox(), aside);
    Files.writeString(service.inbox(), "a file where the folder was");

    String why = awaitDown("inbox");
    Files.delete(service.inbox());
    Files.move(aside, service.inbox());

    assertThat(why)
        .startsWith("Nothing is taken through inbox")
        .contains(service.inbox().toString(), "Look at the folder")
        .endsWith(".");
    awaitUp();
  }

  @Test
  void names_the_server_of_the_outbox_that_does_not_answer() {
    host.stop();

    String why = awaitDown("payout-outbox");
    String whole = json(READY).path("message").asText();
    host.start();

    assertThat(why)
        .startsWith("No result reaches the outbox")
        .contains("127.0.0.1", "tried again automatically")
        .doesNotContain(SftpHost.PASSWORD);
    assertThat(whole).as("the whole says it too").contains("No result reaches the outbox");
    awaitUp();
  }

  @ParameterizedTest
  @CsvSource({"publication, payout-ledger", "pause, payout-account", "notify, payout-gateway"})
  void reports_that_the_ledger_no_longer_answers(String table, String check) throws Exception {
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + service.home().resolve("data/ledger.db"));
        Statement sql = other.createStatement()) {
      sql.execute("ALTER TABLE " + table + " RENAME TO aside");

      String why = awaitDown(check);
      sql.execute("ALTER TABLE aside RENAME TO " + table);

      assertThat(why)
          .contains("The ledger cannot be read", table, "Nothing is taken, sent or recorded")
          .endsWith(".");
    }
    awaitUp();
  }

  private static String awaitDown(String check) {
    return await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> message(check), found -> !found.isEmpty());
  }

  private static void awaitUp() {
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> json(READY).get("status").textValue().equals("UP"));
  }

  /** What the check says while it is down; empty while it is up. */
  private static String message(String check) {
    for (JsonNode each : json(READY).path("checks")) {
      if (each.path("name").textValue().contains(check)
          && each.path("status").textValue().equals("DOWN")) {
        return each.path("message").asText();
      }
    }
    return "";
  }

  private static List<String> names(String path) {
    return json(path).path("checks").findValuesAsText("name");
  }

  private static JsonNode json(String path) {
    try {
      return new ObjectMapper().readTree(service.managed(path));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
