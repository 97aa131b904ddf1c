package payout.ledger.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The statements of one connection that are kept for the next time: SQLite would parse and plan
 * each text at every call, which costs more than most of them take. PostgreSQL's driver keeps its
 * own. One thread at a time.
 */
public final class Statements {

  private static final Consumer<String> NOBODY = text -> {};

  private static volatile Consumer<String> watcher = NOBODY;

  private final Connection connection;
  private final boolean keeps;
  private final Map<String, PreparedStatement> idle = new HashMap<>();

  Statements(Connection connection, boolean keeps) {
    this.connection = connection;
    this.keeps = keeps;
  }

  /** Sets who is told of each statement that is run; null for nobody. Only tests do. */
  public static void watch(Consumer<String> by) {
    watcher = by == null ? NOBODY : by;
  }

  /**
   * A statement that nothing else runs: when it is taken twice before it is given back, there are
   * two.
   */
  PreparedStatement take(String text) throws SQLException {
    watcher.accept(text);
    PreparedStatement kept = idle.remove(text);
    return kept == null ? connection.prepareStatement(text) : kept;
  }

  /** Takes back a statement that ran to its end; one that failed is closed instead. */
  void giveBack(String text, PreparedStatement statement) throws SQLException {
    if (!keeps || idle.containsKey(text)) {
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
