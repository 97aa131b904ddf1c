package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/**
 * A reader that polls the outbox as fast as it can sees no file half, and no done-file before its
 * file. {@code -Dpayout.outbox.files=10000} is the long version.
 */
class OutboxReaderTest {

  private static final int FILES = Integer.getInteger("payout.outbox.files", 500);
  private static final int LINES = 100;

  @TempDir private Path folder;

  @Test
  void sees_no_half_file_however_fast_it_polls() throws Exception {
    try (RunningService service =
        RunningService.in(folder).with("PAYOUT_OUTBOX_DONE_FILE", "true").start()) {
      service.drop("pay.csv", PayoutFile.lines("A", LINES));
      service.awaitResult("pay");
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> service.ledger().status().totals().unpublished() == 0);
      service.stop();
      makeDue(service.home());
      AtomicBoolean enough = new AtomicBoolean();
      CompletableFuture<Set<String>> reader =
          CompletableFuture.supplyAsync(() -> read(service.outbox(), enough));

      service.start();
      await()
          .atMost(Duration.ofMinutes(20))
          .until(() -> service.ledger().status().totals().unpublished() == 0);
      enough.set(true);

      assertThat(reader.join()).hasSize(FILES);
    }
  }

  /** Reads each file as soon as its name is there; the names, all of them whole. */
  private static Set<String> read(Path outbox, AtomicBoolean enough) {
    Set<String> whole = new HashSet<>();
    while (true) {
      boolean last = enough.get();
      for (String name : Arrays.asList(outbox.toFile().list())) {
        if (name.contains(".correction-") && !name.startsWith(".") && whole.add(plain(name))) {
          requireWhole(outbox.resolve(plain(name)));
        }
      }
      if (last) {
        return whole;
      }
      LockSupport.parkNanos(1_000_000); // leaves the processor to the one that writes
    }
  }

  private static String plain(String name) {
    return name.endsWith(".done") ? name.substring(0, name.length() - 5) : name;
  }

  private static void requireWhole(Path file) {
    try {
      String text = Files.readString(file);
      assertThat(text).as(file.toString()).endsWith("+08:00\n");
      assertThat(text.lines()).as(file.toString()).hasSize(2);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As many corrections as are wanted, of a line that stays what it is. */
  private static void makeDue(Path home) throws SQLException {
    try (Connection ledger =
        DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/ledger.db"))) {
      ledger.setAutoCommit(false);
      for (int number = 1; number <= FILES; number++) {
        ledger
            .createStatement()
            .executeUpdate(
                "INSERT INTO correction (file_id, number, batch_id, line, before, after)"
                    + " SELECT b.file_id, "
                    + number
                    + ", b.id, 0, r.data, r.data FROM batch b JOIN batch_results r"
                    + " ON r.batch_id = b.id");
        ledger
            .createStatement()
            .executeUpdate(
                "INSERT INTO publication (file_id, kind, number, created_at)"
                    + " SELECT id, 'CORRECTION', "
                    + number
                    + ", 0 FROM payout_file");
      }
      ledger.commit();
    }
  }
}
