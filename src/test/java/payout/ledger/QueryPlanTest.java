package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked for each batch, or each few seconds, never reads a table from end to end. */
@OnBothDatabases
class QueryPlanTest extends LedgerFixture {

  private static final String DUE =
      " FROM batch WHERE due_at <= 5 AND EXISTS (SELECT 1 FROM payout_file f"
          + " WHERE f.id = batch.file_id AND f.partner = 'a')";

  private static final List<String> HOT =
      List.of(
          "SELECT *" + DUE + " ORDER BY due_at, id LIMIT 1",
          "SELECT 1" + DUE + " LIMIT 1",
          "SELECT * FROM batch WHERE state = 'SENDING' AND lease_until < 5 ORDER BY id",
          "SELECT * FROM batch WHERE state = 'TAKEN' AND taken_at < 5 AND overdue_at IS NULL",
          "SELECT * FROM batch WHERE batch_no = 'a' ORDER BY id DESC LIMIT 1",
          "SELECT MAX(id) FROM batch WHERE batch_no = 'a'",
          "SELECT COUNT(*) FROM payout_file WHERE stated_no = 'a' AND stated_no <> ''",
          "SELECT COUNT(*) FROM notify WHERE notify_id = 'a' AND digest = 'b'",
          "SELECT * FROM publication WHERE published_at IS NULL ORDER BY id LIMIT 5",
          "SELECT COUNT(*) FROM publication WHERE file_id = 1 AND published_at IS NULL",
          "SELECT SUM(lines - paid_lines) FROM batch WHERE file_id = 1",
          "SELECT COUNT(*) FROM batch WHERE due_at IS NOT NULL",
          "SELECT COUNT(*) FROM batch WHERE state = 'SENDING'",
          "SELECT COUNT(*) FROM batch WHERE state = 'UNKNOWN'",
          "SELECT COUNT(*) FROM batch WHERE state = 'HELD'",
          "SELECT * FROM event WHERE file_id = 1 AND (batch_id = 2 OR batch_id IS NULL)",
          "SELECT * FROM payout_file WHERE inbox = 'a' AND name = 'b' AND archived_at IS NULL",
          "SELECT * FROM payout_file WHERE state = 'AWAITING_APPROVAL' ORDER BY id",
          "SELECT * FROM payout_file WHERE state = 'AWAITING_LIMIT' ORDER BY id",
          "SELECT COUNT(*) FROM payout_file WHERE state = 'AWAITING_LIMIT'",
          "SELECT MAX(day) FROM closed_day",
          "SELECT * FROM payout_file WHERE inbox = 'a' AND archive_name = '.done/b'",
          "SELECT * FROM payout_file WHERE inbox = 'a' AND archive_name IN ('b', 'c', 'd')",
          "SELECT * FROM payout_file WHERE sha256 = 'a' ORDER BY id DESC LIMIT 1");

  @Test
  void every_hot_question_is_answered_by_an_index() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      if (engine == Engine.POSTGRESQL) {
        statement.execute("SET enable_seqscan = off");
      }
      for (String query : HOT) {
        String plan = plan(statement, query);

        assertThat(plan).as(query).doesNotContain("Seq Scan");
        assertThat(plan.replaceAll("SCAN \\w+ USING (COVERING )?INDEX \\w+", ""))
            .as(query)
            .doesNotContain("SCAN ");
      }
    }
  }

  private String plan(Statement statement, String query) throws SQLException {
    boolean sqlite = engine == Engine.SQLITE;
    StringBuilder plan = new StringBuilder();
    try (ResultSet rows =
        statement.executeQuery((sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + query)) {
      while (rows.next()) {
        plan.append(rows.getString(sqlite ? 4 : 1)).append('\n');
      }
    }
    return plan.toString();
  }
}
