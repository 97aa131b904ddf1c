package payout.ledger.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/**
 * The begin of a session on PostgreSQL, in one round trip: it gets its limits, or is refused.
 *
 * <p>A connection pooler gives each transaction another session of the server. The address then has
 * {@code prepareThreshold=0}, so that the driver keeps no statement at the server; nothing of a
 * session is relied on, and each transaction that writes gets its limits by itself.
 */
final class PostgresSession {

  private static final String UNPREPARED = "prepareThreshold=0";

  private static final String ASK =
      "SELECT pg_backend_pid(), pg_is_in_recovery() OR current_setting('transaction_read_only')"
          + " = 'on'";

  private final PostgresLimits limits;
  private final boolean pooled;

  PostgresSession(String url, PostgresLimits limits) {
    this.limits = limits;
    this.pooled = url.matches(".*[?&]" + UNPREPARED + "(&.*)?");
  }

  /** Whether the address says that it leads to a pooler. */
  boolean isPooled() {
    return pooled;
  }

  /**
   * Begins a session.
   *
   * @throws SQLException also when it must not be used
   */
  void begin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(pooled ? ASK : ASK + ", " + limits.ofSession())) {
      row.next();
      int known = connection.unwrap(PGConnection.class).getBackendPID();
      if (!pooled && row.getInt(1) != known) {
        throw new SQLException(
            "payout.ledger.url leads to a connection pooler (PgBouncer or the like), whose sessions"
                + " change from one transaction to the next. Add the parameter "
                + UNPREPARED
                + " to it, or set the address of PostgreSQL itself.");
      }
      if (row.getBoolean(2)) {
        throw new SQLException("This session cannot write.", Outage.READ_ONLY);
      }
    }
  }

  /** Gives the transaction that begins its limits, if its session has none. */
  void beginTransaction(Connection connection) throws SQLException {
    if (pooled) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SELECT " + limits.ofTransaction());
      }
    }
  }

  /**
   * Requires, within a transaction, that its commit waits for a synchronous standby.
   *
   * @throws LedgerUnavailableException when it would not
   */
  void requireStandby(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW synchronous_standby_names")) {
      if (!row.next() || row.getString(1).isEmpty()) {
        throw new LedgerUnavailableException(
            "The ledger cannot be written: no commit would wait for a standby (the server's"
                + " synchronous_standby_names is empty), and payout.ledger.standby is synchronous.");
      }
    }
  }
}
