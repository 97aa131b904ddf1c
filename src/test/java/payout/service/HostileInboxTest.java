package payout.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import payout.batch.FileState;
import payout.batch.Language;
import payout.ledger.AcceptRules;
import payout.ledger.Act;
import payout.ledger.FileRecord;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/** Who may write an inbox is trusted with nothing else. */
class HostileInboxTest {

  @TempDir private Path folder;

  @Test
  void names_that_are_paths_are_left_alone_with_one_alarm_each() throws Exception {
    List<String> names =
        List.of(
            "check\\..\\..\\other\\secret.csv",
            "..\\other\\secret.csv",
            "\\secret.csv",
            "pay\u001b[31m.csv",
            "pay\u202ecsv.exe.csv",
            "pay\u200b.csv",
            "pay\n.csv");
    try (RunningService service = RunningService.in(folder).start()) {
      Path secret = Files.createDirectories(service.home().resolve("other")).resolve("secret.csv");
      Files.writeString(secret, PayoutFile.of("SECRET-1,a@example.com,张三,1.00,"));
      for (String name : names) {
        Path evil = Path.of(service.inbox() + "/" + name);
        Files.writeString(evil, PayoutFile.of("EVIL-1,a@example.com,张三,1.00,"));
      }

      payTwoMore(service);

      assertThat(service.timesPaid("SECRET-1")).isZero();
      assertThat(service.timesPaid("EVIL-1")).isZero();
      assertThat(secret).exists();
      assertThat(names).allMatch(name -> Files.exists(Path.of(service.inbox() + "/" + name)));
      assertThat(service.alarms("inbox-name")).isEqualTo(names.size());
    }
  }

  @Test
  void what_is_no_regular_file_is_never_opened_and_blocks_nothing() throws Exception {
    try (RunningService service = RunningService.in(folder).start()) {
      Path ledger = service.home().resolve("data/ledger.db");
      Path secret = service.home().resolve("secret.csv");
      Files.writeString(secret, PayoutFile.of("SECRET-1,a@example.com,张三,1.00,"));
      Files.createSymbolicLink(service.inbox().resolve("a-ledger.csv"), ledger);
      Files.createSymbolicLink(service.inbox().resolve("a-secret.csv"), secret);
      Files.createSymbolicLink(service.inbox().resolve("a-zero.csv"), Path.of("/dev/zero"));
      Files.createSymbolicLink(service.inbox().resolve("a-nowhere.csv"), Path.of("/nowhere"));
      fifo(service.inbox().resolve("a-fifo.csv"));
      Files.createDirectory(service.inbox().resolve("a-folder.csv"));
      try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        socket.bind(UnixDomainSocketAddress.of(service.inbox().resolve("a-socket.csv")));
        payTwoMore(service);
      }

      assertThat(service.timesPaid("SECRET-1")).isZero();
      assertThat(ledger).exists();
      assertThat(service.inbox().resolve("a-ledger.csv")).isSymbolicLink();
      assertThat(service.inbox().resolve("a-zero.csv")).isSymbolicLink();
      assertThat(Files.exists(service.inbox().resolve("a-fifo.csv"), LinkOption.NOFOLLOW_LINKS))
          .isTrue();
      assertThat(service.inbox().resolve("a-folder.csv")).isDirectory();
      assertThat(service.alarms("inbox-name")).isEqualTo(6);
    }
  }

  /** To close it would drop the locks by which the ledger is nobody else's. */
  @Test
  void the_ledger_is_not_opened_under_a_second_name() throws Exception {
    try (RunningService service = RunningService.in(folder).start()) {
      Path ledger = service.home().resolve("data/ledger.db");
      Path second = Files.createLink(service.inbox().resolve("a.csv"), ledger);

      payTwoMore(service);

      assertThat(second).exists();
      assertThat(service.out()).noneMatch(name -> name.startsWith("a."));
    }
  }

  @Test
  void a_file_that_is_too_big_is_refused_without_being_read() throws Exception {
    try (RunningService service = RunningService.in(folder).start()) {
      Path big = service.home().resolve("big");
      try (RandomAccessFile file = new RandomAccessFile(big.toFile(), "rw")) {
        file.setLength(1L << 31);
      }
      Files.move(big, service.inbox().resolve("big.csv"));

      assertThat(service.awaitOut("big\\.[0-9a-f]{8}\\.ack\\.csv"))
          .contains("-too-big,REJECTED,0,0.00,0,FILE_TOO_BIG: The file has 2147483648 bytes;");
      payTwoMore(service);
      Files.delete(
          service
              .inbox()
              .resolve(".rejected")
              .resolve(Folders.names(service.inbox().resolve(".rejected")).get(0)));
    }
  }

  @ParameterizedTest
  @CsvSource({".done, 1.00", ".rejected, none"})
  void the_archive_is_used_only_while_it_is_a_real_folder(String archive, String amount)
      throws Exception {
    try (RunningService service = RunningService.in(folder).start()) {
      Path elsewhere = Files.createDirectories(service.home().resolve("elsewhere"));
      Files.createSymbolicLink(service.inbox().resolve(archive), elsewhere);

      service.drop("pay.csv", PayoutFile.of("PAY-1,a@example.com,张三," + amount + ","));
      service.awaitName("pay\\.[0-9a-f]{8}\\.ack\\.csv");

      await()
          .atMost(RunningService.PATIENCE)
          .untilAsserted(() -> assertThat(service.alarms("archive")).isPositive());
      assertThat(service.inbox().resolve("pay.csv")).exists();
      assertThat(elsewhere).isEmptyDirectory();
      Files.delete(service.inbox().resolve(archive));
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> Folders.names(service.inbox().resolve(archive)).size() == 1);
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> service.timesPaid("PAY-1") == (amount.equals("1.00") ? 1 : 0));
      assertThat(service.alarms("route")).isZero();
    }
  }

  @Test
  void files_wait_and_leave_their_wait_only_in_real_folders() throws Exception {
    try (RunningService service =
        RunningService.in(folder)
            .with("PAYOUT_DAY_AMOUNT_MAX", "1.00")
            .with("PAYOUT_APPROVAL_APPROVERS", "chen")
            .with("PAYOUT_INBOX_OWNER", "li")
            .start()) {
      Path elsewhere = Files.createDirectories(service.home().resolve("elsewhere"));
      Path waiting = Files.createSymbolicLink(service.inbox().resolve(".waiting"), elsewhere);

      service.drop("pay.csv", PayoutFile.of("PAY-1,a@example.com,张三,2.00,"));
      service.awaitName("pay\\.[0-9a-f]{8}\\.waiting\\.csv");
      await()
          .atMost(RunningService.PATIENCE)
          .untilAsserted(() -> assertThat(service.alarms("archive")).isPositive());

      assertThat(service.inbox().resolve("pay.csv")).exists();
      assertThat(elsewhere).isEmptyDirectory();
      Files.delete(waiting);
      await().atMost(RunningService.PATIENCE).until(() -> Folders.names(waiting).size() == 1);
      String name = Folders.names(waiting).get(0);
      Files.move(waiting.resolve(name), elsewhere.resolve(name));
      Files.delete(waiting);
      Files.createSymbolicLink(waiting, elsewhere);
      FileRecord file = service.ledger().status().files(10).get(0);
      service
          .ledger()
          .waiting(AcceptRules.AT_ONCE, Language.EN)
          .reject(file.sha256(), new Act("chen", "not wanted", false));

      double before = service.alarms("archive");
      await()
          .atMost(RunningService.PATIENCE)
          .untilAsserted(() -> assertThat(service.alarms("archive")).isGreaterThan(before));
      assertThat(Folders.names(elsewhere)).containsExactly(name);
    }
  }

  @Test
  void files_are_checked_only_in_a_real_folder() throws Exception {
    RunningService service = RunningService.in(folder).build();
    Path elsewhere = Files.createDirectories(service.home().resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("key.csv"), PayoutFile.of("K-1,a@example.com,张三,1.00,"));
    Files.createDirectories(service.inbox());
    Files.createSymbolicLink(service.inbox().resolve("check"), elsewhere);
    service.start();
    try (service) {
      payTwoMore(service);

      await()
          .atMost(RunningService.PATIENCE)
          .untilAsserted(() -> assertThat(service.alarms("inbox")).isPositive());
      assertThat(elsewhere.resolve("key.csv")).exists();
      assertThat(service.out()).noneMatch(name -> name.startsWith("CHECK-"));
    }
  }

  @Test
  void the_folder_of_approvals_is_used_only_while_it_is_a_real_folder() throws Exception {
    try (RunningService service =
        RunningService.in(folder)
            .with("PAYOUT_APPROVAL", "required")
            .with("PAYOUT_APPROVAL_APPROVERS", "chen")
            .with("PAYOUT_INBOX_OWNER", "li")
            .with("PAYOUT_APPROVAL_FOLDER", "approvals")
            .start()) {
      service.drop("pay.csv", PayoutFile.of("PAY-1,a@example.com,张三,1.00,"));
      String ack = service.awaitName("pay\\.[0-9a-f]{8}\\.waiting\\.csv");
      Path approvals = service.home().resolve("approvals");
      Path writers = Files.createDirectories(service.home().resolve("writers"));
      FileRecord file = service.ledger().status().files(10).get(0);
      Folders.drop(
          writers,
          ack.replace(".waiting.csv", ".approve"),
          ("sha256=" + file.sha256() + "\namount=1.00\n").getBytes(UTF_8));
      removeEmpty(approvals);
      Files.createSymbolicLink(approvals, writers);

      await()
          .atMost(RunningService.PATIENCE)
          .untilAsserted(() -> assertThat(service.alarms("inbox")).isPositive());
      assertThat(service.timesPaid("PAY-1")).isZero();
      assertThat(Folders.names(writers)).hasSize(1);
    }
  }

  /**
   * Each file takes the place of the one before it in the moment in which that was decided upon.
   */
  @Test
  void a_file_that_is_replaced_before_it_is_moved_is_taken_as_a_new_one() throws Exception {
    try (RunningService service = RunningService.in(folder).start()) {
      Path next = service.home().resolve("next");
      for (int i = 0; i < 60; i++) {
        Files.writeString(next, PayoutFile.of("R-" + i + ",a@example.com,张三,1.00,"));
        String sha256 = sha256(next);
        Files.move(next, service.inbox().resolve("pay.csv"), StandardCopyOption.ATOMIC_MOVE);
        await()
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofNanos(100_000))
            .atMost(RunningService.PATIENCE)
            .until(() -> isDecided(service, sha256));
      }

      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> allNames(service.inbox()).equals(List.of(".done", "check")));
      assertArchiveIsWhatWasRead(service);
    }
  }

  private static boolean isDecided(RunningService service, String sha256) {
    return service.ledger().status().files(sha256).stream()
        .anyMatch(file -> file.state() != FileState.RECEIVED);
  }

  @Test
  void a_file_dated_in_the_future_is_taken_when_it_was_seen_unchanged() throws Exception {
    try (RunningService service =
        RunningService.in(folder).with("PAYOUT_INBOX_AGE_MIN_MS", "300").start()) {
      Path file = service.inbox().resolve("future.csv");
      Files.writeString(service.home().resolve("f"), PayoutFile.of("F-1,a@example.com,张三,1.00,"));
      Files.setLastModifiedTime(
          service.home().resolve("f"), FileTime.from(Instant.now().plus(400, ChronoUnit.DAYS)));
      Files.move(service.home().resolve("f"), file);

      assertThat(service.awaitResult("future")).contains(",PAID,");
    }
  }

  @Test
  void leaves_lock_files_and_unfinished_names_alone_in_any_case() throws Exception {
    List<String> names =
        List.of("~$pay.csv", "PAY.TMP", "pay.Part", "pay.FILEPART", "PAY.CSV.DONE");
    try (RunningService service = RunningService.in(folder).start()) {
      for (String name : names) {
        Files.writeString(
            service.inbox().resolve(name), PayoutFile.of("EVIL-1,a@example.com,张三,1.00,"));
      }

      payTwoMore(service);

      assertThat(names).allMatch(name -> Files.exists(service.inbox().resolve(name)));
      assertThat(service.timesPaid("EVIL-1")).isZero();
      assertThat(service.alarms("inbox-name")).isZero();
    }
  }

  /** One after the other, so that the inbox was looked at several times. */
  private static void payTwoMore(RunningService service) {
    service.drop("good-1.csv", PayoutFile.of("GOOD-1,a@example.com,张三,1.00,"));
    assertThat(service.awaitResult("good-1")).contains(",PAID,");
    service.drop("good-2.csv", PayoutFile.of("GOOD-2,a@example.com,张三,1.00,"));
    assertThat(service.awaitResult("good-2")).contains(",PAID,");
  }

  static void assertArchiveIsWhatWasRead(RunningService service) throws Exception {
    Set<String> known =
        service.ledger().status().files(1000).stream()
            .map(file -> file.archiveName() + " " + file.sha256())
            .collect(Collectors.toSet());
    Set<String> lying =
        List.of(".done", ".rejected").stream()
            .flatMap(
                archive ->
                    Folders.names(service.inbox().resolve(archive)).stream()
                        .map(
                            name ->
                                archive
                                    + "/"
                                    + name
                                    + " "
                                    + sha256(service.inbox().resolve(archive).resolve(name))))
            .collect(Collectors.toSet());
    assertThat(lying).isNotEmpty().isSubsetOf(known);
  }

  private static String sha256(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> allNames(Path folder) {
    return List.of(folder.toFile().list()).stream().sorted().toList();
  }

  private static void removeEmpty(Path folder) throws IOException {
    for (String name : allNames(folder)) {
      Files.delete(folder.resolve(name));
    }
    Files.delete(folder);
  }

  static void fifo(Path path) throws Exception {
    Process made = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
    assertThat(made.waitFor()).isZero();
  }
}
