package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import payout.sandbox.BookLine;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.RunningService;
import payout.testing.SftpHost;

/**
 * An inbox and the outbox on a server that fails in every way: nothing is lost, nothing is paid or
 * reported twice, and nothing is called delivered that is not.
 */
class SftpTest {

  private static SftpHost host;
  private static RunningService service;
  private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();

  @BeforeAll
  static void start(@TempDir Path folder) {
    LOG.start();
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(LOG);
    host = SftpHost.in(folder);
    service =
        RunningService.in(folder)
            .with("PAYOUT_INBOX_URI", "file:inbox " + host.byKey("in"))
            .with("PAYOUT_OUTBOX_URI", host.byPassword("out") + "&chmod=640")
            .outboxAt(host.root().resolve("out"))
            .start();
  }

  @AfterAll
  static void stop() {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(LOG);
    service.close();
    host.close();
  }

  @AfterEach
  void repairServer() {
    host.repair();
  }

  @Test
  void takes_files_from_both_inboxes_and_names_the_inbox_of_each() throws IOException {
    service.drop("here.csv", file("HERE", 3));
    drop("there.csv", file("THERE", 3));

    assertThat(service.awaitResult("here")).contains(",PAID,");
    assertThat(service.awaitResult("there")).contains(",PAID,");
    assertThat(service.awaitOut("here\\..*\\.ack\\.csv")).endsWith(",inbox\n");
    assertThat(service.awaitOut("there\\..*\\.ack\\.csv")).endsWith(",inbox-2\n");
    awaitArchived("there.csv");
    assertThat(get("/observe/metrics"))
        .containsPattern("payout_files_total\\{inbox=\"inbox\",state=\"ACCEPTED\"} [1-9]")
        .containsPattern("payout_files_total\\{inbox=\"inbox-2\",state=\"ACCEPTED\"} [1-9]");
    assertThat(all(host.root().resolve("out"))).noneMatch(name -> name.endsWith(".part"));
    for (String name : all(host.root().resolve("out"))) {
      Path written = host.root().resolve("out").resolve(name);
      assertThat(mode(written)).isEqualTo("rw-r-----");
    }
    assertThat(all(service.home().resolve("data/work"))).noneMatch(name -> name.endsWith(".copy"));
  }

  @Test
  void reads_again_when_the_connection_breaks_during_a_download() {
    AtomicInteger reads = new AtomicInteger();
    host.atRead(
        (session, path) -> {
          if (path.endsWith("cut-in.csv") && reads.incrementAndGet() % 3 == 0 && reads.get() < 10) {
            SftpHost.drop(session);
          }
        });

    drop("cut-in.csv", file("CUTIN", 4000));

    assertSettledOnce("cut-in", "CUTIN", 4000);
    assertThat(reads).hasValueGreaterThanOrEqualTo(10);
  }

  @Test
  void reports_no_file_as_delivered_whose_upload_broke() {
    AtomicInteger broken = new AtomicInteger();
    host.atWrite(
        (session, path) -> {
          broken.incrementAndGet();
          SftpHost.drop(session);
        });
    drop("cut-out.csv", file("CUTOUT", 3));
    await().atMost(RunningService.PATIENCE).until(() -> broken.get() >= 2);

    assertThat(service.out()).noneMatch(name -> name.startsWith("cut-out"));
    assertThat(unpublished()).isPositive();
    host.repair();

    assertSettledOnce("cut-out", "CUTOUT", 3);
  }

  @Test
  void reports_no_file_as_delivered_that_has_no_final_name() {
    AtomicInteger broken = new AtomicInteger();
    host.atRename(
        (session, path) -> {
          if (path.getFileName().toString().endsWith(".part")) {
            broken.incrementAndGet();
            SftpHost.drop(session);
          }
        });
    drop("unnamed.csv", file("UNNAMED", 3));
    await().atMost(RunningService.PATIENCE).until(() -> broken.get() >= 2);

    assertThat(service.out()).noneMatch(name -> name.startsWith("unnamed"));
    assertThat(unpublished()).isPositive();
    host.repair();

    assertSettledOnce("unnamed", "UNNAMED", 3);
  }

  @Test
  void puts_the_same_content_again_when_the_reply_to_the_rename_was_lost() {
    AtomicInteger broken = new AtomicInteger();
    host.afterRename(
        (session, path) -> {
          if (path.getFileName().toString().startsWith("unheard") && broken.getAndIncrement() < 3) {
            SftpHost.drop(session);
          }
        });

    drop("unheard.csv", file("UNHEARD", 3));

    assertSettledOnce("unheard", "UNHEARD", 3);
    assertThat(broken.get()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void publishes_later_when_the_quota_is_full() {
    AtomicInteger refused = new AtomicInteger();
    host.atWrite(
        (session, path) -> {
          refused.incrementAndGet();
          throw new IOException("No space left on device");
        });
    drop("full.csv", file("FULL", 3));
    await().atMost(RunningService.PATIENCE).until(() -> refused.get() >= 2);

    assertThat(service.out()).noneMatch(name -> name.startsWith("full"));
    host.repair();

    assertSettledOnce("full", "FULL", 3);
  }

  @Test
  void reports_no_file_as_delivered_of_which_the_server_kept_half() {
    AtomicInteger halved = new AtomicInteger();
    host.atClose(
        (session, path) -> {
          String name = path.getFileName().toString();
          if (name.startsWith(".half.") && halved.getAndIncrement() < 2) {
            byte[] whole = Files.readAllBytes(path);
            Files.write(path, Arrays.copyOf(whole, whole.length / 2));
          }
        });

    drop("half.csv", file("HALF", 3));

    assertSettledOnce("half", "HALF", 3);
    assertThat(service.awaitOut("half\\..*\\.ack\\.csv")).endsWith(",inbox-2\n");
    assertThat(halved.get()).isGreaterThan(2);
  }

  @Test
  void pays_once_when_the_server_breaks_off_at_the_archive() {
    AtomicInteger broken = new AtomicInteger();
    host.atRename(
        (session, path) -> {
          if (path.endsWith("stuck.csv")) {
            broken.incrementAndGet();
            SftpHost.drop(session);
          }
        });
    drop("stuck.csv", file("STUCK", 3));
    await().atMost(RunningService.PATIENCE).until(() -> broken.get() >= 2);
    assertThat(host.root().resolve("in/stuck.csv")).exists();
    host.repair();

    assertSettledOnce("stuck", "STUCK", 3);
    assertThat(service.out()).filteredOn(name -> name.startsWith("stuck.")).hasSize(3);
  }

  @Test
  void archives_once_when_the_reply_to_the_move_was_lost() {
    AtomicInteger broken = new AtomicInteger();
    host.afterRename(
        (session, path) -> {
          if (path.toString().endsWith("-moved.csv") && broken.getAndIncrement() == 0) {
            SftpHost.drop(session);
          }
        });

    drop("moved.csv", file("MOVED", 3));

    assertSettledOnce("moved", "MOVED", 3);
    assertThat(service.out()).filteredOn(name -> name.startsWith("moved.")).hasSize(3);
  }

  @Test
  void lists_a_folder_anew_when_a_file_vanishes_in_the_middle_of_it() {
    double alarms = alarms("inbox");
    AtomicInteger listings = new AtomicInteger();
    host.atList(
        (session, path) -> {
          if (listings.incrementAndGet() % 3 != 0) {
            throw new NoSuchFileException(path.toString());
          }
        });
    drop("vanish.csv", file("VANISH", 3));

    assertSettledOnce("vanish", "VANISH", 3);
    assertThat(listings.get()).isGreaterThan(2);
    assertThat(alarms("inbox")).isEqualTo(alarms);
  }

  @Test
  void is_not_ready_while_a_folder_may_not_be_read_and_goes_on_without_help() {
    double alarms = alarms("inbox");
    host.atList(SftpHost.forbid());
    drop("forbidden.csv", file("FORBIDDEN", 3));
    awaitReady(503);
    await().atMost(RunningService.PATIENCE).until(() -> alarms("inbox") > alarms);
    host.repair();

    assertSettledOnce("forbidden", "FORBIDDEN", 3);
    awaitReady(200);
  }

  @Test
  void is_not_ready_while_the_server_is_away_and_pays_what_lies_here() {
    host.stop();
    awaitReady(503);
    drop("away.csv", file("AWAY", 3));
    service.drop("stays.csv", file("STAYS", 3));
    await().atMost(RunningService.PATIENCE).until(() -> timesPaid("STAYS") == 3);
    host.start();

    assertSettledOnce("away", "AWAY", 3);
    assertThat(service.awaitResult("stays")).contains(",PAID,");
    awaitReady(200);
  }

  @Test
  void refuses_a_server_that_shows_another_key() {
    host.withOtherKey(
        () -> {
          int logins = host.logins();
          awaitReady(503);
          drop("foreign.csv", file("FOREIGN", 3));
          awaitLog("shows another key than " + host.knownHosts());
          assertThat(host.logins()).isEqualTo(logins);
        });

    assertSettledOnce("foreign", "FOREIGN", 3);
  }

  /** The move goes by name; what was put there in between was never read. */
  @Test
  void takes_a_file_as_a_new_one_that_takes_the_place_of_another_at_the_move() {
    AtomicInteger moves = new AtomicInteger();
    Path there = host.root().resolve("in/swapped.csv");
    host.atRename(
        (session, path) -> {
          if (path.endsWith("in/swapped.csv") && moves.getAndIncrement() == 0) {
            Files.delete(there);
            Files.writeString(
                there,
                PayoutFile.of("SWAP-2,b@example.com,李四,2.00,x", "SWAP-3,c@example.com,王五,3.00,x"));
          }
        });

    drop("swapped.csv", PayoutFile.of("SWAP-1,a@example.com,张三,1.00,x"));

    await().atMost(RunningService.PATIENCE).until(() -> timesPaid("SWAP") == 3);
    await().atMost(RunningService.PATIENCE).until(() -> !Files.exists(there));
    await()
        .atMost(RunningService.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(service.out())
                    .filteredOn(name -> name.matches("swapped\\.[0-9a-f]{8}\\.ack\\.csv"))
                    .hasSize(2));
  }

  @Test
  void leaves_a_file_that_changes_while_it_is_read() throws IOException {
    AtomicInteger grown = new AtomicInteger();
    Path there = host.root().resolve("in/growing.csv");
    host.atClose(
        (session, path) -> {
          if (path.endsWith("growing.csv") && grown.getAndIncrement() == 0) {
            Files.writeString(there, "GROW-2,b@example.com,李四,1.00,x\n", StandardOpenOption.APPEND);
          }
        });

    drop("growing.csv", PayoutFile.of("GROW-1,a@example.com,张三,1.00,x"));

    assertSettledOnce("growing", "GROW", 2);
  }

  @Test
  void touches_no_file_whose_name_could_be_a_path() {
    Path in = host.root().resolve("in");
    host.lie(
        Map.of(
            "lie-1.csv", "../../../../escaped.csv",
            "lie-2.csv", "/tmp/escaped.csv",
            "lie-3.csv", ".."));
    double alarms = alarms("inbox-name");
    List<String> names =
        List.of("lie-1.csv", "lie-2.csv", "lie-3.csv", "a..b.csv", "a\\b.csv", ".hidden.csv");
    names.forEach(name -> drop(name, file("LIE" + names.indexOf(name), 1)));
    await().atMost(RunningService.PATIENCE).until(() -> alarms("inbox-name") >= alarms + 4);
    drop("after-lies.csv", file("AFTER", 1));
    assertSettledOnce("after-lies", "AFTER", 1);

    names.forEach(name -> assertThat(in.resolve(name)).exists());
    assertThat(timesPaid("LIE")).isZero();
    try (Stream<Path> all = Files.walk(service.home())) {
      assertThat(all).noneMatch(path -> path.toString().contains("escaped"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    names.forEach(name -> delete(in.resolve(name)));
  }

  /** No folder check lay there at the start, which kept nothing from working. */
  @Test
  void checks_there_too_once_somebody_made_the_folder() throws IOException {
    awaitReady(200);
    Path check = Files.createDirectories(host.root().resolve("in/check"));
    byte[] content = file("CHECKED", 2).getBytes(StandardCharsets.UTF_8);

    Folders.drop(check, "asked.csv", content);
    assertThat(service.awaitOut("CHECK-asked\\.[0-9a-f]{8}\\.ack\\.csv"))
        .contains("asked.csv,")
        .containsPattern(",ACCEPTED,2,[0-9.]+,1,,inbox-2\n$");
    await().atMost(RunningService.PATIENCE).until(() -> all(check.resolve(".done")).size() == 1);
    Folders.drop(check, "asked.csv", content);
    service.awaitOut("CHECK-asked\\.[0-9a-f]{8}-2\\.ack\\.csv");
    await().atMost(RunningService.PATIENCE).until(() -> all(check.resolve(".done")).size() == 2);

    assertThat(all(check)).isEmpty();
    assertThat(timesPaid("CHECKED")).isZero();
    assertThat(service.ledger().status().files("asked.csv")).isEmpty();
  }

  @Test
  void takes_names_that_would_be_patterns_as_names() {
    drop("pay*.csv", file("STAR", 1));
    drop("pay1.csv", file("ONE", 1));
    drop("pay?.csv", file("ANY", 1));

    assertSettledOnce("pay\\*", "STAR", 1);
    assertSettledOnce("pay1", "ONE", 1);
    assertSettledOnce("pay\\?", "ANY", 1);
  }

  @Test
  void overwrites_nothing_in_the_outbox_and_lets_the_others_go_first() throws Exception {
    byte[] content = file("TAKEN", 1).getBytes(StandardCharsets.UTF_8);
    String id =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(content))
            .substring(0, 8);
    Path foreign = host.root().resolve("out/taken." + id + ".ack.csv");
    Files.writeString(foreign, "of somebody else");

    drop("taken.csv", file("TAKEN", 1));
    assertThat(service.awaitResult("taken")).contains(",PAID,");
    awaitLog("with other content already; it is not overwritten");
    assertThat(foreign).hasContent("of somebody else");
    Files.delete(foreign);

    await().atMost(RunningService.PATIENCE).until(() -> Files.exists(foreign));
    assertThat(foreign).content().contains(",ACCEPTED,1,");
  }

  @Test
  void shows_the_password_nowhere() throws Exception {
    drop("secret.csv", file("SECRET", 1));
    host.stop();
    awaitReady(503);
    String health = get("/observe/health") + get("/observe/health/ready");
    host.start();
    assertSettledOnce("secret", "SECRET", 1);

    assertThat(health + get("/observe/metrics")).doesNotContain(SftpHost.PASSWORD);
    assertThat(shownByJmx()).isEmpty();
    assertThat(said()).isNotEmpty().noneMatch(line -> line.contains(SftpHost.PASSWORD));
  }

  private static String file(String prefix, int lines) {
    return PayoutFile.lines(prefix, lines);
  }

  private static void drop(String name, String content) {
    Folders.drop(host.root().resolve("in"), name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Paid once, reported once, archived once, and every file of it whole. */
  private static void assertSettledOnce(String stem, String prefix, int lines) {
    String result = service.awaitResult(stem);
    assertThat(result.lines()).hasSize(lines + 1);
    assertThat(timesPaid(prefix)).isEqualTo(lines);
    awaitArchived(stem.replace("\\", "") + ".csv");
    await().atMost(RunningService.PATIENCE).until(() -> unpublished() == 0);
    assertThat(service.out()).noneMatch(name -> name.matches(stem + "\\.[0-9a-f]{8}-2\\..*"));
    assertThat(all(host.root().resolve("out"))).noneMatch(name -> name.endsWith(".part"));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static void awaitArchived(String name) {
    Path in = host.root().resolve("in");
    await()
        .atMost(RunningService.PATIENCE)
        .until(
            () ->
                !Files.exists(in.resolve(name))
                    && all(in.resolve(".done")).stream()
                            .filter(each -> each.matches("[0-9]{17}-.*"))
                            .filter(each -> each.substring(18).equals(name))
                            .count()
                        == 1);
  }

  private static long timesPaid(String prefix) {
    return service.gateway().book().paidLines().stream()
        .map(BookLine::serial)
        .filter(serial -> serial.startsWith(prefix))
        .count();
  }

  private static long unpublished() {
    return service.ledger().status().totals().unpublished();
  }

  private static List<String> all(Path folder) {
    return Folders.names(folder);
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitReady(int status) {
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> answer("/observe/health/ready").statusCode() == status);
  }

  private static void awaitLog(String words) {
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> said().stream().anyMatch(line -> line.contains(words)));
  }

  private static List<String> said() {
    List<String> lines = new ArrayList<>();
    for (ILoggingEvent event : List.copyOf(LOG.list)) {
      lines.add(event.getFormattedMessage());
      for (var thrown = event.getThrowableProxy(); thrown != null; thrown = thrown.getCause()) {
        lines.add(String.valueOf(thrown.getMessage()));
      }
    }
    return lines;
  }

  /** What JMX shows of Camel: it would name every endpoint and its options. */
  private static Set<ObjectName> shownByJmx() throws JMException {
    return ManagementFactory.getPlatformMBeanServer()
        .queryNames(new ObjectName("org.apache.camel:*"), null);
  }

  private static double alarms(String kind) {
    return get("/observe/metrics")
        .lines()
        .filter(line -> line.startsWith("payout_alarms_total{"))
        .filter(line -> line.contains("\"" + kind + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static String get(String path) {
    return answer(path).body();
  }

  private static HttpResponse<String> answer(String path) {
    try {
      return HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .build()
          .send(
              HttpRequest.newBuilder(service.management(path)).build(),
              HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
