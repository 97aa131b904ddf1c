package payout.service;

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
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

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
    try (RunningService service =
        RunningService.in(folder)
            .with("PAYOUT_OUTBOX_FILE_MODE", mode)
            .with("PAYOUT_OUTBOX_DONE_FILE", "true")
            .start()) {
      service.drop("m.csv", PayoutFile.of("M-1,a@example.com,张三 FAIL,1.00,"));
      Folders.drop(
          service.inbox().resolve("check"),
          "c.csv",
          PayoutFile.of("C-1,a@example.com,张三,1.00,").getBytes(UTF_8));
      service.awaitName("CHECK-c.*");
      service.awaitName("m.*retry.csv.done");

      assertThat(service.out())
          .hasSizeGreaterThan(6)
          .allSatisfy(name -> assertThat(mode(service.outbox().resolve(name))).isEqualTo(file));
      assertThat(mode(service.outbox())).isEqualTo(place);
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> Files.exists(service.inbox().resolve("check/.done")));
      assertThat(mode(service.inbox().resolve(".done"))).isEqualTo("rwxr-x---");
      assertThat(mode(service.inbox().resolve("check/.done"))).isEqualTo("rwxr-x---");
    }
  }

  @Test
  void a_mode_of_the_endpoint_itself_wins() {
    try (RunningService service =
        RunningService.in(folder).with("PAYOUT_OUTBOX_URI", "file:outbox?chmod=660").start()) {
      service.drop("m.csv", PayoutFile.of("M-1,a@example.com,张三,1.00,"));
      service.awaitResult("m");

      assertThat(service.out())
          .allSatisfy(
              name -> assertThat(mode(service.outbox().resolve(name))).isEqualTo("rw-rw----"));
    }
  }

  /** As an earlier version left them, which gave all users a look into payments. */
  @Test
  void what_was_open_to_all_users_is_closed_at_the_start() throws IOException {
    RunningService service = RunningService.in(folder).build();
    List<Path> open =
        List.of(
            service.inbox().resolve(".done"),
            service.inbox().resolve(".rejected"),
            service.inbox().resolve(".waiting"),
            service.inbox().resolve("check/.done"),
            service.home().resolve("data/work"));
    for (Path each : open) {
      openToAll(each);
    }
    openToAll(service.outbox());
    Path elsewhere = openToAll(folder.resolve("elsewhere"));
    Files.createSymbolicLink(service.inbox().resolve("check/.rejected"), elsewhere);

    service.start();
    try (service) {
      assertThat(open).allSatisfy(each -> assertThat(mode(each)).isEqualTo("rwxrwx---"));
      assertThat(mode(elsewhere)).isEqualTo("rwxrwxrwx");
      assertThat(mode(service.outbox())).isEqualTo("rwxrwxrwx");
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
