package payout.ledger.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Statements on one connection: arguments in, rows out. */
public final class Sql {

  private final Statements statements;
  private final String node;
  private final boolean alone;
  private final List<Runnable> afterCommit;
  private boolean ran;
  private boolean committed;

  /**
   * Statements on a connection.
   *
   * @param alone whether a statement that is the only one of its transaction is committed with it
   * @param afterCommit receives what is done once the transaction is committed
   */
  Sql(Statements statements, String node, boolean alone, List<Runnable> afterCommit) {
    this.statements = statements;
    this.node = node;
    this.alone = alone;
    this.afterCommit = afterCommit;
  }

  /**
   * Does something once the transaction is committed, on the same thread; nothing when it is rolled
   * back. It must not fail and must not use the ledger.
   */
  public void afterCommit(Runnable work) {
    afterCommit.add(work);
  }

  /** The name of the node that runs them; empty for a command. */
  public String node() {
    return node;
  }

  /** Whether they run on SQLite, where many short statements are faster than one long one. */
  public boolean isSqlite() {
    return statements.isSqlite();
  }

  /** Runs a statement and returns how many rows it touched. */
  public int update(String text, Object... arguments) throws SQLException {
    return run(text, PreparedStatement::executeUpdate, arguments);
  }

  /**
   * Runs a change of state, which must hit exactly one row.
   *
   * @throws StaleStateException when it hits none: another process was faster
   */
  public void updateOne(String text, Object... arguments) throws SQLException {
    int rows = update(text, arguments);
    if (rows != 1) {
      throw new StaleStateException("A change of state hit " + rows + " rows instead of one.");
    }
  }

  /** Runs a statement once for each row of arguments, in one round trip; how many rows each hit. */
  public int[] updateEach(String text, List<Object[]> rows) throws SQLException {
    try (PreparedStatement statement = prepare(text)) {
      for (Object[] row : rows) {
        set(statement, row);
        statement.addBatch();
      }
      return statement.executeBatch();
    }
  }

  /** All rows. */
  public <T> List<T> list(String text, Row<T> row, Object... arguments) throws SQLException {
    return run(
        text,
        statement -> {
          try (ResultSet result = statement.executeQuery()) {
            return all(result, row);
          }
        },
        arguments);
  }

  /** The first row. */
  public <T> Optional<T> first(String text, Row<T> row, Object... arguments) throws SQLException {
    return run(
        text,
        statement -> {
          try (ResultSet result = statement.executeQuery()) {
            return result.next() ? Optional.of(row.read(result)) : Optional.empty();
          }
        },
        arguments);
  }

  /**
   * The first row of the only statement of a transaction. On PostgreSQL it is committed with the
   * statement, where that is possible, so that the transaction is one round trip.
   *
   * @throws IllegalStateException when another statement ran before; and so does any that follows
   */
  public <T> Optional<T> only(String text, Row<T> row, Object... arguments) throws SQLException {
    return onlyList(text, row, arguments).stream().findFirst();
  }

  /** The same, with all rows. */
  public <T> List<T> onlyList(String text, Row<T> row, Object... arguments) throws SQLException {
    if (ran) {
      throw new IllegalStateException("The only statement of a transaction is not its first.");
    }
    if (!alone) {
      List<T> all = list(text, row, arguments);
      committed = true;
      return all;
    }
    committed = true;
    try (PreparedStatement statement = statements.takeOnly(text)) {
      set(statement, arguments);
      try (ResultSet result = statement.executeQuery()) {
        return all(result, row);
      }
    }
  }

  private static <T> List<T> all(ResultSet result, Row<T> row) throws SQLException {
    List<T> rows = new ArrayList<>();
    while (result.next()) {
      rows.add(row.read(result));
    }
    return rows;
  }

  /** One whole number; 0 when there is no row. */
  public long number(String text, Object... arguments) throws SQLException {
    return first(text, result -> result.getLong(1), arguments).orElse(0L);
  }

  /** Prepares a statement that runs many times; the caller closes it. */
  public PreparedStatement prepare(String text, Object... arguments) throws SQLException {
    requireOpen();
    PreparedStatement statement = statements.prepare(text);
    try {
      set(statement, arguments);
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  /** A statement that failed is not kept. */
  private <T> T run(String text, Use<T> use, Object... arguments) throws SQLException {
    requireOpen();
    PreparedStatement statement = statements.take(text);
    boolean ran = false;
    try {
      set(statement, arguments);
      T result = use.of(statement);
      ran = true;
      return result;
    } finally {
      if (ran) {
        statements.giveBack(text, statement);
      } else {
        statement.close();
      }
    }
  }

  private void requireOpen() {
    if (committed) {
      throw new IllegalStateException("Nothing runs after the only statement of a transaction.");
    }
    ran = true;
  }

  private static void set(PreparedStatement statement, Object... arguments) throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
  }

  /** Reads one row. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet result) throws SQLException;
  }

  /** Runs a statement whose arguments are set. */
  @FunctionalInterface
  private interface Use<T> {
    T of(PreparedStatement statement) throws SQLException;
  }
}
