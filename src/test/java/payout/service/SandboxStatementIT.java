package payout.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.ChinaClock;
import payout.testing.Folders;
import payout.testing.FreePort;
import payout.testing.ProductProcess;
import payout.testing.RunningService;

/**
 * A day of the sandbox as its user sees it: files are paid, some results never come, and the day
 * after the statement of the simulator is matched and what it proves recorded. The sandbox runs a
 * day behind the machine, because the running day has no statement.
 */
class SandboxStatementIT {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private Path folder;

  private final int port = FreePort.next();

  @Test
  void what_no_notify_told_is_proved_by_the_statement_of_the_day() throws Exception {
    Path statement = folder.resolve("statement.zip");
    Path wrong = folder.resolve("wrong.csv");
    try (ProductProcess sandbox = ProductProcess.start(folder, yesterday(), "sandbox").ready()) {
      drop("told.csv", "samples/payout-3.csv");
      awaitOut("SANDBOX-told\\..*\\.result\\.csv");
      control("fault=NOTIFY_NEVER");
      drop("silent.csv", "samples/payout-silent.csv");
      await().atMost(RunningService.PATIENCE).until(() -> book().get("batches_taken").asInt() == 2);

      String day = day();
      Files.write(
          statement, get("/statement?later=1&packing=ZIP&period=" + day + "&fault=" + FAULTS));
      Files.write(wrong, get("/statement?later=1&period=" + day + "&fault=OTHER_ACCOUNT"));
      assertThat(sandbox.terminate()).isLessThan(30_000);
    }

    ProductProcess matched = run("match", statement.toString());
    assertThat(matched.exit()).as(matched.err()).isEqualTo(1);
    assertThat(verdicts(matched))
        .containsExactlyInAnyOrder(
            "SMALL-0001 SAME",
            "SMALL-0001 RETURNED",
            "SMALL-0002 FAILED_BUT_PAID",
            "SMALL-0003 AMOUNT_DIFFERS",
            "SILENT-0001 PROVED_PAID",
            "SILENT-0002 NOT_YET",
            "SILENT-0003 PAID_TWICE",
            "SILENT-0003 PAID_TWICE",
            "STRANGER-1 UNKNOWN_TO_US");
    assertThat(matched.err()).contains("PROVED_PAID: 1, 1200.00", "1 day of it is complete");
    assertThat(run("match", wrong.toString()).exit()).isEqualTo(2);

    ProductProcess proved =
        run(
            "prove",
            statement.toString(),
            "--lines",
            "1",
            "--amount",
            "1200.00",
            "--reason",
            "no notify came");
    assertThat(proved.exit()).as(proved.err()).isZero();
    assertThat(verdicts(run("match", statement.toString()))).contains("SILENT-0001 SAME");
  }

  private static final String FAULTS =
      "FEE,ROW_TWICE:SMALL-0001,RETURN:SMALL-0001,FAILED_PAID:SMALL-0002,OTHER_AMOUNT:SMALL-0003,"
          + "PAID_AGAIN:SILENT-0003,STRANGER:STRANGER-1,TRADE";

  private ProductProcess run(String command, String... arguments) {
    List<String> all = new java.util.ArrayList<>(List.of(command));
    all.addAll(List.of(arguments));
    all.add("--sandbox");
    return ProductProcess.run(folder, settings(), all.toArray(String[]::new));
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("PAYOUT_HOME", folder.resolve("home").toString());
    settings.put("PAYOUT_NOTIFY_PORT", Integer.toString(FreePort.next()));
    settings.put("PAYOUT_SANDBOX_PORT", Integer.toString(port));
    settings.put("PAYOUT_CONSOLE_PORT", "0");
    settings.put("CAMEL_MANAGEMENT_PORT", "0");
    settings.put("PAYOUT_INBOX_AGE_MIN_MS", "0");
    return settings;
  }

  private Map<String, String> yesterday() {
    Map<String, String> settings = settings();
    settings.put("PAYOUT_OPTS", "-Dpayout.clock-offset=-P1D");
    return settings;
  }

  /** The day of the last batch, as the gateway's book has it. */
  private String day() throws Exception {
    String takenAt = book().at("/batches/1/taken_at").textValue();
    return Instant.parse(takenAt).atZone(ChinaClock.CHINA).toLocalDate().toString();
  }

  private void drop(String name, String sample) throws IOException {
    Folders.drop(folder.resolve("home/sandbox/inbox"), name, Files.readAllBytes(Path.of(sample)));
  }

  private void awaitOut(String name) {
    Path outbox = folder.resolve("home/sandbox/outbox");
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> Folders.names(outbox).stream().anyMatch(each -> each.matches(name)));
  }

  private JsonNode book() throws Exception {
    return new ObjectMapper().readTree(get("/book"));
  }

  private byte[] get(String path) throws Exception {
    HttpResponse<byte[]> answer =
        CLIENT.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
    return answer.body();
  }

  private void control(String form) throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(uri("/control")).POST(BodyPublishers.ofString(form)).build();
    assertThat(CLIENT.send(post, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static List<String> verdicts(ProductProcess matched) {
    return matched
        .out()
        .lines()
        .skip(1)
        .map(row -> row.split(",", -1))
        .map(cell -> cell[0] + " " + cell[6])
        .toList();
  }
}
