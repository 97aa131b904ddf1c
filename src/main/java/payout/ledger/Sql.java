package payout.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Statements on one connection: arguments in, rows out. */
final class Sql {

  private final Connection connection;

  Sql(Connection connection) {
    this.connection = connection;
  }

  /** Runs a statement and tells how many rows it touched. */
  int update(String text, Object... arguments) throws SQLException {
    try (PreparedStatement statement = prepare(text, arguments)) {
      return statement.executeUpdate();
    }
  }

  /**
   * Runs a change of state, which must hit exactly one row.
   *
   * @throws StaleStateException when it hits none: somebody else was faster
   */
  void updateOne(String text, Object... arguments) throws SQLException {
    int rows = update(text, arguments);
    if (rows != 1) {
      throw new StaleStateException("A change of state hit " + rows + " rows instead of one.");
    }
  }

  /** All rows. */
  <T> List<T> list(String text, Row<T> row, Object... arguments) throws SQLException {
    try (PreparedStatement statement = prepare(text, arguments);
        ResultSet result = statement.executeQuery()) {
      List<T> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(row.read(result));
      }
      return rows;
    }
  }

  /** The first row. */
  <T> Optional<T> first(String text, Row<T> row, Object... arguments) throws SQLException {
    try (PreparedStatement statement = prepare(text, arguments);
        ResultSet result = statement.executeQuery()) {
      return result.next() ? Optional.of(row.read(result)) : Optional.empty();
    }
  }

  /** One whole number; 0 when there is no row. */
  long number(String text, Object... arguments) throws SQLException {
    return first(text, result -> result.getLong(1), arguments).orElse(0L);
  }

  /** A statement to be run many times; the caller closes it. */
  PreparedStatement prepare(String text, Object... arguments) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(text);
    try {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  /** Reads one row. */
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet result) throws SQLException;
  }
}
