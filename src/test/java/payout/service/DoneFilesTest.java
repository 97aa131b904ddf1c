package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.RunningService;
import payout.testing.SftpHost;

/** An empty file beside a file says that it is complete: theirs to us, ours to them. */
class DoneFilesTest {

  private static SftpHost host;
  private static RunningService service;

  @BeforeAll
  static void start(@TempDir Path folder) {
    host = SftpHost.in(folder);
    service =
        RunningService.in(folder)
            .with("PAYOUT_INBOX_URI", "file:inbox " + host.byPassword("in"))
            .with("PAYOUT_INBOX_READY", "done-file")
            .with("PAYOUT_OUTBOX_DONE_FILE", "true")
            .start();
  }

  @AfterAll
  static void stop() {
    service.close();
    host.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void takes_a_file_when_its_done_file_is_there_and_both_move(boolean remote) throws IOException {
    Path in = remote ? host.root().resolve("in") : service.inbox();
    String prefix = remote ? "there" : "here";
    byte[] content = PayoutFile.lines(prefix, 1).getBytes(StandardCharsets.UTF_8);
    Folders.drop(in, prefix + "-early.csv", content);
    Folders.drop(
        in,
        prefix + "-late.csv",
        PayoutFile.lines("l" + prefix, 1).getBytes(StandardCharsets.UTF_8));
    Files.createFile(in.resolve(prefix + "-late.csv.done"));

    assertThat(service.awaitResult(prefix + "-late")).contains(",PAID,");
    assertThat(service.out()).noneMatch(name -> name.startsWith(prefix + "-early"));
    Files.createFile(in.resolve(prefix + "-early.csv.done"));
    assertThat(service.awaitResult(prefix + "-early")).contains(",PAID,");

    await().atMost(RunningService.PATIENCE).until(() -> Folders.names(in).isEmpty());
    assertThat(Folders.names(in.resolve(".done")))
        .map(name -> name.substring(18))
        .containsExactlyInAnyOrder(
            prefix + "-early.csv",
            prefix + "-early.csv.done",
            prefix + "-late.csv",
            prefix + "-late.csv.done");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void trusts_no_done_file_of_an_earlier_file(boolean remote) throws IOException {
    Path in = remote ? host.root().resolve("in") : service.inbox();
    String name = remote ? "old-there" : "old-here";
    Path done = Files.createDirectories(in).resolve(name + ".csv.done");
    Files.createFile(done);
    Files.setLastModifiedTime(done, FileTime.fromMillis(done.toFile().lastModified() - 120_000));
    Folders.drop(in, name + ".csv", PayoutFile.lines(name, 1).getBytes(StandardCharsets.UTF_8));
    Folders.drop(
        in, name + "-next.csv", PayoutFile.lines("n" + name, 1).getBytes(StandardCharsets.UTF_8));
    Files.createFile(in.resolve(name + "-next.csv.done"));

    service.awaitResult(name + "-next");
    await().pollDelay(Duration.ofMillis(500)).until(() -> true);
    assertThat(in.resolve(name + ".csv")).exists();
    Files.setLastModifiedTime(done, Files.getLastModifiedTime(in.resolve(name + ".csv")));

    assertThat(service.awaitResult(name)).contains(",PAID,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$1.csv", "{{x}}.csv", "${body}.csv", "a b.csv", "付款.csv"})
  void puts_a_done_file_beside_each_file_of_the_outbox(String name) throws IOException {
    String serial = "S" + Integer.toHexString(name.hashCode());
    Folders.drop(
        service.inbox(), name, PayoutFile.lines(serial, 1).getBytes(StandardCharsets.UTF_8));
    Files.createFile(service.inbox().resolve(name + ".done"));
    String stem = name.substring(0, name.length() - 4);

    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> of(stem).stream().filter(each -> each.endsWith(".csv.done")).count() == 3);
    assertThat(of(stem)).hasSize(6);
    for (String each : of(stem)) {
      boolean done = each.endsWith(".done");
      assertThat(Files.size(service.outbox().resolve(each)) == 0).as(each).isEqualTo(done);
    }
  }

  private static List<String> of(String stem) {
    return service.out().stream().filter(name -> name.startsWith(stem + ".")).toList();
  }
}
