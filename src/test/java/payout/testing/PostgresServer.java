package payout.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL for the whole run; it ends with the process. */
public final class PostgresServer {

  /** The user that may do everything, without a password. */
  public static final String USER = "postgres";

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final AtomicInteger COUNT = new AtomicInteger();

  private PostgresServer() {}

  /** A new, empty schema: as good as a database, and made in no time. */
  public static String newSchema() {
    String name = "ledger_" + COUNT.incrementAndGet();
    execute("CREATE SCHEMA " + name);
    return url("postgres") + "?currentSchema=" + name;
  }

  /** A new, empty database, for a test of the server's own settings. */
  public static String newDatabase(String... settings) {
    String name = "ledger_" + COUNT.incrementAndGet();
    execute("CREATE DATABASE " + name);
    for (String setting : settings) {
      execute("ALTER DATABASE " + name + " SET " + setting);
    }
    return url(name);
  }

  /**
   * A server of a test's own: on a port that no outgoing connection takes, however slow its start.
   */
  public static EmbeddedPostgres.Builder builder() {
    return EmbeddedPostgres.builder()
        .setPort(FreePort.next())
        .setPGStartupWait(START_LIMIT)
        // A test asks what is committed, not what a power cut leaves.
        .setServerConfig("fsync", "off");
  }

  /** The port that it listens on, on localhost. */
  public static int port() {
    return Holder.SERVER.getPort();
  }

  private static String url(String database) {
    return "jdbc:postgresql://localhost:" + port() + "/" + database;
  }

  private static void execute(String text) {
    try (Connection connection = Holder.SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Started when the first test asks for it. */
  private static final class Holder {

    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        return builder()
            .setServerConfig("timezone", "UTC")
            .setServerConfig("full_page_writes", "off")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
