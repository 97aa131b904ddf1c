package payout.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.config.EndpointUri;
import payout.config.SftpSecretFiles;
import payout.config.SftpServer;
import payout.outbox.HiddenOutput;
import payout.testing.Folders;
import payout.testing.SftpHost;

/** Two nodes with one outbox on a server: the fence is the same as on this machine. */
class SftpOutboxTest {

  private static final String NAME = "pay.0123abcd.ack.csv";
  private static final HiddenOutput STALE = new HiddenOutput(NAME, 7, 1, "aaaaaaaa");
  private static final HiddenOutput NEW = new HiddenOutput(NAME, 7, 2, "bbbbbbbb");
  private static final Runnable MAY = () -> {};

  private SftpHost host;
  private Path there;
  private SftpOutbox stale;
  private SftpOutbox outbox;

  @BeforeEach
  void start(@TempDir Path folder) {
    host = SftpHost.in(folder);
    there = host.root().resolve("out");
    stale = outbox();
    outbox = outbox();
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void a_stale_process_finds_nothing_to_put_even_after_its_last_check() throws IOException {
    write(STALE);
    Runnable suspended =
        () -> {
          outbox.clear(NEW);
          write(NEW);
          outbox.put(NEW, MAY);
          delete(there.resolve(NAME)); // a reader fetched it
        };

    assertThatThrownBy(() -> stale.put(STALE, suspended)).isInstanceOf(SftpFailure.class);

    assertThat(there).isEmptyDirectory();
  }

  @Test
  void clears_what_earlier_claims_left_and_nothing_else() throws IOException {
    HiddenOutput other = new HiddenOutput("other.csv", 8, 1, "aaaaaaaa");
    write(STALE);
    write(STALE.done());
    write(NEW);
    write(other);
    Files.writeString(there.resolve(NAME), "content");

    outbox.clear(NEW);

    assertThat(Folders.names(there)).containsExactly(other.part(), NEW.part(), NAME);
  }

  @Test
  void goes_on_over_a_new_connection_after_the_old_one_broke() {
    write(STALE);
    outbox.clear(NEW);
    host.stop();
    assertThatThrownBy(() -> outbox.clear(NEW)).isInstanceOf(SftpFailure.class);
    outbox.discard(STALE);
    host.start();

    outbox.discard(STALE);
    write(NEW);
    outbox.put(NEW, MAY);

    assertThat(Folders.names(there)).containsExactly(NAME);
  }

  private SftpOutbox outbox() {
    SftpServer server =
        new SftpServer(
            "127.0.0.1",
            host.port(),
            SftpHost.USER,
            SftpHost.PASSWORD,
            "",
            "",
            host.knownHosts().toString(),
            SftpSecretFiles.NONE);
    return new SftpOutbox(new EndpointUri(server, "out", Map.of()));
  }

  private void write(HiddenOutput claim) {
    try {
      Files.writeString(there.resolve(claim.part()), "content");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
