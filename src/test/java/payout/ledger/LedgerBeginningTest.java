package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import payout.batch.Checkpoint;
import payout.ledger.sql.LedgerAddress;
import payout.ledger.sql.LedgerException;
import payout.testing.PostgresServer;

/** A ledger that never took a file in is used only where nothing was paid before. */
@OnBothDatabases
class LedgerBeginningTest extends LedgerFixture {

  private static final String SENTENCE = "Files of an earlier ledger lie there.";
  private static final Beginning BESIDE_FILES = Beginning.withoutPast(() -> Optional.of(SENTENCE));
  private static final Beginning BESIDE_NOTHING = Beginning.withoutPast(Optional::empty);

  @AfterEach
  void watchNoMore() {
    Checkpoint.watch(null);
  }

  @Test
  void an_empty_ledger_beside_files_of_an_earlier_one_is_refused_and_left_alone() {
    LedgerAddress empty = elsewhere();

    refused(empty);

    assertThat(empty.file().map(Files::exists)).isNotEqualTo(Optional.of(true));
    assertThat(tables(empty)).isEmpty();
  }

  @Test
  void a_new_ledger_is_meant_once_and_that_is_recorded() throws SQLException {
    LedgerAddress empty = elsewhere();

    open(empty, Beginning.meantBy("wang"));

    assertThat(values(empty, "new-ledger")).containsExactly("wang, " + clock.now());
    open(empty, BESIDE_FILES);
  }

  @Test
  void where_nothing_was_paid_a_ledger_begins_automatically() throws SQLException {
    LedgerAddress empty = elsewhere();

    open(empty, BESIDE_NOTHING);

    assertThat(values(empty, "kind")).containsExactly("production");
    assertThat(values(empty, "new-ledger")).isEmpty();
  }

  @Test
  void a_ledger_that_was_never_used_does_not_take_the_place_of_one_that_was() {
    LedgerAddress unused = elsewhere();
    open(unused, BESIDE_NOTHING);

    refused(unused);
  }

  @Test
  void a_ledger_that_took_a_file_in_is_asked_nothing() {
    oneBatch(1);
    ledger.close();

    open(address, BESIDE_FILES);
  }

  @Test
  void a_process_that_ends_before_the_stamp_leaves_a_new_ledger_new_and_a_lost_one_lost() {
    LedgerAddress fresh = elsewhere();
    endAt(Checkpoint.LEDGER_MIGRATED, fresh, BESIDE_NOTHING);
    open(fresh, BESIDE_NOTHING);

    LedgerAddress lost = elsewhere();
    endAt(Checkpoint.LEDGER_MIGRATED, lost, Beginning.meantBy("wang"));
    refused(lost);
    open(lost, Beginning.meantBy("wang"));
  }

  @Test
  void a_process_that_ends_behind_the_stamp_is_not_asked_again() {
    LedgerAddress lost = elsewhere();
    endAt(Checkpoint.LEDGER_STAMPED, lost, Beginning.meantBy("wang"));

    open(lost, BESIDE_FILES);
  }

  @Test
  void a_file_that_a_neighbour_took_in_meanwhile_is_none_of_an_earlier_ledger() {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);

    open(
        address,
        Beginning.withoutPast(
            () -> {
              oneBatch(1);
              return Optional.of(SENTENCE);
            }));
  }

  @Test
  void a_ledger_of_no_byte_is_refused_like_a_lost_one_and_its_log_is_kept() throws IOException {
    assumeThat(engine).isEqualTo(Engine.SQLITE);
    LedgerAddress emptied = elsewhere();
    Files.createFile(emptied.file().orElseThrow());
    Files.writeString(folder.resolve("elsewhere-1.db-wal"), "what was written last");

    assertThat(emptied.leftBehind()).contains(folder.resolve("elsewhere-1.db-wal"));
    refused(emptied);
    assertThatThrownBy(() -> Ledger.beside(emptied, clock))
        .isInstanceOf(LedgerException.class)
        .hasMessage("The ledger at payout.ledger.url is still empty.");

    assertThat(emptied.file().orElseThrow()).isEmptyFile();
    assertThat(folder.resolve("elsewhere-1.db-wal")).hasContent("what was written last");
  }

  @Test
  void an_operators_command_sees_that_a_ledger_was_never_put_into_use() {
    LedgerAddress unstamped = elsewhere();
    endAt(Checkpoint.LEDGER_MIGRATED, unstamped, BESIDE_NOTHING);

    assertThatThrownBy(() -> Ledger.beside(unstamped, clock))
        .isInstanceOf(LedgerException.class)
        .hasMessage("The ledger at payout.ledger.url is still empty.");
  }

  private final AtomicInteger count = new AtomicInteger();

  /** The address of a ledger that is not there yet. */
  private LedgerAddress elsewhere() {
    return engine == Engine.SQLITE
        ? new LedgerAddress(
            "jdbc:sqlite:" + folder.resolve("elsewhere-" + count.incrementAndGet() + ".db"), "", "")
        : new LedgerAddress(PostgresServer.newSchema(), "postgres", "");
  }

  private void open(LedgerAddress at, Beginning beginning) {
    Ledger.run(at, "production", beginning, null, clock).close();
  }

  private void refused(LedgerAddress at) {
    assertThatThrownBy(() -> open(at, BESIDE_FILES))
        .isInstanceOf(LedgerException.class)
        .hasMessage(SENTENCE);
  }

  private void endAt(Checkpoint point, LedgerAddress at, Beginning beginning) {
    Checkpoint.watch(
        passed -> {
          if (passed == point) {
            throw new IllegalStateException("the end");
          }
        });
    assertThatThrownBy(() -> open(at, beginning)).hasMessage("the end");
    Checkpoint.watch(null);
  }

  private List<String> tables(LedgerAddress at) {
    if (engine == Engine.SQLITE) {
      return List.of();
    }
    String schema = at.url().substring(at.url().indexOf("currentSchema=") + 14);
    return rows(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = '" + schema + "'");
  }

  private static List<String> values(LedgerAddress at, String name) throws SQLException {
    try (var connection = DriverManager.getConnection(at.url(), at.user(), at.password());
        var statement =
            connection.prepareStatement("SELECT value FROM stamp WHERE name = '" + name + "'");
        var rows = statement.executeQuery()) {
      return rows.next() ? List.of(rows.getString(1)) : List.of();
    }
  }
}
