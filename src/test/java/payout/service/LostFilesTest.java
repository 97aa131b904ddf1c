package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import payout.ledger.LostFile;
import payout.route.WatchArchives;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.RunningService;
import payout.testing.SftpHost;

/**
 * A ledger that lost its last commits: what it lost and a start did not take again is told and
 * listed.
 */
class LostFilesTest {

  private static final String LEDGER = "data/ledger.db";

  private final ListAppender<ILoggingEvent> alarms = new ListAppender<>();

  @TempDir private Path folder;

  @BeforeEach
  void listen() {
    alarms.start();
    ((Logger) LoggerFactory.getLogger("payout.alarm")).addAppender(alarms);
  }

  @AfterEach
  void unlisten() {
    ((Logger) LoggerFactory.getLogger("payout.alarm")).detachAppender(alarms);
  }

  @Test
  void each_file_that_an_older_copy_of_the_ledger_lacks_is_told_and_listed() throws IOException {
    try (RunningService service = RunningService.in(folder).start()) {
      pay(service, "a");
      service.stop();
      Path copy = folder.resolve("copy.db");
      Files.copy(service.home().resolve(LEDGER), copy);
      service.start();
      pay(service, "b");
      service.drop("bad.csv", "no header\n");
      service.awaitOut("bad\\..*\\.ack\\.csv");
      String paid = archived(service, ".done", "b.csv");
      String refused = archived(service, ".rejected", "bad.csv");
      int posts = service.gateway().book().posts().size();
      service.stop();
      Files.copy(copy, service.home().resolve(LEDGER), StandardCopyOption.REPLACE_EXISTING);
      alarms.list.clear();

      service.start();

      await().atMost(RunningService.PATIENCE).until(() -> isTold(service));
      assertThat(told()).hasSize(1);
      assertThat(told().get(0))
          .startsWith("ALARM lost-file: The ledger does not know 2 files")
          .contains(refused + " in " + service.inbox().resolve(".rejected"), "bad.")
          .doesNotContain("-a.csv", paid)
          .contains("back into its inbox");
      assertThat(listed(service))
          .contains(refused)
          .hasSize(2)
          .filteredOn(name -> name.endsWith(".*"))
          .hasSize(1);
      assertThat(service.managed("/observe/metrics")).contains("payout_files_lost 2.0");
      assertThat(service.managed("/observe/health/ready")).contains("\"status\":\"UP\"");
      look(service);
      assertThat(told()).hasSize(1);
      assertThat(service.gateway().book().posts()).as("nothing is sent").hasSize(posts);
      assertThat(isHeld(service, "b.csv")).as("the start took it again").isTrue();

      Files.delete(service.inbox().resolve(".rejected/" + refused));
      look(service);

      assertThat(listed(service)).hasSize(1).allMatch(name -> name.startsWith("bad."));
      assertThat(service.gateway().book().paidLines())
          .filteredOn(line -> line.serial().startsWith("b-"))
          .hasSize(1);
    }
  }

  @Test
  void what_somebody_renamed_or_put_there_is_no_loss_nor_what_an_earlier_ledger_left()
      throws IOException {
    try (RunningService service = RunningService.in(folder).start()) {
      pay(service, "a");
      Path done = service.inbox().resolve(".done");
      String name = archived(service, ".done", "a.csv");
      Files.move(done.resolve(name), done.resolve(name + ".gz"));
      Files.writeString(done.resolve("notes.txt"), "by hand");
      Files.writeString(done.resolve("20200101000000000-old.csv"), "of an earlier ledger");
      Files.writeString(done.resolve("20990101000000000-new.csv.done"), "");
      Files.writeString(service.outbox().resolve("notes.txt"), "by hand");
      Path old = service.outbox().resolve("old.01234567.ack.csv");
      Files.writeString(old, "of an earlier ledger");
      Files.setLastModifiedTime(old, FileTime.fromMillis(1_000_000_000_000L));

      look(service);

      assertThat(told()).isEmpty();
      assertThat(listed(service)).isEmpty();

      Files.writeString(done.resolve("20990101000000000-new.csv"), "lost");
      look(service);

      assertThat(told()).hasSize(1);
      assertThat(listed(service)).containsExactly("20990101000000000-new.csv");
    }
  }

  @Test
  void a_loss_is_told_of_a_server_too() throws IOException {
    try (SftpHost host = SftpHost.in(folder)) {
      Path done = Files.createDirectories(host.root().resolve("in/.done"));
      Files.writeString(done.resolve("20990101000000000-gone.csv"), "lost");
      Files.createDirectories(host.root().resolve("out"));
      Files.writeString(host.root().resolve("out/gone.01234567-2.result.csv"), "lost");
      Files.setLastModifiedTime(
          host.root().resolve("out/gone.01234567-2.result.csv"),
          FileTime.from(Instant.now().plusSeconds(3600)));
      try (RunningService service =
          RunningService.in(folder)
              .with("PAYOUT_INBOX_URI", host.byKey("in"))
              .with("PAYOUT_OUTBOX_URI", host.byPassword("out"))
              .start()) {

        await().atMost(RunningService.PATIENCE).until(() -> !told().isEmpty());

        assertThat(listed(service))
            .containsExactlyInAnyOrder("20990101000000000-gone.csv", "gone.01234567-2.*");
      }
    }
  }

  private List<String> told() {
    return alarms.list.stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(text -> text.startsWith("ALARM lost-file"))
        .toList();
  }

  private static List<String> listed(RunningService service) {
    return service.ledger().status().lostFiles(99).stream().map(LostFile::name).toList();
  }

  /** The timer of the watch is as long as the patience of a test. */
  private boolean isTold(RunningService service) {
    look(service);
    return !told().isEmpty();
  }

  private static void look(RunningService service) {
    service
        .camel()
        .getRegistry()
        .lookupByNameAndType("watchArchives", WatchArchives.class)
        .reportLostFiles();
  }

  private static void pay(RunningService service, String stem) {
    service.drop(stem + ".csv", PayoutFile.lines(stem, 1));
    service.awaitResult(stem);
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> service.ledger().status().totals().unpublished() == 0);
  }

  private static String archived(RunningService service, String folder, String name) {
    return await()
        .atMost(RunningService.PATIENCE)
        .until(
            () ->
                Folders.names(service.inbox().resolve(folder)).stream()
                    .filter(each -> each.endsWith("-" + name))
                    .findFirst()
                    .orElse(null),
            found -> found != null);
  }

  private static boolean isHeld(RunningService service, String file) {
    return service.ledger().status().files(file).stream()
        .flatMap(each -> service.ledger().status().batches(each.id()).stream())
        .anyMatch(batch -> batch.state().name().equals("HELD"));
  }
}
