package payout.ledger.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The cached statements of one connection: SQLite would parse and plan each text at every call,
 * which takes longer than most of them run. PostgreSQL's driver keeps its own. One thread at a
 * time.
 */
public final class Statements {

  private static final Consumer<String> NONE = text -> {};

  private static volatile Consumer<String> watcher = NONE;

  private final Connection connection;
  private final boolean sqlite;
  private final Map<String, PreparedStatement> idle = new HashMap<>();

  Statements(Connection connection, boolean sqlite) {
    this.connection = connection;
    this.sqlite = sqlite;
  }

  boolean isSqlite() {
    return sqlite;
  }

  /** Sets a watcher that receives each statement that runs; null for none. For tests only. */
  public static void watch(Consumer<String> by) {
    watcher = by == null ? NONE : by;
  }

  /**
   * Takes a statement for exclusive use: a second one is made if it is taken twice before it is
   * given back.
   */
  PreparedStatement take(String text) throws SQLException {
    watcher.accept(text);
    PreparedStatement kept = idle.remove(text);
    return kept == null ? connection.prepareStatement(text) : kept;
  }

  /** One that is a transaction of its own, of a transaction that has not run any; not kept. */
  PreparedStatement takeOnly(String text) throws SQLException {
    watcher.accept(text);
    // The driver begins a transaction with its first statement: here is nothing to commit yet.
    connection.setAutoCommit(true);
    return connection.prepareStatement(text);
  }

  /** Takes back a statement that ran to its end; one that failed is closed instead. */
  void giveBack(String text, PreparedStatement statement) throws SQLException {
    if (!sqlite || idle.containsKey(text)) {
      statement.close();
      return;
    }
    statement.clearParameters();
    idle.put(text, statement);
  }

  /** A statement that is not kept; the caller closes it. */
  PreparedStatement prepare(String text) throws SQLException {
    watcher.accept(text);
    return connection.prepareStatement(text);
  }
}
