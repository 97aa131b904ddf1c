package payout.house;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import payout.ledger.FileRecord;

/** Who may write an inbox is trusted with nothing else. */
class HostileInboxTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check\\..\\..\\other\\secret.csv",
        "..\\other\\secret.csv",
        "\\secret.csv",
        "pay\u001b[31m.csv",
        "pay\u202ecsv.exe.csv",
        "pay\u200b.csv",
        "pay\n.csv"
      })
  void a_name_that_is_more_than_a_name_is_left_alone_with_one_alarm(String name) throws Exception {
    try (RunningHouse house = RunningHouse.in(folder).start()) {
      Path secret = Files.createDirectories(house.home().resolve("other")).resolve("secret.csv");
      Files.writeString(secret, PayoutFiles.of("SECRET-1,a@example.com,张三,1.00,"));
      Path evil = Path.of(house.inbox() + "/" + name);
      Files.writeString(evil, PayoutFiles.of("EVIL-1,a@example.com,张三,1.00,"));

      payTwoMore(house);

      assertThat(house.timesPaid("SECRET-1")).isZero();
      assertThat(house.timesPaid("EVIL-1")).isZero();
      assertThat(secret).exists();
      assertThat(evil).exists();
      assertThat(house.alarms("inbox-name")).isEqualTo(1);
    }
  }

  @Test
  void a_link_a_fifo_and_a_device_are_never_opened_and_hold_up_nobody() throws Exception {
    try (RunningHouse house = RunningHouse.in(folder).start()) {
      Path ledger = house.home().resolve("data/ledger.db");
      Path secret = house.home().resolve("secret.csv");
      Files.writeString(secret, PayoutFiles.of("SECRET-1,a@example.com,张三,1.00,"));
      Files.createSymbolicLink(house.inbox().resolve("a-ledger.csv"), ledger);
      Files.createSymbolicLink(house.inbox().resolve("a-secret.csv"), secret);
      Files.createSymbolicLink(house.inbox().resolve("a-zero.csv"), Path.of("/dev/zero"));
      Files.createSymbolicLink(house.inbox().resolve("a-nowhere.csv"), Path.of("/nowhere"));
      fifo(house.inbox().resolve("a-fifo.csv"));

      payTwoMore(house);

      assertThat(house.timesPaid("SECRET-1")).isZero();
      assertThat(ledger).exists();
      assertThat(house.inbox().resolve("a-ledger.csv")).isSymbolicLink();
      assertThat(house.inbox().resolve("a-zero.csv")).isSymbolicLink();
      assertThat(Files.exists(house.inbox().resolve("a-fifo.csv"), LinkOption.NOFOLLOW_LINKS))
          .isTrue();
      assertThat(house.alarms("inbox-name")).isEqualTo(5);
    }
  }

  @Test
  void the_archive_is_used_only_while_it_is_a_real_folder() throws Exception {
    try (RunningHouse house = RunningHouse.in(folder).start()) {
      Path elsewhere = Files.createDirectories(house.home().resolve("elsewhere"));
      Files.createSymbolicLink(house.inbox().resolve(".done"), elsewhere);

      house.drop("pay.csv", PayoutFiles.of("PAY-1,a@example.com,张三,1.00,"));
      house.awaitResult("pay");

      await()
          .atMost(RunningHouse.PATIENCE)
          .untilAsserted(() -> assertThat(house.alarms("archive")).isPositive());
      assertThat(house.inbox().resolve("pay.csv")).exists();
      assertThat(elsewhere).isEmptyDirectory();
      Files.delete(house.inbox().resolve(".done"));
      await()
          .atMost(RunningHouse.PATIENCE)
          .until(() -> Folders.names(house.inbox().resolve(".done")).size() == 1);
      assertThat(house.timesPaid("PAY-1")).isEqualTo(1);
    }
  }

  @Test
  void files_are_checked_only_in_a_real_folder() throws Exception {
    RunningHouse house = RunningHouse.in(folder).build();
    Path elsewhere = Files.createDirectories(house.home().resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("key.csv"), PayoutFiles.of("K-1,a@example.com,张三,1.00,"));
    Files.createDirectories(house.inbox());
    Files.createSymbolicLink(house.inbox().resolve("check"), elsewhere);
    house.start();
    try (house) {
      payTwoMore(house);

      await()
          .atMost(RunningHouse.PATIENCE)
          .untilAsserted(() -> assertThat(house.alarms("inbox")).isPositive());
      assertThat(elsewhere.resolve("key.csv")).exists();
      assertThat(house.out()).noneMatch(name -> name.startsWith("CHECK-"));
    }
  }

  @Test
  void the_folder_of_approvals_is_used_only_while_it_is_a_real_folder() throws Exception {
    try (RunningHouse house =
        RunningHouse.in(folder)
            .with("PAYOUT_APPROVAL", "required")
            .with("PAYOUT_APPROVAL_FOLDER", "approvals")
            .start()) {
      house.drop("pay.csv", PayoutFiles.of("PAY-1,a@example.com,张三,1.00,"));
      String ack = house.awaitName("pay\\.[0-9a-f]{8}\\.waiting\\.csv");
      Path approvals = house.home().resolve("approvals");
      Path writers = Files.createDirectories(house.home().resolve("writers"));
      FileRecord file = house.ledger().status().files(10).get(0);
      Folders.drop(
          writers,
          ack.replace(".waiting.csv", ".approve"),
          ("sha256=" + file.sha256() + "\namount=1.00\n").getBytes(UTF_8));
      removeEmpty(approvals);
      Files.createSymbolicLink(approvals, writers);

      await()
          .atMost(RunningHouse.PATIENCE)
          .untilAsserted(() -> assertThat(house.alarms("inbox")).isPositive());
      assertThat(house.timesPaid("PAY-1")).isZero();
      assertThat(Folders.names(writers)).hasSize(1);
    }
  }

  /** What lies in the archive is what was read, however often the file is replaced. */
  @Test
  void a_file_that_is_replaced_before_it_is_moved_is_taken_as_a_new_one() throws Exception {
    int files = 400;
    try (RunningHouse house = RunningHouse.in(folder).start()) {
      Path hidden = house.home().resolve("next");
      for (int i = 0; i < files; i++) {
        Files.writeString(hidden, PayoutFiles.of("R-" + i + ",a@example.com,张三,1.00,"));
        Files.move(
            hidden,
            house.inbox().resolve("pay.csv"),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }

      await()
          .atMost(RunningHouse.PATIENCE)
          .until(() -> allNames(house.inbox()).equals(List.of(".done", "check")));
      assertArchiveIsWhatWasRead(house);
      assertThat(house.ledger().status().files(1000)).isNotEmpty();
    }
  }

  @Test
  void a_file_dated_in_the_future_is_taken_when_it_was_seen_unchanged() throws Exception {
    try (RunningHouse house =
        RunningHouse.in(folder).with("PAYOUT_INBOX_AGE_MIN_MS", "300").start()) {
      Path file = house.inbox().resolve("future.csv");
      Files.writeString(house.home().resolve("f"), PayoutFiles.of("F-1,a@example.com,张三,1.00,"));
      Files.setLastModifiedTime(
          house.home().resolve("f"), FileTime.from(Instant.now().plus(400, ChronoUnit.DAYS)));
      Files.move(house.home().resolve("f"), file);

      assertThat(house.awaitResult("future")).contains(",PAID,");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"~$pay.csv", "PAY.TMP", "pay.Part", "pay.FILEPART", "PAY.CSV.DONE"})
  void leaves_lock_files_and_unfinished_names_alone_in_any_case(String name) throws Exception {
    try (RunningHouse house = RunningHouse.in(folder).start()) {
      Files.writeString(
          house.inbox().resolve(name), PayoutFiles.of("EVIL-1,a@example.com,张三,1.00,"));

      payTwoMore(house);

      assertThat(house.inbox().resolve(name)).exists();
      assertThat(house.timesPaid("EVIL-1")).isZero();
      assertThat(house.alarms("inbox-name")).isZero();
    }
  }

  /** One after the other, so that the inbox was looked at several times. */
  private static void payTwoMore(RunningHouse house) {
    house.drop("good-1.csv", PayoutFiles.of("GOOD-1,a@example.com,张三,1.00,"));
    assertThat(house.awaitResult("good-1")).contains(",PAID,");
    house.drop("good-2.csv", PayoutFiles.of("GOOD-2,a@example.com,张三,1.00,"));
    assertThat(house.awaitResult("good-2")).contains(",PAID,");
  }

  static void assertArchiveIsWhatWasRead(RunningHouse house) throws Exception {
    Set<String> known =
        house.ledger().status().files(1000).stream()
            .map(file -> file.archiveName() + " " + file.sha256())
            .collect(Collectors.toSet());
    Set<String> lying =
        List.of(".done", ".rejected").stream()
            .flatMap(
                archive ->
                    Folders.names(house.inbox().resolve(archive)).stream()
                        .map(name -> archive + "/" + name + " " + sha256(house, archive, name)))
            .collect(Collectors.toSet());
    assertThat(lying).isNotEmpty().isSubsetOf(known);
  }

  private static String sha256(RunningHouse house, String archive, String name) {
    try {
      byte[] bytes = Files.readAllBytes(house.inbox().resolve(archive).resolve(name));
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
