package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import payout.batch.BatchState;
import payout.batch.LineState;
import payout.ledger.sql.LedgerAddress;
import payout.ledger.sql.LedgerCopy;
import payout.ledger.sql.LedgerException;
import payout.testing.Folders;
import payout.testing.SmallDisk;

/** Copies of an embedded ledger on which somebody writes. */
@ParameterizedClass(name = "{0}")
@EnumSource(value = Engine.class, names = "SQLITE")
class LedgerCopyTest extends LedgerFixture {

  private static final int COPIES = 5;

  @BeforeEach
  void startWithAFile() {
    accept("first.csv", List.of(lines("F", 2)));
    post(Verdicts.taken());
  }

  @Test
  void a_copy_made_under_load_holds_each_commit_whole_or_not_at_all() throws Exception {
    AtomicBoolean end = new AtomicBoolean();
    AtomicInteger written = new AtomicInteger();
    Future<Integer> writer = start(() -> payUntil(end, written));

    for (int i = 0; i < COPIES; i++) {
      int before = written.get();
      Path copy = folder.resolve("copy-" + i + ".db");
      LedgerCopy.Made made = copy(copy);
      int after = written.get() + 1;

      assertThat(made.bytes()).isEqualTo(Files.size(copy));
      assertThat(made.lastEventAt()).isEqualTo(clock.millis());
      try (Ledger opened = Ledger.run(at(copy), "production", clock)) {
        int files = requireWhole(opened);
        assertThat(files).isBetween(before, after + 1);
      }
    }
    end.set(true);

    assertThat(end(writer)).isPositive();
    requireWhole(ledger);
  }

  /** Each round is a file of two batches, one paid and one refused. */
  private int payUntil(AtomicBoolean end, AtomicInteger written) {
    int round = 0;
    while (!end.get()) {
      String name = "w" + round++;
      List<String> numbers = accept(name + ".csv", List.of(lines(name + "a", 3), lines(name, 2)));
      post(Verdicts.taken());
      post(Verdicts.refused("ILLEGAL_SIGN"));
      String taken = state(numbers.get(0)).equals("TAKEN") ? numbers.get(0) : numbers.get(1);
      Notify notify = Notify.of("n" + name, taken);
      linesOf(taken).forEach(notify::paid);
      notify.to(notifies);
      written.incrementAndGet();
    }
    return round;
  }

  /** What the tables count is what their values hold, and every serial is in the index. */
  private static int requireWhole(Ledger opened) {
    StatusLedger read = opened.status();
    List<FileRecord> files = read.files(10_000);
    for (FileRecord file : files) {
      List<BatchRecord> batches = read.batches(file.id());
      if (file.state().name().equals("RECEIVED")) {
        continue;
      }
      assertThat(batches).hasSize(file.batches());
      assertThat(batches.stream().mapToLong(BatchRecord::lines).sum()).isEqualTo(file.lines());
      for (BatchRecord batch : batches) {
        BatchContent content = read.content(batch.id());
        assertThat(content.lines()).hasSize(batch.lines());
        assertThat(content.results().stream().filter(each -> each.state() == LineState.PAID))
            .hasSize(batch.paidLines());
        assertThat(read.events(batch)).isNotEmpty();
        if (batch.state() == BatchState.SETTLED) {
          assertThat(batch.openLines()).isZero();
        }
        String serial = content.lines().get(0).serial();
        assertThat(opened.payments().ofSerial(serial, "").payments()).isNotEmpty();
      }
    }
    return files.size();
  }

  @Test
  void only_its_owner_may_read_a_copy_and_nothing_else_is_left() throws IOException {
    Path backups = Files.createDirectory(folder.resolve("backups"));

    copy(backups.resolve("ledger.db"));

    assertThat(Folders.names(backups)).containsExactly("ledger.db");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(backups.resolve("ledger.db"))))
        .isEqualTo("rw-------");
  }

  @Test
  void a_copy_overwrites_nothing_not_even_a_link_that_leads_nowhere() throws IOException {
    Path there = Files.writeString(folder.resolve("there.db"), "precious");
    Path link = Files.createSymbolicLink(folder.resolve("link.db"), Path.of("nowhere"));

    for (Path each : List.of(there, link, ledgerFile())) {
      assertThatThrownBy(() -> copy(each))
          .isInstanceOf(LedgerException.class)
          .hasMessage(
              "There is a file " + each + " already; nothing is overwritten. Name another file.");
    }
    assertThat(there).hasContent("precious");
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @Test
  void a_missing_folder_is_named() {
    Path file = folder.resolve("missing/ledger.db");

    assertThatThrownBy(() -> copy(file))
        .hasMessage(
            "The folder "
                + folder.resolve("missing")
                + " does not exist. Make it, or name another file.");
  }

  @Test
  void a_full_disk_leaves_no_copy_and_harms_no_ledger() throws Exception {
    for (int i = 0; i < 200; i++) {
      accept("more" + i + ".csv", List.of(lines("M" + i, 50)));
    }
    try (SmallDisk disk = SmallDisk.on(folder.resolve("small"), "200k")) {
      Path small = folder.resolve("small");

      assertThatThrownBy(() -> copy(small.resolve("ledger.db")))
          .isInstanceOf(LedgerException.class)
          .hasMessageStartingWith("The ledger cannot be copied to " + small.resolve("ledger.db"))
          .hasMessageContaining("full")
          .hasMessageEndingWith("No copy is left.");
      assertThat(Folders.names(small)).isEmpty();
    }
    accept("after.csv", List.of(lines("Z", 1)));
  }

  private LedgerCopy.Made copy(Path file) {
    return LedgerCopy.make(ledgerFile(), file);
  }

  private Path ledgerFile() {
    return address.real().file().orElseThrow();
  }

  private static LedgerAddress at(Path file) {
    return new LedgerAddress("jdbc:sqlite:" + file, "", "");
  }
}
