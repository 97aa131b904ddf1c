package payout.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
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

  /** Triggers with which a test made statements fail go with their functions. */
  private static final String DROP_FUNCTIONS =
      """
      DO $$ DECLARE each regprocedure; BEGIN
        FOR each IN SELECT oid FROM pg_proc WHERE pronamespace = current_schema()::regnamespace LOOP
          EXECUTE 'DROP FUNCTION ' || each || ' CASCADE';
        END LOOP;
      END $$\
      """;

  private EmptyLedger() {}

  /** A new file in a folder. */
  public static LedgerAddress file(Path folder) {
    try {
      Path file = folder.resolve("ledger.db");
      java.nio.file.Files.copy(Template.FILE, file, StandardCopyOption.COPY_ATTRIBUTES);
      return at(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one schema of this JVM; the test before is over, and what it wrote goes. */
  static LedgerAddress schema() {
    try (Connection connection = DriverManager.getConnection(Schema.ADDRESS.url(), USER, "");
        Statement statement = connection.createStatement()) {
      statement.execute(DROP_FUNCTIONS);
      statement.execute("TRUNCATE " + Schema.TABLES + " RESTART IDENTITY");
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

  private static final class Template {

    static final Path FILE = make();

    private static Path make() {
      try {
        Path folder = java.nio.file.Files.createTempDirectory("payout-ledger-");
        Path file = folder.resolve("template.db");
        file.toFile().deleteOnExit();
        Ledger.run(at(file), KIND, ChinaClock.system()).close();
        return file;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Schema {

    static final LedgerAddress ADDRESS = new LedgerAddress(PostgresServer.newSchema(), USER, "");
    static final String TABLES;
    static final int MIGRATIONS;

    static {
      Ledger.run(ADDRESS, KIND, ChinaClock.system()).close();
      TABLES =
          String.join(
              ", ",
              column(
                  "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
                      + " AND tablename NOT LIKE 'flyway%'"));
      MIGRATIONS =
          Integer.parseInt(column("SELECT MAX(installed_rank) FROM flyway_schema_history").get(0));
    }

    private static List<String> column(String query) {
      try (Connection connection = DriverManager.getConnection(ADDRESS.url(), USER, "");
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(query)) {
        List<String> values = new ArrayList<>();
        while (rows.next()) {
          values.add(rows.getString(1));
        }
        return values;
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
