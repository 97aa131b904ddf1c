package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Opening a FIFO cannot be interrupted, so another thread gives up a test that hangs. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadWatchTest {

  private final AtomicLong nanos = new AtomicLong();
  private final List<String> alarms = new CopyOnWriteArrayList<>();

  @TempDir private Path folder;

  @Test
  void only_a_read_without_progress_raises_an_alarm_each_minute() {
    Path file = Path.of("/inbox/pay.csv");
    try (ReadWatch watch = new ReadWatch(nanos::get, alarms::add)) {
      watch.begin(file, false).close();
      try (ReadWatch.Step stuck = watch.begin(file, false)) {
        pass(watch, 59_999);
        assertThat(alarms).isEmpty();
        pass(watch, 1);
        assertThat(alarms)
            .containsExactly(
                "Reading /inbox/pay.csv has made no progress for 1 min. Check whether its folder"
                    + " still answers; no other file is taken until it does.");
        pass(watch, 59_999);
        assertThat(alarms).hasSize(1);
        pass(watch, 1);
        assertThat(alarms).hasSize(2);
      }
      pass(watch, 600_000);
      assertThat(alarms).hasSize(2);
    }
  }

  /** The name can lead to the file and to the FIFO alternately, so one attempt is not enough. */
  @Test
  void a_fifo_that_replaced_a_file_does_not_block_its_inbox_forever() throws Exception {
    Path fifo = folder.resolve("pay.csv");
    Path aside = folder.resolve("aside");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    try (ReadWatch watch = new ReadWatch(nanos::get, alarms::add);
        Folder open = Folder.open(folder)) {
      CompletableFuture<Void> opening =
          CompletableFuture.runAsync(
              () -> {
                try (ReadWatch.Step step = watch.begin(fifo, true)) {
                  open.read("pay.csv", TimeUnit.HOURS.toNanos(1)).close();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThatThrownBy(() -> opening.get(200, TimeUnit.MILLISECONDS)).isNotNull();
      Files.move(fifo, aside);
      Files.createFile(fifo);
      pass(watch, 1000);
      Files.move(aside, fifo, StandardCopyOption.REPLACE_EXISTING);

      try {
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () -> {
                  pass(watch, 1000);
                  return opening.isDone();
                });
      } finally {
        if (!opening.isDone()) {
          Files.newOutputStream(fifo).close(); // otherwise nothing could close the folder
        }
      }
    }
  }

  @Test
  void an_opening_that_never_ends_is_given_up_and_leaves_nothing_open() throws Exception {
    Path fifo = folder.resolve("pay.csv");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    Set<Thread> before = openings();

    try (Folder open = Folder.open(folder)) {
      assertThatThrownBy(() -> open.read("pay.csv", TimeUnit.MILLISECONDS.toNanos(50)))
          .isInstanceOf(Folder.GaveUpException.class)
          .hasMessageStartingWith("Opening " + fifo + " takes too long and is given up for now");
    }

    Set<Thread> own = openings();
    own.removeAll(before);
    assertThat(own).isNotEmpty();
    Files.newOutputStream(fifo).close();
    await().atMost(Duration.ofSeconds(20)).until(() -> own.stream().noneMatch(Thread::isAlive));
  }

  private static Set<Thread> openings() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("payout-open-file"))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private void pass(ReadWatch watch, long ms) {
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(ms));
    watch.check();
  }
}
