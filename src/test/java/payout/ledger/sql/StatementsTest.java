package payout.ledger.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatementsTest {

  private static final String ADD = "SELECT ? + 1";

  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite::memory:");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void a_statement_is_kept_and_forgets_its_arguments() throws SQLException {
    Statements statements = new Statements(connection, true);
    PreparedStatement first = statements.take(ADD);
    first.setLong(1, 41);
    statements.giveBack(ADD, first);

    assertThat(statements.take(ADD)).isSameAs(first);
  }

  @Test
  void a_statement_that_runs_within_itself_is_two_statements() throws SQLException {
    Sql sql = new Sql(new Statements(connection, true), "", false, new java.util.ArrayList<>());

    for (int i = 0; i < 2; i++) {
      assertThat(sql.list(ADD, row -> sql.number(ADD, row.getLong(1)), 1)).containsExactly(3L);
    }
  }

  @Test
  void one_that_failed_is_closed() throws SQLException {
    Statements statements = new Statements(connection, true);
    PreparedStatement used = statements.take(ADD);
    statements.giveBack(ADD, used);
    Sql sql = new Sql(statements, "", false, new java.util.ArrayList<>());

    assertThatThrownBy(
            () ->
                sql.first(
                    ADD,
                    row -> {
                      throw new SQLException("broken");
                    },
                    1))
        .hasMessage("broken");

    assertThat(used.isClosed()).isTrue();
    assertThat(sql.number(ADD, 1)).isEqualTo(2);
  }
}
