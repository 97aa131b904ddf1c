package payout.ledger.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import payout.batch.OwnFiles;

/** A pool of connections to the ledger. Every wait for one has an end. */
final class Connections implements AutoCloseable {

  static final String SQLITE = "jdbc:sqlite:";

  private static final int COUNT = 8;
  private static final int COUNT_ASIDE = 2;
  private static final int WAIT_ASIDE_MS = 2_000;

  /** How often an idle connection is tried, so that a dead one is replaced before it is needed. */
  private static final int KEEP_ALIVE_MS = 30_000;

  private static final int CACHE_KIB = 16 * 1024;
  private static final int CHECKPOINT_PAGES = 4_000;

  private final HikariDataSource pool;
  private final PatientSource source;

  private final Supplier<Connections> aside;

  private Connections(HikariConfig config, PatientSource source, Supplier<Connections> aside) {
    config.setDataSource(source);
    this.source = source;
    this.aside = aside;
    this.pool = new HikariDataSource(config);
  }

  /**
   * To an embedded ledger; makes its folder when there is none.
   *
   * @param busyMs how long a writer waits for another process
   * @param waitMs how long a caller waits for a connection
   */
  static Connections embedded(String url, int busyMs, int waitMs) {
    makeFolder(Path.of(url.substring(SQLITE.length())));
    return open(
        sqlite(waitMs),
        sqlite(url, busyMs),
        () -> aside(sqlite(WAIT_ASIDE_MS), sqlite(url, WAIT_ASIDE_MS)));
  }

  /** To a server, with these limits. */
  static Connections server(String url, String user, String password, PostgresLimits limits) {
    return open(
        postgres(limits),
        postgres(url, user, password, limits),
        () ->
            aside(
                postgres(PostgresLimits.ASIDE),
                postgres(url, user, password, PostgresLimits.ASIDE)));
  }

  private static Connections open(
      HikariConfig config, PatientSource source, Supplier<Connections> aside) {
    try {
      Connections connections = new Connections(config, source, aside);
      source.becomePatient();
      return connections;
    } catch (RuntimeException e) {
      throw Outage.exception("The ledger at payout.ledger.url cannot be opened", e);
    }
  }

  /** It opens while the ledger is unavailable, too: that is what it is for. */
  private static Connections aside(HikariConfig config, PatientSource source) {
    config.setPoolName("ledger-aside");
    config.setMaximumPoolSize(COUNT_ASIDE);
    config.setInitializationFailTimeout(-1);
    source.becomePatient();
    return new Connections(config, source, null);
  }

  private static HikariConfig config(int waitMs) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("ledger");
    config.setMaximumPoolSize(COUNT);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(waitMs);
    return config;
  }

  private static HikariConfig sqlite(int waitMs) {
    HikariConfig config = config(waitMs);
    config.setConnectionInitSql("PRAGMA wal_autocheckpoint=" + CHECKPOINT_PAGES);
    // A connection to a file does not age, and its statements are kept with it.
    config.setMaxLifetime(0);
    config.setIdleTimeout(0);
    return config;
  }

  private static PatientSource sqlite(String url, int busyMs) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setBusyTimeout(busyMs);
    config.setCacheSize(-CACHE_KIB);
    config.enforceForeignKeys(true);
    return new PatientSource(url, config.toProperties(), connection -> {});
  }

  private static HikariConfig postgres(PostgresLimits limits) {
    HikariConfig config = config(limits.poolMs());
    config.setValidationTimeout(limits.validMs());
    config.setKeepaliveTime(KEEP_ALIVE_MS);
    return config;
  }

  private static PatientSource postgres(
      String url, String user, String password, PostgresLimits limits) {
    return new PatientSource(
        url, limits.properties(user, password), new PostgresSession(url, limits)::begin);
  }

  /**
   * Connections for migrations, whose statements take as long as it takes to rewrite a table; each
   * is opened when it is asked for.
   */
  static DataSource forMigrations(String url, String user, String password) {
    return postgres(url, user, password, PostgresLimits.MIGRATION);
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

  /**
   * A few more to the same ledger with short waits, for questions that must be answered within
   * seconds while all others hang. The caller closes them.
   */
  Connections aside() {
    return aside.get();
  }

  /** All of them, for a library that opens connections itself. */
  DataSource dataSource() {
    return pool;
  }

  /** A connection; closing it gives it back. */
  Connection get() throws SQLException {
    return pool.getConnection();
  }

  /** Closes a connection as soon as it is given back. */
  void evict(Connection connection) {
    pool.evictConnection(connection);
  }

  /** Closes all of them, those in use as soon as they are given back. */
  void evictAll() {
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  /**
   * The exception for a failure. The pool reports only that no connection came in time; the source
   * knows why none could be opened.
   *
   * @param what the beginning of a sentence, such as "The ledger cannot be read"
   */
  LedgerException failure(String what, SQLException e) {
    if (!(e instanceof SQLTransientConnectionException)) {
      return Outage.exception(what, e);
    }
    SQLException noConnection = source.failure();
    return noConnection != null
        ? Outage.exception(what, noConnection)
        : new LedgerUnavailableException(
            what + ": no connection came in time. All are in use, or the database is silent.", e);
  }

  @Override
  public void close() {
    source.close();
    pool.close();
  }
}
