package payout.house;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may read what the service makes. */
class FileModesTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "640, rw-r-----, rwxr-x---",
    "600, rw-------, rwx------",
    "664, rw-rw-r--, rwxrwxr-x"
  })
  void what_is_fetched_has_the_mode_of_its_setting(String mode, String file, String place) {
    try (RunningHouse house =
        RunningHouse.in(folder)
            .with("PAYOUT_OUTBOX_FILE_MODE", mode)
            .with("PAYOUT_OUTBOX_DONE_FILE", "true")
            .start()) {
      house.drop("m.csv", PayoutFiles.of("M-1,a@example.com,张三 FAIL,1.00,"));
      Folders.drop(
          house.inbox().resolve("check"),
          "c.csv",
          PayoutFiles.of("C-1,a@example.com,张三,1.00,").getBytes(UTF_8));
      house.awaitName("CHECK-c.*");
      house.awaitName("m.*retry.csv.done");

      assertThat(house.out())
          .hasSizeGreaterThan(6)
          .allSatisfy(name -> assertThat(mode(house.outbox().resolve(name))).isEqualTo(file));
      assertThat(mode(house.outbox())).isEqualTo(place);
      await()
          .atMost(RunningHouse.PATIENCE)
          .until(() -> Files.exists(house.inbox().resolve("check/.done")));
      assertThat(mode(house.inbox().resolve(".done"))).isEqualTo("rwxr-x---");
      assertThat(mode(house.inbox().resolve("check/.done"))).isEqualTo("rwxr-x---");
    }
  }

  @Test
  void a_mode_of_the_endpoint_itself_wins() {
    try (RunningHouse house =
        RunningHouse.in(folder).with("PAYOUT_OUTBOX_URI", "file:outbox?chmod=660").start()) {
      house.drop("m.csv", PayoutFiles.of("M-1,a@example.com,张三,1.00,"));
      house.awaitResult("m");

      assertThat(house.out())
          .allSatisfy(
              name -> assertThat(mode(house.outbox().resolve(name))).isEqualTo("rw-rw----"));
    }
  }

  /** As an earlier version left them, which gave all users a look into payments. */
  @Test
  void what_was_open_to_all_users_is_closed_at_the_start() throws IOException {
    RunningHouse house = RunningHouse.in(folder).build();
    List<Path> open =
        List.of(
            house.inbox().resolve(".done"),
            house.inbox().resolve(".rejected"),
            house.inbox().resolve(".waiting"),
            house.inbox().resolve("check/.done"),
            house.home().resolve("data/work"));
    for (Path each : open) {
      openToAll(each);
    }
    openToAll(house.outbox());
    Path elsewhere = openToAll(folder.resolve("elsewhere"));
    Files.createSymbolicLink(house.inbox().resolve("check/.rejected"), elsewhere);

    house.start();
    try (house) {
      assertThat(open).allSatisfy(each -> assertThat(mode(each)).isEqualTo("rwxrwx---"));
      assertThat(mode(elsewhere)).isEqualTo("rwxrwxrwx");
      assertThat(mode(house.outbox())).isEqualTo("rwxrwxrwx");
    }
  }

  private static Path openToAll(Path path) throws IOException {
    Files.createDirectories(path);
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  private static String mode(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
