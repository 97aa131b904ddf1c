package payout.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import payout.config.EndpointUri;

class OutboxPauseTest {

  private static final String PROBE = ".payout-probe.part";

  @TempDir private Path folder;

  private final AtomicLong nanos = new AtomicLong(Long.MIN_VALUE);

  @Test
  void begins_no_pause_by_itself_whatever_the_clock_shows() {
    assertThat(pause().isOn()).isFalse();
    nanos.set(-1);
    assertThat(pause().isOn()).isFalse();
  }

  @Test
  void grows_while_the_outbox_cannot_be_written_and_then_ends() throws IOException {
    Path outbox = Files.writeString(folder.resolve("outbox"), "in the way");
    OutboxPause pause = pause();

    pause.beginIfUnwritable();
    assertThat(pause.isOn()).isTrue();
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(pause.isOn()).isFalse();
    pause.beginIfUnwritable();
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(pause.isOn()).isTrue();

    Files.delete(outbox);
    pause.beginIfUnwritable();
    assertThat(pause.isOn()).isFalse();
  }

  /** Who may write the outbox may write nothing else through us. */
  @Test
  void does_not_write_through_a_link_in_place_of_its_probe() throws IOException {
    Path ledger = Files.writeString(folder.resolve("ledger.db"), "all that was paid");
    Path outbox = Files.createDirectory(folder.resolve("outbox"));
    Files.createSymbolicLink(outbox.resolve(PROBE), ledger);

    pause().beginIfUnwritable();

    assertThat(ledger).hasContent("all that was paid");
    assertThat(outbox).isEmptyDirectory();
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void does_not_wait_for_a_fifo_in_place_of_its_probe() throws Exception {
    Path outbox = Files.createDirectory(folder.resolve("outbox"));
    Path fifo = outbox.resolve(PROBE);
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();

    OutboxPause pause = pause();
    pause.beginIfUnwritable();

    assertThat(pause.isOn()).isFalse();
  }

  private OutboxPause pause() {
    EndpointUri outbox = EndpointUri.local(folder.resolve("outbox").toString(), Map.of());
    return new OutboxPause(outbox, nanos::get);
  }
}
