package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import payout.sandbox.SignType;
import payout.testing.Folders;
import payout.testing.FreePort;
import payout.testing.PayoutFile;
import payout.testing.ProductProcess;
import payout.testing.ProductionHome;
import payout.testing.RunningService;
import payout.testing.SftpHost;
import payout.testing.WorkbookBytes;

/**
 * A big file is taken in a small heap, from a folder here and from a server. {@code
 * -Dpayout.lines=1000000} is the long version.
 */
@Tag("long")
class BigFileIT {

  private static final int LINES = Integer.getInteger("payout.lines", 100_000);
  private static final String HEAP = LINES >= 1_000_000 ? "-Xmx256m" : "-Xmx128m";

  @TempDir private Path folder;

  @ParameterizedTest(name = "from a server: {0}")
  @ValueSource(booleans = {false, true})
  void is_taken_whole(boolean remote) throws IOException {
    try (SftpHost host = SftpHost.in(folder)) {
      Path home = folder.resolve("home");
      Path inbox = remote ? host.root().resolve("in") : home.resolve("inbox");
      Path outbox = remote ? host.root().resolve("out") : home.resolve("outbox");
      write(Files.createDirectories(inbox).resolve("big.csv"));

      try (ProductProcess program =
          ProductProcess.start(
              folder, settings(home, remote ? host : null), "run", "--new-ledger")) {
        await()
            .atMost(Duration.ofMinutes(15))
            .until(() -> Folders.names(outbox).stream().anyMatch(BigFileIT::isAck));
        await().atMost(RunningService.PATIENCE).until(() -> Folders.names(inbox).isEmpty());

        String ack =
            Folders.names(outbox).stream().filter(BigFileIT::isAck).findAny().orElseThrow();
        assertThat(Folders.text(outbox.resolve(ack)))
            .contains(",ACCEPTED," + LINES + "," + LINES + ".00," + LINES / 1000 + ",");
        assertThat(program.err()).doesNotContain("OutOfMemory");
      }
    }
  }

  /** Every text is shared, as spreadsheet programs write them: millions of them. */
  @Test
  void is_taken_whole_from_a_workbook() throws IOException {
    Path home = folder.resolve("home");
    writeWorkbook(Files.createDirectories(home.resolve("inbox")).resolve("big.xlsx"));

    try (ProductProcess program =
        ProductProcess.start(folder, settings(home, null), "run", "--new-ledger")) {
      Path outbox = home.resolve("outbox");
      await()
          .atMost(Duration.ofMinutes(15))
          .until(() -> Folders.names(outbox).stream().anyMatch(BigFileIT::isAck));

      String ack = Folders.names(outbox).stream().filter(BigFileIT::isAck).findAny().orElseThrow();
      assertThat(Folders.text(outbox.resolve(ack)))
          .contains(",ACCEPTED," + LINES + "," + LINES + ".00," + LINES / 1000 + ",");
      assertThat(program.err()).doesNotContain("OutOfMemory");
    }
  }

  private static void writeWorkbook(Path file) throws IOException {
    Path hidden = file.resolveSibling(".big.tmp");
    try (OutputStream out = Files.newOutputStream(hidden)) {
      WorkbookBytes.writeMany(
          out,
          LINES,
          i -> new String[] {"BIG-" + i, "payee-" + i + "@example.com", "收款人" + i, "1.00", "工资"});
    }
    Files.move(hidden, file);
  }

  private static boolean isAck(String name) {
    return name.endsWith(".ack.csv");
  }

  /** The gateway is away: the batches wait, and nothing but the intake works. */
  private static Map<String, String> settings(Path home, SftpHost host) {
    URI nobody = URI.create("http://127.0.0.1:" + FreePort.next() + "/gateway.do");
    Map<String, String> all = ProductionHome.make(home, nobody, SignType.RSA);
    all.put("PAYOUT_HOME", home.toString());
    all.put("PAYOUT_OPTS", HEAP);
    if (host != null) {
      all.put("PAYOUT_INBOX_URI", host.byKey("in"));
      all.put("PAYOUT_OUTBOX_URI", host.byPassword("out"));
    }
    return all;
  }

  private static void write(Path file) throws IOException {
    Path hidden = file.resolveSibling(".big.tmp");
    try (BufferedWriter out = Files.newBufferedWriter(hidden)) {
      out.write(PayoutFile.HEADER);
      for (int i = 0; i < LINES; i++) {
        out.write("BIG-" + i + ",payee-" + i + "@example.com,收款人" + i + ",1.00,工资\n");
      }
    }
    Files.move(hidden, file);
  }
}
