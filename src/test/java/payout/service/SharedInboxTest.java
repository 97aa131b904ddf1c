package payout.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import payout.batch.Checkpoint;
import payout.ledger.FileRecord;
import payout.ledger.Submitted;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.PostgresServer;
import payout.testing.RunningService;
import payout.testing.SettableClock;
import payout.testing.SftpHost;

/** Three services over one PostgreSQL, which watch the same folders and take what is submitted. */
class SharedInboxTest {

  private static final int NODES = 3;
  private static final int FILES = 40;

  @TempDir private Path folder;

  private final String url = PostgresServer.newSchema();
  private final SettableClock clock = SettableClock.ticking();
  private final List<RunningService> services = new ArrayList<>();

  @AfterEach
  void stop() {
    Checkpoint.watch(null);
    services.forEach(RunningService::close);
  }

  @Test
  void each_file_of_a_shared_folder_is_taken_once_and_nobody_raises_an_alarm() {
    Path inbox = folder.resolve("shared");
    start(Map.of("PAYOUT_INBOX_URI", "file:" + inbox));

    drop(inbox);

    check(inbox);
  }

  @Test
  void each_file_of_a_server_is_taken_once_and_nobody_raises_an_alarm() {
    try (SftpHost host = SftpHost.in(folder)) {
      start(Map.of("PAYOUT_INBOX_URI", host.byKey("in")));
      Path inbox = host.root().resolve("in");

      drop(inbox);

      check(inbox);
      services.forEach(RunningService::close);
      services.clear();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SERIALS_INDEXED", "FILE_DECIDED"})
  void a_process_that_was_frozen_with_a_file_and_wakes_changes_nothing(Checkpoint place)
      throws Exception {
    assertChangesNothingWhenItWakesAt(place);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "FILE_CLAIMED",
        "FILE_ARRIVED",
        "BATCHES_STAGED",
        "TURN_TAKEN",
        "FILE_HIDDEN",
        "FILE_MOVED"
      })
  @Tag("long")
  void a_process_that_was_frozen_elsewhere_and_wakes_changes_nothing(Checkpoint place)
      throws Exception {
    assertChangesNothingWhenItWakesAt(place);
  }

  private void assertChangesNothingWhenItWakesAt(Checkpoint place) throws Exception {
    Path inbox = folder.resolve("shared");
    start(Map.of("PAYOUT_INBOX_URI", "file:" + inbox));
    CountDownLatch frozen = new CountDownLatch(1);
    CountDownLatch awake = freezeAt(place, frozen);

    Folders.drop(inbox, "pay.csv", PayoutFile.lines("P", 3).getBytes(UTF_8));
    waitFor(frozen);
    clock.move(Duration.ofSeconds(21));
    await("the file to be archived by another process")
        .atMost(RunningService.PATIENCE)
        .until(() -> archived(inbox).size() == 1);
    FileRecord taken = files().get(0);
    awake.countDown();
    await("the frozen process to end with the file")
        .atMost(RunningService.PATIENCE)
        .until(
            () ->
                services.stream()
                    .allMatch(
                        each -> each.camel().getInflightRepository().size("receive-file") == 0));

    assertThat(archived(inbox)).containsExactly("pay.csv");
    assertThat(Folders.names(inbox)).isEmpty();
    assertThat(files()).hasSize(1);
    assertThat(files().get(0).claim()).isEqualTo(taken.claim());
    assertThat(files().get(0).archiveName()).isEqualTo(taken.archiveName());
    services.get(0).awaitResult("pay");
    assertThat(services.get(0).gateway().book().paidLines()).hasSize(3);
    assertThat(alarms()).isEmpty();
  }

  @Test
  void files_that_wait_and_their_approvals_are_moved_once_and_nobody_raises_an_alarm() {
    Path inbox = folder.resolve("shared");
    Path approvals = folder.resolve("approvals");
    start(
        Map.of(
            "PAYOUT_INBOX_URI",
            "file:" + inbox,
            "PAYOUT_APPROVAL",
            "required",
            "PAYOUT_APPROVAL_APPROVERS",
            "chen",
            "PAYOUT_INBOX_OWNER",
            "li",
            "PAYOUT_APPROVAL_FOLDER",
            approvals.toString()));

    for (int i = 0; i < 20; i++) {
      Folders.drop(inbox, "f" + i + ".csv", PayoutFile.lines("W" + i, 2).getBytes(UTF_8));
    }
    awaitNames(inbox.resolve(".waiting"), 20);
    for (FileRecord file : files()) {
      String text = "sha256=" + file.sha256() + "\namount=" + file.amount() + "\nby=chen\n";
      Folders.drop(approvals, approvalOf(file), text.getBytes(UTF_8));
    }

    awaitNames(inbox.resolve(".done"), 20);
    awaitNames(approvals.resolve(".done"), 20);
    awaitNames(inbox.resolve(".waiting"), 0);
    assertThat(files()).allMatch(file -> file.waited().isApproved());
    assertThat(Folders.names(approvals.resolve(".rejected"))).isEmpty();
    assertThat(alarms()).isEmpty();
  }

  @Test
  void a_file_in_the_shared_folder_check_is_checked_once() {
    Path inbox = folder.resolve("shared");
    start(Map.of("PAYOUT_INBOX_URI", "file:" + inbox));

    for (int i = 0; i < 20; i++) {
      Folders.drop(
          inbox.resolve("check"), "f" + i + ".csv", PayoutFile.lines("C" + i, 2).getBytes(UTF_8));
    }

    awaitNames(inbox.resolve("check/.done"), 20);
    awaitNames(inbox.resolve("check"), 0);
    assertThat(Folders.names(folder.resolve("outbox")))
        .filteredOn(name -> name.startsWith("CHECK-"))
        .hasSize(20);
    assertThat(alarms()).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void each_submitted_file_is_taken_once_to_whichever_nodes_it_was_submitted() throws Exception {
    start(Map.of());
    ExecutorService programs = Executors.newFixedThreadPool(NODES);
    List<Callable<Submitted>> submissions = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String name = "f" + i + ".csv";
      byte[] bytes = PayoutFile.lines("N" + i, 2).getBytes(UTF_8);
      for (RunningService service : services) {
        submissions.add(
            () ->
                service
                    .console()
                    .submit(name, new ByteArrayInputStream(bytes), bytes.length, "li", false));
      }
    }

    long made = 0;
    for (Future<Submitted> answer : programs.invokeAll(submissions)) {
      made += answer.get().isNew() ? 1 : 0;
    }
    programs.shutdown();

    assertThat(made).isEqualTo(20);
    awaitTaken();
    assertThat(files()).hasSize(20).allMatch(file -> state(file).equals("TAKEN"));
    await("all lines to be paid")
        .atMost(RunningService.PATIENCE)
        .until(() -> services.get(0).gateway().book().paidLines().size() == 40);
    assertThat(files().stream().map(FileRecord::name)).doesNotHaveDuplicates();
    assertThat(alarms()).isEmpty();
  }

  @Test
  void a_process_that_was_frozen_with_a_submitted_file_and_wakes_changes_nothing()
      throws Exception {
    assertSubmittedStaysTheSameWhenItWakesAt(Checkpoint.FILE_DECIDED);
  }

  @Test
  @Tag("long")
  void a_process_that_was_frozen_early_with_a_submitted_file_and_wakes_changes_nothing()
      throws Exception {
    assertSubmittedStaysTheSameWhenItWakesAt(Checkpoint.BATCHES_STAGED);
  }

  private void assertSubmittedStaysTheSameWhenItWakesAt(Checkpoint place) throws Exception {
    start(Map.of());
    CountDownLatch frozen = new CountDownLatch(1);
    CountDownLatch awake = freezeAt(place, frozen);
    byte[] bytes = PayoutFile.lines("P", 3).getBytes(UTF_8);

    long id =
        services
            .get(0)
            .console()
            .submit("pay.csv", new ByteArrayInputStream(bytes), bytes.length, "li", false)
            .id();
    waitFor(frozen);
    clock.move(Duration.ofSeconds(21));
    awaitTaken();
    FileRecord taken = files().get(0);
    awake.countDown();
    await("the frozen process to end with the file")
        .atMost(RunningService.PATIENCE)
        .until(
            () ->
                services.stream()
                    .allMatch(each -> each.camel().getInflightRepository().size("console") == 0));

    assertThat(files()).hasSize(1);
    assertThat(files().get(0).id()).isEqualTo(id);
    assertThat(files().get(0).claim()).isEqualTo(taken.claim());
    services.get(0).awaitResult("pay");
    assertThat(services.get(0).gateway().book().paidLines()).hasSize(3);
    assertThat(alarms()).isEmpty();
  }

  /** Stops the first process that passes there until the latch is counted down. */
  private static CountDownLatch freezeAt(Checkpoint place, CountDownLatch frozen) {
    CountDownLatch awake = new CountDownLatch(1);
    Checkpoint.watch(
        passed -> {
          if (passed == place && frozen.getCount() > 0) {
            frozen.countDown();
            waitFor(awake);
          }
        });
    return awake;
  }

  private void awaitTaken() {
    await("all submitted files to be taken")
        .atMost(RunningService.PATIENCE)
        .until(() -> services.get(0).ledger().submissions().due(false, 1).isEmpty());
  }

  private static String approvalOf(FileRecord file) {
    return file.name().replace(".csv", "") + "." + file.sha256().substring(0, 8) + ".approve";
  }

  private void start(Map<String, String> settings) {
    for (int i = 0; i < NODES; i++) {
      RunningService.Builder builder = RunningService.in(folder.resolve("node-" + i));
      settings.forEach(builder::with);
      builder
          .clock(clock)
          .outboxAt(folder.resolve("outbox"))
          .with("PAYOUT_LEDGER_URL", url)
          .with("PAYOUT_LEDGER_USER", "postgres")
          .with("PAYOUT_OUTBOX_URI", "file:" + folder.resolve("outbox"))
          .with("PAYOUT_INBOX_POLL_MS", "50");
      if (!services.isEmpty()) {
        builder.with("PAYOUT_GATEWAY_URL", services.get(0).gateway().gatewayUrl().toString());
      }
      services.add(builder.start());
    }
  }

  /** Every fifth file repeats a serial of the one before, every seventh the bytes. */
  private static void drop(Path inbox) {
    for (int i = 0; i < FILES; i++) {
      int of = i % 5 == 4 || i % 7 == 6 ? i - 1 : i;
      String text = PayoutFile.lines("S" + of, i % 7 == 6 || i % 5 != 4 ? 3 : 2);
      Folders.drop(inbox, "f" + i + ".csv", text.getBytes(UTF_8));
    }
  }

  private void check(Path inbox) {
    await("all files to be archived")
        .atMost(RunningService.PATIENCE)
        .until(() -> archived(inbox).size() >= FILES && Folders.names(inbox).isEmpty());
    Map<String, List<FileRecord>> byName =
        files().stream().collect(Collectors.groupingBy(FileRecord::name));
    assertThat(byName).hasSize(FILES).allSatisfy((name, rows) -> assertThat(rows).hasSize(1));
    assertThat(archived(inbox)).hasSize(FILES).doesNotHaveDuplicates();
    assertThat(alarms()).isEmpty();
    Map<String, Integer> states = new TreeMap<>();
    files().forEach(file -> states.merge(state(file), 1, Integer::sum));
    assertThat(states.keySet()).containsExactly("DUPLICATE", "REJECTED", "TAKEN");
    System.out.println("Files of three nodes: " + states);
  }

  private static String state(FileRecord file) {
    return switch (file.state()) {
      case DUPLICATE, REJECTED -> file.state().name();
      default -> "TAKEN";
    };
  }

  private List<FileRecord> files() {
    return services.get(0).ledger().status().files(1000);
  }

  /** The names in the archive without their times. */
  private static List<String> archived(Path inbox) {
    return Stream.of(".done", ".rejected")
        .flatMap(each -> Folders.names(inbox.resolve(each)).stream())
        .map(name -> name.substring(name.indexOf('-') + 1))
        .toList();
  }

  /** Every kind of alarm that any of them raised. */
  private List<String> alarms() {
    return services.stream()
        .flatMap(service -> service.managed("/observe/metrics").lines())
        .filter(line -> line.startsWith("payout_alarms_total{") && !line.endsWith(" 0.0"))
        .toList();
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitNames(Path folder, int count) {
    await(count + " files in " + folder)
        .atMost(RunningService.PATIENCE)
        .until(() -> Folders.names(folder).size() == count);
  }
}
