package payout.ledger.sql;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Opens connections for the pool. While the database cannot be reached, it retries five times a
 * second.
 *
 * <p>The pool itself retries at intervals that grow to 5 seconds and cannot be configured: after a
 * short outage the ledger would stay unavailable for seconds more.
 */
final class PatientSource implements DataSource {

  private static final long PAUSE_MS = 200;

  private final String url;
  private final Properties properties;
  private final Setup setup;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean patient;
  private volatile SQLException failure;
  private volatile int loginTimeout;

  /** A source of connections that are set up before they are used. */
  PatientSource(String url, Properties properties, Setup setup) {
    this.url = url;
    this.properties = properties;
    this.setup = setup;
  }

  /** From now on it waits for an unreachable database; before, a start is refused immediately. */
  void becomePatient() {
    patient = true;
  }

  /** Stops waiting for the database. */
  void close() {
    closed.countDown();
  }

  /** Why the last connection could not be opened; null when it could. */
  SQLException failure() {
    return failure;
  }

  /**
   * Opens a connection; waits as long as it takes.
   *
   * @throws SQLException when the pool is closed, or at startup when the database cannot be reached
   */
  @Override
  public Connection getConnection() throws SQLException {
    while (true) {
      try {
        Connection connection = open();
        failure = null;
        return connection;
      } catch (SQLException e) {
        failure = e;
        if (!patient) {
          throw e;
        }
        pause(e);
      }
    }
  }

  private Connection open() throws SQLException {
    Connection connection = DriverManager.getConnection(url, properties);
    try {
      setup.run(connection);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private void pause(SQLException failure) throws SQLException {
    try {
      if (closed.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
        throw failure;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("The user is one of the properties.");
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    // The drivers write their own log.
  }

  /**
   * Used only by the pool, which at its shutdown waits this long for a connection that is being
   * opened.
   */
  @Override
  public void setLoginTimeout(int seconds) {
    loginTimeout = seconds;
  }

  @Override
  public int getLoginTimeout() {
    return loginTimeout;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("This is no " + type.getName() + ".");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }

  /** Prepares a new connection, or refuses it. */
  @FunctionalInterface
  interface Setup {
    void run(Connection connection) throws SQLException;
  }
}
