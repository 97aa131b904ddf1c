package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/**
 * Files in both directions through the server of OpenSSH. {@code src/test/sh/openssh} starts one
 * and then this; without it there is nothing to be tested.
 */
@EnabledIfSystemProperty(named = "payout.openssh", matches = "sftp://.*")
class OpenSshTest {

  private static final String LOGIN =
      "?knownHostsFile="
          + System.getProperty("payout.openssh.known-hosts")
          + "&privateKeyFile="
          + System.getProperty("payout.openssh.key");

  @TempDir private Path folder;

  @Test
  void pays_the_files_of_the_server_and_publishes_there() throws Exception {
    Path root = Path.of(System.getProperty("payout.openssh.root"));
    String server = System.getProperty("payout.openssh");
    try (RunningService service =
        RunningService.in(folder)
            .with("PAYOUT_INBOX_URI", server + "/in" + LOGIN)
            .with("PAYOUT_INBOX_READY", "done-file")
            .with("PAYOUT_OUTBOX_URI", server + "/out" + LOGIN + "&chmod=644")
            .with("PAYOUT_OUTBOX_DONE_FILE", "true")
            .outboxAt(root.resolve("out"))
            .start()) {
      for (String name : List.of("plain", "p*y", "付款", "a b")) {
        byte[] content =
            PayoutFile.lines(name.replace("*", ""), 20).getBytes(StandardCharsets.UTF_8);
        Folders.drop(root.resolve("in"), name + ".csv", content);
        Files.createFile(root.resolve("in/" + name + ".csv.done"));
      }

      for (String name : List.of("plain", "p\\*y", "付款", "a b")) {
        assertThat(service.awaitResult(name).lines()).hasSize(21);
      }
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> service.ledger().status().totals().unpublished() == 0);

      assertThat(Folders.names(root.resolve("in"))).isEmpty();
      assertThat(Folders.names(root.resolve("in/.done"))).hasSize(8);
      assertThat(Folders.names(service.outbox()))
          .hasSize(4 * 3 * 2)
          .noneMatch(name -> name.startsWith("."));
      assertThat(service.gateway().book().paidLines()).hasSize(80);
    }
  }
}
