package payout.ledger.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.sqlite.SQLiteConnection;

/**
 * The transactions on the ledger.
 *
 * <p>SQLite runs with a write-ahead log and a sync at every commit, so that what is committed
 * survives a kill and a power cut. SQLite allows one writer. Writers of this process queue at a
 * lock, which wakes the next one immediately; SQLite itself would poll.
 *
 * <p>PostgreSQL runs in read committed, regardless of the server's default. Each statement sees
 * what others have committed, so a step first locks the row that it changes. Every wait has an end
 * ({@link PostgresLimits}). A commit whose answer is lost is reported as a failure although it may
 * have happened; whoever retries looks first.
 */
public final class Database implements AutoCloseable {

  private static final int BUSY_TIMEOUT_MS = 20_000;

  /** How long a caller waits for a connection to an embedded ledger. */
  private static final int CONNECTION_TIMEOUT_MS = 30_000;

  /**
   * A full disk fails what needs space, and lets a small write pass. Longer than a node of an
   * embedded ledger takes from beat to beat.
   */
  private static final long TROUBLE_REMEMBERED_NS = 15_000_000_000L;

  private final Connections connections;

  /** Null for an embedded ledger, like the next. */
  private final PostgresSession session;

  private final DataSource migrations;
  private final ReentrantLock writer = new ReentrantLock(true);

  /** The kept statements of each SQLite connection, as long as the pool keeps the connection. */
  private final Map<Connection, Statements> statements = new ConcurrentHashMap<>();

  /** Null while none was seen. */
  private volatile Trouble trouble;

  private volatile WriteTimes times = (waitedNs, tookNs) -> {};
  private volatile boolean standbyRequired;
  private volatile String node = "";

  private Database(Connections connections, PostgresSession session, DataSource migrations) {
    this.connections = connections;
    this.session = session;
    this.migrations = migrations;
  }

  /**
   * Opens the ledger; makes its folder when there is none. Does not migrate.
   *
   * @throws LedgerUnavailableException when its server is unavailable
   * @throws LedgerException when it cannot be opened
   */
  public static Database open(String url, String user, String password) {
    return url.startsWith(Connections.SQLITE)
        ? open(url, BUSY_TIMEOUT_MS, CONNECTION_TIMEOUT_MS)
        : open(url, user, password, PostgresLimits.USUAL);
  }

  /** The same for an embedded ledger with other waits; see {@link Connections#embedded}. */
  static Database open(String url, int busyTimeoutMs, int connectionTimeoutMs) {
    return new Database(Connections.embedded(url, busyTimeoutMs, connectionTimeoutMs), null, null);
  }

  /** The same for a ledger on a server with other limits. */
  static Database open(String url, String user, String password, PostgresLimits limits) {
    return new Database(
        Connections.server(url, user, password, limits),
        new PostgresSession(url, limits),
        Connections.forMigrations(url, user, password));
  }

  /**
   * The same ledger over a few connections of its own, for questions that must be answered within
   * seconds while all others hang. The caller closes it.
   */
  public Database aside() {
    return new Database(connections.aside(), session, migrations);
  }

  /** Whether this is the embedded database, on which only one process may run. */
  public boolean isSqlite() {
    return session == null;
  }

  /**
   * From now on nothing is committed while the server would let a commit pass that no standby has.
   */
  public void requireStandby() {
    standbyRequired = true;
  }

  /** Whether a pooler stands before the server. */
  boolean isPooled() {
    return session != null && session.isPooled();
  }

  /** From now on the times of each write that is committed are told here. */
  public void timeWrites(WriteTimes listener) {
    times = listener;
  }

  /** From now on what is done here is done by this node; it is named in the events. */
  public void actAs(String name) {
    node = name;
  }

  DataSource dataSource() {
    return connections.dataSource();
  }

  /** Connections whose statements may take as long as it takes to rewrite a table. */
  DataSource migrationSource() {
    return migrations == null ? connections.dataSource() : migrations;
  }

  /**
   * Runs work in one transaction and commits it; rolls back when it throws.
   *
   * @throws LedgerUnavailableException when the database fails in a way that passes by itself; it
   *     may have committed
   * @throws LedgerException when the database fails
   */
  public <T> T write(Work<T> work) {
    Timing timing = new Timing();
    List<Runnable> afterCommit = new ArrayList<>();
    T result = writeInTurn(timing.around(work), afterCommit);
    timing.tell(times);
    afterCommit.forEach(Runnable::run);
    return result;
  }

  private <T> T writeInTurn(Work<T> work, List<Runnable> afterCommit) {
    if (!isSqlite()) {
      boolean alone = !standbyRequired && !session.isPooled();
      return transact(work, this::commit, alone, afterCommit);
    }
    writer.lock();
    try {
      return transact(work, this::commit, false, afterCommit);
    } finally {
      writer.unlock();
    }
  }

  /**
   * Runs work in one transaction and rolls it back, to see whether it could be written.
   *
   * @throws LedgerException when the database fails
   */
  public <T> T attempt(Work<T> work) {
    return transact(
        work,
        connection -> {
          connection.rollback();
          connection.setAutoCommit(true);
        },
        false,
        new ArrayList<>());
  }

  /**
   * Runs work that only reads.
   *
   * @throws LedgerException when the database fails
   */
  public <T> T read(Work<T> work) {
    try (Connection connection = connections.get()) {
      return work.run(sql(connection, false, new ArrayList<>()));
    } catch (SQLException e) {
      throw connections.failure("The ledger cannot be read", e);
    }
  }

  /**
   * Why a write failed within the last seconds, if the database lacked disk or memory or took no
   * writes. Others may pass meanwhile.
   */
  public Optional<LedgerException> recentTrouble() {
    return Optional.ofNullable(trouble)
        .filter(seen -> System.nanoTime() - seen.at < TROUBLE_REMEMBERED_NS)
        .map(Trouble::exception);
  }

  /** Whether a write to an embedded ledger failed only because another one took too long. */
  public static boolean isBusy(LedgerException failure) {
    return Outage.isBusy(failure);
  }

  private Sql sql(Connection connection, boolean alone, List<Runnable> afterCommit)
      throws SQLException {
    if (!isSqlite()) {
      return new Sql(new Statements(connection, false), node, alone, afterCommit);
    }
    return new Sql(
        statements.computeIfAbsent(
            connection.unwrap(SQLiteConnection.class), own -> new Statements(own, true)),
        node,
        false,
        afterCommit);
  }

  private <T> T transact(Work<T> work, End end, boolean alone, List<Runnable> afterCommit) {
    try (Connection connection = connections.get()) {
      try {
        connection.setAutoCommit(false);
        if (session != null) {
          session.beginTransaction(connection);
        }
        T result = work.run(sql(connection, alone, afterCommit));
        end.of(connection);
        return result;
      } catch (SQLException e) {
        giveUp(connection, e);
        throw e;
      } catch (RuntimeException | Error e) {
        rollBack(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      LedgerException failure = connections.failure("The ledger cannot be written", e);
      if (Outage.isTrouble(e)) {
        trouble = new Trouble(failure, System.nanoTime());
      }
      throw failure;
    }
  }

  /**
   * Commits by the change of mode, for which JDBC promises a commit. SQLite's driver would follow
   * {@code commit()} with a BEGIN, and if another process was faster, a durable commit would look
   * like a failure.
   */
  private void commit(Connection connection) throws SQLException {
    if (standbyRequired) {
      session.requireStandby(connection);
    }
    connection.setAutoCommit(true);
  }

  private void rollBack(Connection connection, Throwable cause) {
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
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
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
    forgetStatements(connection, cause);
    if (Outage.isReadOnly(cause)) {
      // The others lead to the same server, which became a standby; the next go to the new one.
      connections.evictAll();
    }
    connections.evict(connection);
  }

  private void forgetStatements(Connection connection, SQLException cause) {
    try {
      if (isSqlite()) {
        statements.remove(connection.unwrap(SQLiteConnection.class));
      }
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    connections.close();
  }

  /** Work on a connection. */
  @FunctionalInterface
  public interface Work<T> {
    T run(Sql sql) throws SQLException;
  }

  /** Hears how long a write that was committed waited for its turn, and took then; nanoseconds. */
  @FunctionalInterface
  public interface WriteTimes {
    void took(long waitedNs, long tookNs);
  }

  /** The times of one write. */
  private static final class Timing {

    private final long askedAt = System.nanoTime();
    private long begunAt = askedAt;

    <T> Work<T> around(Work<T> work) {
      return sql -> {
        begunAt = System.nanoTime();
        return work.run(sql);
      };
    }

    void tell(WriteTimes listener) {
      listener.took(begunAt - askedAt, System.nanoTime() - begunAt);
    }
  }

  /** Ends a transaction. */
  @FunctionalInterface
  private interface End {
    void of(Connection connection) throws SQLException;
  }

  private record Trouble(LedgerException exception, long at) {}
}
