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

  Sql(Statements statements) {
    this.statements = statements;
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

  /** All rows. */
  public <T> List<T> list(String text, Row<T> row, Object... arguments) throws SQLException {
    return run(
        text,
        statement -> {
          try (ResultSet result = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (result.next()) {
              rows.add(row.read(result));
            }
            return rows;
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

  /** One whole number; 0 when there is no row. */
  public long number(String text, Object... arguments) throws SQLException {
    return first(text, result -> result.getLong(1), arguments).orElse(0L);
  }

  /** Prepares a statement that runs many times; the caller closes it. */
  public PreparedStatement prepare(String text, Object... arguments) throws SQLException {
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
