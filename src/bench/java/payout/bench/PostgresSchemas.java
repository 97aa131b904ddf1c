package payout.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL that syncs, with a schema for each round; the old one goes, it fills the disk. */
final class PostgresSchemas implements AutoCloseable {

  static final String USER = "postgres";

  private final EmbeddedPostgres server;
  private int schemas;

  PostgresSchemas() throws IOException {
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("max_wal_size", "2GB")
            .start();
  }

  int port() {
    return server.getPort();
  }

  /** The address of an empty schema. */
  String next() throws IOException {
    schemas++;
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS bench_" + (schemas - 1) + " CASCADE");
      statement.execute("CREATE SCHEMA bench_" + schemas);
      statement.execute("CHECKPOINT");
    } catch (SQLException e) {
      throw new IOException(e);
    }
    return "jdbc:postgresql://localhost:"
        + server.getPort()
        + "/postgres?currentSchema=bench_"
        + schemas;
  }

  Connection connection() throws SQLException {
    return server.getPostgresDatabase().getConnection();
  }

  Connection connection(String url) throws SQLException {
    return DriverManager.getConnection(url, USER, USER);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
