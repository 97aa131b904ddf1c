package payout.ledger.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import payout.batch.OwnFiles;

/**
 * Connections to the ledger and the transactions on them.
 *
 * <p>SQLite runs with a write-ahead log and a sync at every commit, so that what is committed
 * survives a kill and a power cut. SQLite allows one writer. Writers of this process queue at a
 * lock, which wakes the next one immediately; SQLite itself would poll.
 *
 * <p>PostgreSQL runs in read committed, regardless of the server's default. Each statement sees
 * what others have committed, so a step first locks the row that it changes.
 */
public final class Database implements AutoCloseable {

  private static final String SQLITE = "jdbc:sqlite:";
  private static final int BUSY_TIMEOUT_MS = 20_000;

  /** How long a caller waits for a connection. */
  private static final int CONNECTION_TIMEOUT_MS = 30_000;

  private static final int CONNECTIONS = 8;
  private static final int CACHE_KIB = 16 * 1024;
  private static final int CHECKPOINT_PAGES = 4_000;

  /** A server may be set up to report a commit before it is on the disk. */
  private static final String DURABLE =
      "SELECT set_config('synchronous_commit', 'on', false)"
          + " WHERE current_setting('synchronous_commit') = 'off'";

  private final HikariDataSource pool;
  private final PatientSource source;
  private final boolean sqlite;
  private final ReentrantLock writer = new ReentrantLock(true);

  /** The kept statements of each SQLite connection, as long as the pool keeps the connection. */
  private final Map<Connection, Statements> statements = new ConcurrentHashMap<>();

  private Database(HikariDataSource pool, PatientSource source, boolean sqlite) {
    this.pool = pool;
    this.source = source;
    this.sqlite = sqlite;
  }

  /**
   * Opens the ledger; makes its folder when there is none. Does not migrate.
   *
   * @throws LedgerException when it cannot be opened
   */
  public static Database open(String url, String user, String password) {
    return open(url, user, password, BUSY_TIMEOUT_MS, CONNECTION_TIMEOUT_MS);
  }

  /** The same with another wait for a process that writes to an embedded ledger. */
  static Database open(String url, String user, String password, int busyTimeoutMs) {
    return open(url, user, password, busyTimeoutMs, CONNECTION_TIMEOUT_MS);
  }

  /** The same with another wait for a connection, too. */
  static Database open(
      String url, String user, String password, int busyTimeoutMs, int connectionTimeoutMs) {
    boolean sqlite = url.startsWith(SQLITE);
    PatientSource source =
        new PatientSource(
            url, sqlite ? sqliteProperties(busyTimeoutMs) : postgresProperties(user, password));
    HikariConfig config = new HikariConfig();
    config.setPoolName("ledger");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(connectionTimeoutMs);
    config.setDataSource(source);
    if (sqlite) {
      makeFolder(Path.of(url.substring(SQLITE.length())));
      config.setConnectionInitSql("PRAGMA wal_autocheckpoint=" + CHECKPOINT_PAGES);
      // A connection to a file does not age, and its statements are kept with it.
      config.setMaxLifetime(0);
      config.setIdleTimeout(0);
    } else {
      config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
      config.setConnectionInitSql(DURABLE);
    }
    try {
      Database database = new Database(new HikariDataSource(config), source, sqlite);
      source.becomePatient();
      return database;
    } catch (RuntimeException e) {
      throw new LedgerException(
          "The ledger at payout.ledger.url cannot be opened: " + rootMessage(e), e);
    }
  }

  /** Whether this is the embedded database, on which only one process may run. */
  public boolean isSqlite() {
    return sqlite;
  }

  DataSource dataSource() {
    return pool;
  }

  /**
   * Runs work in one transaction and commits it; rolls back when it throws.
   *
   * @throws LedgerException when the database fails
   */
  public <T> T write(Work<T> work) {
    if (!sqlite) {
      return transact(work);
    }
    writer.lock();
    try {
      return transact(work);
    } finally {
      writer.unlock();
    }
  }

  /**
   * Runs work that only reads.
   *
   * @throws LedgerException when the database fails
   */
  public <T> T read(Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      return work.run(sql(connection));
    } catch (SQLException e) {
      throw failure("read", e);
    }
  }

  private Sql sql(Connection connection) throws SQLException {
    if (!sqlite) {
      return new Sql(new Statements(connection, false));
    }
    return new Sql(
        statements.computeIfAbsent(
            connection.unwrap(SQLiteConnection.class), own -> new Statements(own, true)));
  }

  private <T> T transact(Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      try {
        connection.setAutoCommit(false);
        T result = work.run(sql(connection));
        commit(connection);
        return result;
      } catch (SQLException e) {
        giveUp(connection, e);
        throw e;
      } catch (RuntimeException | Error e) {
        rollBack(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw failure("written", e);
    }
  }

  /**
   * Commits by the change of mode, for which JDBC promises a commit. SQLite's driver would follow
   * {@code commit()} with a BEGIN, and if another process was faster, a durable commit would look
   * like a failure.
   */
  private static void commit(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
  }

  private void rollBack(Connection connection, Throwable cause) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      giveUp(connection, e);
      cause.addSuppressed(e);
    }
  }

  /**
   * Closes a connection on which a statement failed, which rolls back. When the ledger was busy at
   * the start, the driver believes that a transaction is running although none is; on such a
   * connection the next one would be committed statement by statement.
   */
  private void giveUp(Connection connection, SQLException cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
    forgetStatements(connection, cause);
    pool.evictConnection(connection);
  }

  private void forgetStatements(Connection connection, SQLException cause) {
    try {
      if (sqlite) {
        statements.remove(connection.unwrap(SQLiteConnection.class));
      }
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /**
   * The pool reports only that no connection came in time; the source knows why none could be
   * opened.
   */
  private LedgerException failure(String what, SQLException e) {
    SQLException noConnection = source.failure();
    SQLException cause =
        e instanceof SQLTransientConnectionException && noConnection != null ? noConnection : e;
    return new LedgerException("The ledger cannot be " + what + ": " + cause.getMessage(), e);
  }

  private static Properties postgresProperties(String user, String password) {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("reWriteBatchedInserts", "true");
    return properties;
  }

  private static Properties sqliteProperties(int busyTimeoutMs) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setBusyTimeout(busyTimeoutMs);
    config.setCacheSize(-CACHE_KIB);
    config.enforceForeignKeys(true);
    return config.toProperties();
  }

  private static void makeFolder(Path file) {
    try {
      OwnFiles.createFolders(file.toAbsolutePath().getParent());
    } catch (java.io.IOException e) {
      throw new LedgerException(
          "The folder of the ledger, "
              + file.toAbsolutePath().getParent()
              + ", cannot be made: "
              + e.getMessage(),
          e);
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }

  @Override
  public void close() {
    source.close();
    pool.close();
  }

  /** Work on a connection. */
  @FunctionalInterface
  public interface Work<T> {
    T run(Sql sql) throws SQLException;
  }
}
