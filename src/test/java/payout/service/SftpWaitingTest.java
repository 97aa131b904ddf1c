package payout.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.server.session.ServerSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.Language;
import payout.batch.Money;
import payout.ledger.AcceptRules;
import payout.ledger.Act;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.RunningService;
import payout.testing.SettableClock;
import payout.testing.SftpHost;

/** Files that wait, and the archive, of an inbox on a server. */
class SftpWaitingTest {

  /** Ten in the morning in China. */
  private static final Instant MORNING = Instant.parse("2026-03-10T02:00:00Z");

  private static final AcceptRules RULES =
      new AcceptRules(Money.ZERO, 1, List.of("chen"), Map.of("inbox", "li"), null, false);

  private final SettableClock clock = SettableClock.ticking();

  private SftpHost host;
  private RunningService.Builder builder;

  @BeforeEach
  void build(@TempDir Path folder) {
    clock.set(MORNING);
    host = SftpHost.in(folder);
    builder =
        RunningService.in(folder)
            .clock(clock)
            .with("PAYOUT_INBOX_URI", host.byKey("in"))
            .with("PAYOUT_APPROVAL", "required")
            .with("PAYOUT_APPROVAL_APPROVERS", "chen")
            .with("PAYOUT_INBOX_OWNER", "li");
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void what_waited_leaves_its_folder_once_however_the_server_fails() throws IOException {
    try (RunningService service = builder.with("PAYOUT_INBOX_READY", "done-file").start()) {
      drop("pay.csv", "W");
      Files.writeString(in("pay.csv.done"), "");
      service.awaitOut("pay\\..*waiting\\.csv");
      awaitNames(".waiting", 2);
      String name = Folders.names(in(".waiting")).stream().sorted().toList().get(0);
      Files.createDirectories(in(".done"));
      Files.writeString(in(".done").resolve(name), "of somebody else");
      AtomicInteger broken = new AtomicInteger();
      host.atRename((session, path) -> breakOff(session, broken));
      host.afterRename((session, path) -> breakOff(session, broken));

      service
          .ledger()
          .waiting(RULES, Language.EN)
          .approve("pay.csv", sha256(service), new Act("chen", "seen", false));
      assertThat(service.awaitResult("pay")).contains(",PAID,");
      await().atMost(RunningService.PATIENCE).until(() -> service.alarms("archive") > 0);
      assertThat(in(".done").resolve(name)).hasContent("of somebody else");
      assertThat(in(".waiting").resolve(name)).exists();
      Files.delete(in(".done").resolve(name));

      awaitNames(".waiting", 0);
      assertThat(Folders.names(in(".done"))).containsExactlyInAnyOrder(name, name + ".done");
      assertThat(in(".done").resolve(name)).hasContent(PayoutFile.lines("W", 1));
      assertThat(broken.get()).isGreaterThanOrEqualTo(2);
      assertThat(service.gateway().book().paidLines()).hasSize(1);
    }
  }

  @Test
  void a_decision_holds_while_the_server_is_away_and_the_file_moves_when_it_is_back() {
    try (RunningService service = builder.start()) {
      drop("pay.csv", "W");
      service.awaitOut("pay\\..*waiting\\.csv");
      awaitNames(".waiting", 1);
      host.stop();

      service.ledger().waiting(RULES, Language.EN).reject("pay.csv", new Act("chen", "no", false));
      assertThat(service.awaitOut("pay\\..*ack\\.csv")).contains("REJECTED_BY_PERSON");
      host.start();

      awaitNames(".rejected", 1);
      awaitNames(".waiting", 0);
      assertThat(service.gateway().book().posts()).isEmpty();
    }
  }

  @Test
  void the_archive_there_is_cleaned_of_what_is_settled_and_of_nothing_else() throws IOException {
    try (RunningService service = builder.with("PAYOUT_ARCHIVE_KEEP_DAYS", "2").start()) {
      drop("settled.csv", "S");
      service.awaitOut("settled\\..*waiting\\.csv");
      service
          .ledger()
          .waiting(RULES, Language.EN)
          .approve("settled.csv", sha256(service), new Act("chen", "seen", false));
      service.awaitResult("settled");
      Folders.drop(in(""), "refused.csv", "what is this\n".getBytes(UTF_8));
      service.awaitOut("refused\\..*ack\\.csv");
      awaitNames(".done", 1);
      awaitNames(".rejected", 1);
      Files.writeString(in(".done/20260101000000000-unknown.csv"), "x");
      service.stop();
      clock.move(Duration.ofHours(49));
      service.start();

      awaitNames(".rejected", 0);
      awaitNames(".done", 1);
      assertThat(Folders.names(in(".done"))).containsExactly("20260101000000000-unknown.csv");
      service
          .ledger()
          .status()
          .files(10)
          .forEach(file -> assertThat(file.archiveName()).isNotEmpty());
    }
  }

  @Test
  void a_file_that_the_server_does_not_delete_is_tried_once_and_not_in_a_loop() {
    AtomicInteger deletions = new AtomicInteger();
    try (RunningService service = builder.with("PAYOUT_ARCHIVE_KEEP_DAYS", "2").start()) {
      Folders.drop(in(""), "refused.csv", "what is this\n".getBytes(UTF_8));
      service.awaitOut("refused\\..*ack\\.csv");
      awaitNames(".rejected", 1);
      host.atRemove((session, path) -> refuse(path, deletions));
      service.stop();
      clock.move(Duration.ofHours(49));

      service.start();

      await("the deletion").atMost(RunningService.PATIENCE).until(() -> deletions.get() > 0);
      await("no other deletion")
          .during(Duration.ofSeconds(3))
          .atMost(RunningService.PATIENCE)
          .until(() -> deletions.get() == 1);
      assertThat(Folders.names(in(".rejected"))).hasSize(1);
    }
  }

  private static void refuse(Path path, AtomicInteger deletions) throws IOException {
    if (path.toString().contains(".rejected")) {
      deletions.incrementAndGet();
      throw new AccessDeniedException(path.toString());
    }
  }

  private static void breakOff(ServerSession session, AtomicInteger n) throws IOException {
    if (n.getAndIncrement() < 2) {
      SftpHost.drop(session);
    }
  }

  private void drop(String name, String serials) {
    Folders.drop(in(""), name, PayoutFile.lines(serials, 1).getBytes(UTF_8));
  }

  private Path in(String name) {
    return host.root().resolve("in").resolve(name);
  }

  private static String sha256(RunningService service) {
    return service.ledger().status().files(1).get(0).sha256();
  }

  private void awaitNames(String folder, int count) {
    await(count + " files in " + folder)
        .atMost(RunningService.PATIENCE)
        .until(() -> Folders.names(in(folder)).size() == count);
  }
}
