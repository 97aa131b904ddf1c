package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.testing.RunningService;

class ArchiveTest {

  private static final String FILE =
      "serial_no,payee_account,payee_name,amount,remark\nA-1,a@example.com,张三,1.00,x\n";

  @TempDir private Path folder;

  @Test
  void a_file_that_comes_again_after_a_crash_behind_its_move_is_reported_as_a_duplicate()
      throws Exception {
    try (RunningService service = RunningService.in(folder).start()) {
      service.drop("pay.csv", FILE);
      service.awaitResult("pay");
      service.stop();
      forgetTheMove(service.home());
      Path archived = onlyFile(service.inbox().resolve(".done"));
      FileTime time = Files.getLastModifiedTime(archived);
      Path again = service.inbox().resolve("pay.csv");
      Files.writeString(again, FILE);
      Files.setLastModifiedTime(again, time);

      service.start();

      assertThat(service.awaitOut("pay\\.[0-9a-f]{8}-2\\.ack\\.csv")).contains(",DUPLICATE,");
      assertThat(archived).hasContent(FILE);
      assertThat(service.gateway().book().paidLines()).hasSize(1);
    }
  }

  @Test
  void stays_ready_while_a_folder_of_the_archive_cannot_be_polled() throws Exception {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    RunningService.Builder builder =
        RunningService.in(folder.resolve("home")).with("PAYOUT_ARCHIVE_KEEP_DAYS", "2");
    try (RunningService service = builder.start()) {
      service.drop("pay.csv", FILE);
      service.awaitResult("pay");
      service.stop();
      Path done = service.inbox().resolve(".done");
      Files.move(onlyFile(done), elsewhere.resolve("pay.csv"));
      Files.delete(done);
      Files.createSymbolicLink(done, elsewhere);

      service.start();

      await("the alarm").atMost(RunningService.PATIENCE).until(() -> service.alarms("archive") > 0);
      assertThat(service.managed("/observe/health/ready")).contains("UP").doesNotContain("DOWN");
    }
  }

  private static void forgetTheMove(Path home) throws Exception {
    try (Connection ledger =
        DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/ledger.db"))) {
      assertThat(
              ledger.createStatement().executeUpdate("UPDATE payout_file SET archived_at = NULL"))
          .isOne();
    }
  }

  private static Path onlyFile(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.reduce((a, b) -> null).orElseThrow();
    }
  }
}
