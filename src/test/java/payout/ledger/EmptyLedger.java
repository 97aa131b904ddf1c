package payout.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerAddress;
import payout.ledger.sql.ProcessLock;
import payout.testing.PostgresServer;

/**
 * Ledgers that are brought up to date and hold nothing. Only the first of a JVM is made by the
 * migrations, which take longer than most tests: for the others a file is copied, and the tables of
 * a schema are emptied.
 */
public final class EmptyLedger {

  private static final String KIND = "production";
  private static final String USER = "postgres";

  /** A file for each kind. */
  private static final Map<String, Path> TEMPLATES = new ConcurrentHashMap<>();

  /**
   * Deletes row by row: for each table that it truncates, however empty, PostgreSQL makes new
   * files, which takes longer than most tests. Without the role a table would be emptied only
   * behind those that refer to it. Triggers with which a test made statements fail go with their
   * functions.
   */
  private static final String EMPTY =
      """
      DO $$ DECLARE each text; BEGIN
        FOR each IN SELECT oid::regprocedure FROM pg_proc
          WHERE pronamespace = current_schema()::regnamespace
        LOOP
          EXECUTE 'DROP FUNCTION ' || each || ' CASCADE';
        END LOOP;
        SET LOCAL session_replication_role = replica;
        FOR each IN SELECT oid::regclass FROM pg_class
          WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
            AND relname NOT LIKE 'flyway%' AND pg_relation_size(oid) > 0
        LOOP
          EXECUTE 'DELETE FROM ' || each;
        END LOOP;
        PERFORM setval(format('%I', sequencename)::regclass, start_value, false) FROM pg_sequences
          WHERE schemaname = current_schema() AND last_value IS NOT NULL;
      END $$\
      """;

  private EmptyLedger() {}

  /** A new file in a folder. */
  public static LedgerAddress file(Path folder) {
    Path file = folder.resolve("ledger.db");
    make(file, KIND);
    return at(file);
  }

  /** Makes such a file for processes of a kind. */
  public static void make(Path file, String kind) {
    try {
      Files.copy(
          TEMPLATES.computeIfAbsent(kind, EmptyLedger::migrate),
          file,
          StandardCopyOption.COPY_ATTRIBUTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one schema of this JVM; the test before is over, and what it wrote goes. */
  static LedgerAddress schema() {
    try (Connection connection = DriverManager.getConnection(Schema.ADDRESS.url(), USER, "");
        Statement statement = connection.createStatement()) {
      statement.execute(EMPTY);
      statement.execute(
          "DELETE FROM flyway_schema_history WHERE installed_rank > " + Schema.MIGRATIONS);
      statement.execute("INSERT INTO stamp (name, value) VALUES ('kind', '" + KIND + "')");
      return Schema.ADDRESS;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Opens such a ledger as {@link Ledger#run} does, but for the migrations. */
  public static Ledger open(LedgerAddress address, ChinaClock clock) {
    LedgerAddress real = address.real();
    ProcessLock lock = ProcessLock.take(real);
    return new Ledger(Database.open(real.url(), real.user(), real.password()), clock, lock);
  }

  private static LedgerAddress at(Path file) {
    return new LedgerAddress("jdbc:sqlite:" + file, USER, "");
  }

  private static Path migrate(String kind) {
    try {
      Path file = Files.createTempDirectory("payout-ledger-").resolve("template.db");
      file.toFile().deleteOnExit();
      Ledger.run(at(file), kind, ChinaClock.system()).close();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Schema {

    static final LedgerAddress ADDRESS = new LedgerAddress(PostgresServer.newSchema(), USER, "");
    static final int MIGRATIONS;

    static {
      Ledger.run(ADDRESS, KIND, ChinaClock.system()).close();
      MIGRATIONS = count();
    }

    private static int count() {
      try (Connection connection = DriverManager.getConnection(ADDRESS.url(), USER, "");
          Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery("SELECT MAX(installed_rank) FROM flyway_schema_history")) {
        row.next();
        return row.getInt(1);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
