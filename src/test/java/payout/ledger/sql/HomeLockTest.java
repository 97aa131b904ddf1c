package payout.ledger.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the lock of a home proves about earlier processes. */
class HomeLockTest {

  @TempDir private Path folder;

  @Test
  void whoever_gets_the_lock_knows_that_its_earlier_owners_are_dead() {
    Path file = folder.resolve("data/node.lock");
    HomeLock.take(file, "one").close();

    try (HomeLock lock = HomeLock.take(file, "two")) {
      assertThat(lock.isDead("one")).isTrue();
      assertThat(lock.isDead("two")).isFalse();
      assertThat(lock.isDead("three")).isFalse();
    }
  }

  @Test
  void a_copy_of_the_home_proves_nothing_about_a_process_that_lives() throws IOException {
    Path file = folder.resolve("node.lock");
    Path copy = folder.resolve("copy.lock");
    try (HomeLock living = HomeLock.take(file, "one")) {
      Files.copy(file, copy);

      try (HomeLock lock = HomeLock.take(copy, "two")) {
        assertThat(lock.isDead("one")).isFalse();
      }
      assertThat(living.isDead("one")).isFalse();
    }
  }

  @Test
  void a_file_from_before_the_last_start_of_the_machine_proves_nothing() throws IOException {
    Path file = folder.resolve("node.lock");
    HomeLock.take(file, "one").close();
    Files.writeString(file, Files.readString(file).replaceAll("[0-9a-f]\\n", "x\n"));

    try (HomeLock lock = HomeLock.take(file, "two")) {
      assertThat(lock.isDead("one")).isFalse();
    }
  }
}
