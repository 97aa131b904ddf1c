package payout.testing;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A PostgreSQL and a standby that streams from it. The standby is a copy of the server's files,
 * made while it stands still, because the embedded binaries hold no pg_basebackup.
 */
public final class PostgresPair implements AutoCloseable {

  public static final String USER = "postgres";

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String STANDBY = "second";
  private static final Set<String> OF_THE_FIRST_ALONE = Set.of("postmaster.pid", "epg-lock");

  private final Path folder;
  private EmbeddedPostgres first;
  private EmbeddedPostgres second;
  private boolean firstIsDead;

  private PostgresPair(Path folder) throws IOException {
    this.folder = folder;
    this.first = start("first", 0);
    int port = first.getPort();
    first.close();
    await()
        .atMost(PATIENCE)
        .until(() -> Files.notExists(folder.resolve("first").resolve("postmaster.pid")));
    copy();
    this.first = start("first", port);
    this.second = start(STANDBY, 0);
  }

  /** Starts both in a folder; nobody waits for the standby yet. */
  public static PostgresPair in(Path folder) {
    try {
      return new PostgresPair(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address of whichever takes writes. */
  public String url() {
    return "jdbc:postgresql://localhost:"
        + first.getPort()
        + ",localhost:"
        + second.getPort()
        + "/postgres?targetServerType=primary";
  }

  public int firstPort() {
    return first.getPort();
  }

  public int secondPort() {
    return second.getPort();
  }

  /** Makes the first wait for the standby at each commit, or not. */
  public void synchronous(boolean on) {
    ask(firstPort(), "ALTER SYSTEM SET synchronous_standby_names = '" + (on ? STANDBY : "") + "'");
    ask(firstPort(), "SELECT pg_reload_conf()");
  }

  /** Kills the first with all its processes, as a power cut would; it never comes back. */
  public void killFirst() {
    try {
      String pid = Files.readAllLines(folder.resolve("first/postmaster.pid")).get(0);
      ProcessHandle server = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
      List<ProcessHandle> sessions = server.descendants().toList();
      server.destroyForcibly();
      sessions.forEach(ProcessHandle::destroyForcibly);
      await().atMost(PATIENCE).until(() -> !server.isAlive());
      firstIsDead = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The standby receives nothing more; it has what it has. */
  public void cutOffSecond() {
    ask(secondPort(), "ALTER SYSTEM SET primary_conninfo = ''");
    ask(secondPort(), "SELECT pg_reload_conf()");
    await()
        .atMost(PATIENCE)
        .until(() -> value(secondPort(), "SELECT count(*) FROM pg_stat_wal_receiver").equals("0"));
  }

  public void stopFirst() {
    stop(first);
  }

  public void stopSecond() {
    stop(second);
  }

  public void startSecond() {
    try {
      second = start(STANDBY, second.getPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the standby a server of its own that takes writes. */
  public void promote() {
    ask(secondPort(), "SELECT pg_promote()");
  }

  /** Runs a statement on one of them. */
  public static void ask(int port, String text) {
    try (Connection connection = connect(port);
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first value that a query has on one of them. */
  public static String value(int port, String query) {
    try (Connection connection = connect(port);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getString(1) : "";
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection connect(int port) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + port + "/postgres", USER, "");
  }

  private EmbeddedPostgres start(String name, int port) throws IOException {
    EmbeddedPostgres.Builder builder =
        PostgresServer.builder()
            .setDataDirectory(folder.resolve(name))
            .setCleanDataDirectory(false)
            .setServerConfig("wal_keep_size", "256MB")
            .setServerConfig("wal_receiver_status_interval", "1");
    return (port == 0 ? builder : builder.setPort(port)).start();
  }

  private static void stop(EmbeddedPostgres server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void copy() throws IOException {
    Path from = folder.resolve("first");
    Path to = folder.resolve(STANDBY);
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes)
              throws IOException {
            copy(each);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes attributes)
              throws IOException {
            if (!OF_THE_FIRST_ALONE.contains(each.getFileName().toString())) {
              copy(each);
            }
            return FileVisitResult.CONTINUE;
          }

          private void copy(Path each) throws IOException {
            Files.copy(each, to.resolve(from.relativize(each)), StandardCopyOption.COPY_ATTRIBUTES);
          }
        });
    Files.createFile(to.resolve("standby.signal"));
    Files.writeString(
        to.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 port=%d user=%s application_name=%s'%n"
            .formatted(first.getPort(), USER, STANDBY),
        StandardOpenOption.APPEND);
  }

  @Override
  public void close() {
    stop(second);
    if (!firstIsDead) {
      stop(first);
    }
  }
}
