package payout.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.outbox.OutputNames;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/** Output files that cannot be written hold no other file back, however many they are. */
class BlockedFilesTest {

  /** More than are claimed together. */
  private static final int BLOCKED = 40;

  @TempDir private Path folder;

  @Test
  void files_that_cannot_be_written_hold_no_other_back_however_many_they_are() throws Exception {
    try (RunningService service = RunningService.in(folder).start()) {
      List<Path> blocked = new ArrayList<>();
      for (int i = 0; i < BLOCKED; i++) {
        blocked.add(block(service, "blocked-" + i + ".csv"));
      }
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> service.ledger().status().totals().unpublished() >= BLOCKED);

      service.drop("free.csv", PayoutFile.of("FREE-1,a@example.com,张三,1.00,"));

      assertThat(service.awaitResult("free")).contains(",PAID,");
      await()
          .atMost(RunningService.PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(reasonOfOldest(service, "ACK")).contains("blocked-", "other content");
                assertThat(service.alarms("route")).isGreaterThanOrEqualTo(BLOCKED);
              });

      service.stop();
      for (Path each : blocked) {
        assertThat(each).hasContent("of somebody else");
        Files.delete(each);
      }
      service.start();
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> service.ledger().status().totals().unpublished() == 0);
      assertThat(blocked).allSatisfy(each -> assertThat(each).content().contains("REJECTED"));
    }
  }

  /** Drops a file that is refused, whose ack finds a file of other content under its name. */
  private static Path block(RunningService service, String name) throws Exception {
    byte[] content = ("no header at all, " + name).getBytes(UTF_8);
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    Path ack = service.outbox().resolve(new OutputNames(name, sha256, 1, false).ack());
    write(ack);
    service.drop(name, content);
    return ack;
  }

  private static void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "of somebody else");
  }

  /** What the ledger says why the oldest output of a kind is not out. */
  private static String reasonOfOldest(RunningService service, String kind) throws Exception {
    String url = "jdbc:sqlite:" + service.home().resolve("data/ledger.db");
    try (Connection ledger = DriverManager.getConnection(url);
        Statement query = ledger.createStatement();
        ResultSet row =
            query.executeQuery(
                "SELECT reason FROM publication WHERE kind = '" + kind + "' ORDER BY id LIMIT 1")) {
      return row.next() ? row.getString(1) : "";
    }
  }
}
