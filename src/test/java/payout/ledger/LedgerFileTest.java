package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.ChinaClock;
import payout.ledger.sql.LedgerAddress;
import payout.ledger.sql.LedgerException;

/** One ledger has one lock, by whatever path it is reached. */
class LedgerFileTest {

  @TempDir private Path temporary;

  private Path folder;
  private Path real;

  @BeforeEach
  void aLedger() throws IOException {
    folder = temporary.toRealPath();
    real = Files.createDirectory(folder.resolve("real")).resolve("ledger.db");
    run(real).close();
  }

  @Test
  void a_link_is_opened_and_locked_as_what_it_points_to() throws IOException {
    Path link = Files.createSymbolicLink(home("a"), real);

    try (Ledger ledger = run(link)) {
      assertThat(ledger.status().files(1)).isEmpty();
      assertThat(link.getParent()).isDirectoryContaining(file -> file.equals(link));
      assertThat(Files.list(link.getParent())).containsExactly(link);
      assertThat(real.resolveSibling("ledger.db.lock")).exists();
    }
  }

  @Test
  void two_homes_whose_links_lead_to_one_ledger_do_not_both_run() throws Exception {
    Path one = Files.createSymbolicLink(home("a"), real);
    Path other = Files.createSymbolicLink(home("b"), one);

    try (Ledger running = run(one)) {
      assertThat(running).isNotNull();
      assertThatThrownBy(() -> run(other))
          .isInstanceOf(LedgerException.class)
          .hasMessage(
              "Another process is running on the ledger "
                  + real
                  + "; end it first. Nothing was touched.");
      assertThat(attempt(other)).startsWith("Another process is running on the ledger " + real);
    }
  }

  @Test
  void two_folders_whose_links_lead_to_one_ledger_do_not_both_run() throws Exception {
    Path other = Files.createSymbolicLink(folder.resolve("data"), real.getParent());

    try (Ledger running = run(real)) {
      assertThat(running).isNotNull();
      assertThat(attempt(other.resolve("ledger.db")))
          .startsWith("Another process is running on the ledger " + real);
    }
  }

  @Test
  void a_link_that_leads_nowhere_is_refused_and_nothing_is_made_there() throws IOException {
    Path gone = folder.resolve("unmounted");
    Path link = Files.createSymbolicLink(home("a"), gone.resolve("ledger.db"));
    Path data = Files.createSymbolicLink(folder.resolve("b"), gone);

    refusedAsDead(link, link, gone.resolve("ledger.db"));
    refusedAsDead(data.resolve("ledger.db"), data, gone);
    assertThat(gone).doesNotExist();
  }

  private static void refusedAsDead(Path file, Path link, Path target) {
    assertThat(address(file).exists()).isTrue();
    for (boolean beside : new boolean[] {false, true}) {
      assertThatThrownBy(() -> open(file, beside))
          .isInstanceOf(LedgerException.class)
          .hasMessage(
              "payout.ledger.url names "
                  + file
                  + ", and "
                  + link
                  + " is a link to "
                  + target
                  + ", which does not exist. Bring the ledger back or mount its disk; or remove the"
                  + " link if a new ledger is meant.");
    }
  }

  @Test
  void a_ledger_of_two_names_is_refused_under_both() throws IOException {
    Path other = Files.createLink(home("a"), real);

    for (Path each : new Path[] {real, other}) {
      for (boolean beside : new boolean[] {false, true}) {
        assertThatThrownBy(() -> open(each, beside))
            .isInstanceOf(LedgerException.class)
            .hasMessageStartingWith("The ledger " + each + " has a second name (a hard link)")
            .hasMessageContaining("find -samefile");
      }
    }
  }

  @Test
  void a_folder_is_no_ledger() {
    assertThatThrownBy(() -> run(folder))
        .isInstanceOf(LedgerException.class)
        .hasMessage("payout.ledger.url leads to " + folder + ", which is no regular file.");
  }

  /** The database would read parameters after it and open another file. */
  @Test
  void a_path_with_a_question_mark_is_refused() throws IOException {
    Path odd = Files.createDirectory(folder.resolve("what?")).resolve("ledger.db");

    assertThatThrownBy(() -> run(odd))
        .isInstanceOf(LedgerException.class)
        .hasMessageStartingWith(
            "payout.ledger.url leads to " + odd + "; the path must not contain ?");
    assertThat(folder.resolve("what")).doesNotExist();
  }

  /** Two ledgers must not share a lock, and no file elsewhere be made or opened as one. */
  @Test
  void a_lock_that_is_a_link_is_refused() throws IOException {
    Path lock = real.resolveSibling("ledger.db.lock");
    Files.delete(lock);
    Files.createSymbolicLink(lock, folder.resolve("elsewhere"));

    assertThatThrownBy(() -> run(real))
        .isInstanceOf(LedgerException.class)
        .hasMessageStartingWith("The lock of the ledger " + real + " cannot be taken: ");
    assertThat(folder.resolve("elsewhere")).doesNotExist();
  }

  @Test
  void a_ledger_and_the_files_beside_it_are_closed_to_other_users() throws IOException {
    Path fresh = folder.resolve("fresh/ledger.db");

    try (Ledger ledger = run(fresh)) {
      assertThat(ledger.status().files(1)).isEmpty();
      assertThat(mode(fresh.getParent())).isEqualTo("rwxr-x---");
      for (String end : List.of("", "-wal", "-shm", ".lock")) {
        assertThat(mode(Path.of(fresh + end))).as(end).isEqualTo("rw-r-----");
      }
    }
  }

  /** The group may be that of operators, so its rights stay. */
  @Test
  void a_ledger_that_was_open_to_all_users_is_closed_to_them() throws IOException {
    for (String end : List.of("", ".lock")) {
      Files.setPosixFilePermissions(
          Path.of(real + end), PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    try (Ledger ledger = run(real)) {
      assertThat(ledger.status().files(1)).isEmpty();
      for (String end : List.of("", "-wal", "-shm", ".lock")) {
        assertThat(mode(Path.of(real + end))).as(end).isEqualTo("rw-rw----");
      }
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private Path home(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name)).resolve("ledger.db");
  }

  private static LedgerAddress address(Path file) {
    return new LedgerAddress("jdbc:sqlite:" + file, "", "");
  }

  private static Ledger run(Path file) {
    return Ledger.run(address(file), "production", ChinaClock.system());
  }

  private static void open(Path file, boolean beside) {
    (beside ? Ledger.beside(address(file), ChinaClock.system()) : run(file)).close();
  }

  /** The error of another process that tries to run on a ledger. */
  private static String attempt(Path file) throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockAttempt.class.getName(),
                address(file).url())
            .redirectErrorStream(true)
            .start();
    String told = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return told;
  }
}
