package payout.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import payout.ledger.sql.Database;
import payout.ledger.sql.Migrations;
import payout.testing.PostgresServer;

/**
 * A PostgreSQL ledger of some age: PostgreSQL plans by what tables hold, and of an empty one it
 * reads the whole for good reason.
 */
final class GrownLedger {

  private static final String USER = "postgres";

  /** Files: all settled but every thousandth. Each has a batch, which stands as its file does. */
  private static final List<String> FILL =
      List.of(
          """
          INSERT INTO payout_file (id, inbox, name, sha256, size, modified_at, stem, short_hash,
            arrival, state, partner, email, account_name, buyer_account_name, extend_param, gateway,
            charset, received_at, decided_at, settled_at, archived_at, archive_name, stated_no, batches,
            accounts_from, open_lines)
          SELECT i, 'inbox', 'f' || i || '.csv', md5(i::text) || md5(i::text), 100, i, 'f' || i,
            substr(md5(i::text), 1, 8), 1,
            CASE WHEN i % 1000 = 1 THEN 'ACCEPTED' WHEN i % 1000 = 2 THEN 'AWAITING_APPROVAL'
              WHEN i % 1000 = 3 THEN 'AWAITING_LIMIT' WHEN i % 1000 = 4 THEN 'RECEIVED'
              WHEN i % 100 = 5 THEN 'REJECTED' ELSE 'SETTLED' END,
            'p', 'e', 'a', '', '', 'g', 'utf-8', i * 60000, i * 60000, i * 60000,
            CASE WHEN i % 1000 = 4 THEN NULL ELSE i * 60000 END, '.done/f' || i, '', 1,
            CASE WHEN i % 2000 = 1 THEN 1 END, CASE WHEN i % 1000 = 1 THEN 1 ELSE 0 END
          FROM generate_series(1::bigint, 10000) i
          """,
          """
          INSERT INTO batch (id, file_id, place, batch_no, state, lines, amount, open_lines, due_at,
            sent_at, taken_at, lease_until, overdue_at, trouble_since, notified_at)
          SELECT i * 10000000 + 1, i, 1, 'b' || i,
            CASE WHEN i % 10000 = 1 THEN 'READY' WHEN i % 10000 = 1001 THEN 'SENDING'
              WHEN i % 10000 = 2001 THEN 'UNKNOWN' WHEN i % 10000 = 3001 THEN 'HELD'
              WHEN i % 1000 = 1 THEN 'TAKEN' ELSE 'SETTLED' END,
            1, 100, CASE WHEN i % 1000 = 1 THEN 1 ELSE 0 END,
            CASE WHEN i % 10000 IN (1, 2001) THEN i END, i, i, CASE WHEN i % 10000 = 1001 THEN i END,
            CASE WHEN i % 10000 = 4001 THEN i END, CASE WHEN i % 10000 IN (2001, 3001) THEN i END, i
          FROM generate_series(1::bigint, 10000) i
          """,
          """
          INSERT INTO submission (file_id, name, stem, submitted_by, only_check, state, sha256, chunks, touched_at)
          SELECT CASE WHEN i % 10 = 0 THEN NULL ELSE i END, 'f' || i || '.csv', 'f' || i, 'li',
            CASE WHEN i % 10 = 0 THEN 1 ELSE 0 END,
            CASE WHEN i % 1000 = 4 THEN 'SUBMITTED' WHEN i % 5000 = 1 THEN 'UPLOADING'
              WHEN i % 5000 = 2 THEN 'DROPPED' ELSE 'TAKEN' END, md5(i::text), 1, i
          FROM generate_series(1::bigint, 10000) i
          """,
          "INSERT INTO submission_chunk SELECT id, 0, 'x' FROM submission",
          "INSERT INTO batch_lines SELECT id, 'x' FROM batch",
          "INSERT INTO batch_results SELECT id, 'x' FROM batch",
          "INSERT INTO packed SELECT id, 'x' FROM batch",
          "INSERT INTO file_faults SELECT id, 1, 'x' FROM payout_file",
          "INSERT INTO file_warnings SELECT id, 1, 1, 'x' FROM payout_file",
          "INSERT INTO rejected_lines SELECT id, 1, 'x' FROM payout_file",
          "INSERT INTO account_page SELECT i * 1000, 'x' FROM generate_series(1::bigint, 10000) i",
          "INSERT INTO serial_page SELECT i * 1000, 'x' FROM generate_series(1::bigint, 10000) i",
          """
          INSERT INTO notify (notify_id, digest, batch_no, batch_id, verdict, received_at, body)
          SELECT 'n' || i, md5(i::text), 'b' || i, i * 10000000 + 1, 'APPLIED', i, 'x'
          FROM generate_series(1::bigint, 10000) i
          """,
          """
          INSERT INTO publication (file_id, kind, created_at, published_at)
          SELECT i, 'RESULT', i, CASE WHEN i % 1000 = 1 THEN NULL ELSE i END
          FROM generate_series(1::bigint, 10000) i
          """,
          """
          INSERT INTO event (at, file_id, batch_id, kind, cause)
          SELECT i, i % 10000 + 1, (i % 10000 + 1) * 10000000 + 1, 'TAKEN', 'submit-batch'
          FROM generate_series(1::bigint, 20000) i
          """,
          """
          INSERT INTO again (sha256, who, reason, granted_at, used_by)
          SELECT md5(i::text) || md5(i::text), 'w', 'r', i, CASE WHEN i % 1000 = 1 THEN NULL ELSE i END
          FROM generate_series(1::bigint, 5000) i
          """,
          """
          INSERT INTO proposal (batch_id, serial, lines, amount, was, attempts, who, reason, proposed_at, confirmed_by)
          SELECT i * 10000000 + 1, '', 1, 100, 'OPEN', 1, 'w', 'r', i,
            CASE WHEN i % 1000 = 1 THEN NULL ELSE 'c' END
          FROM generate_series(1::bigint, 5000) i
          """,
          """
          INSERT INTO correction SELECT i, 1, i * 10000000 + 1, 0, 'x', 'x'
          FROM generate_series(1::bigint, 5000) i
          """,
          """
          INSERT INTO act_key (value, at, act, who, result, sentence)
          SELECT 'k' || i, i, 'HOLD b' || i, 'w', 'DONE', 's' FROM generate_series(1::bigint, 5000) i
          """,
          """
          INSERT INTO audit (at, kind, who, person, channel, address, node, file_id, batch_id, subject)
          SELECT i, CASE WHEN i % 3 = 0 THEN 'LOGIN' WHEN i % 3 = 1 THEN 'HOLD' ELSE 'k' || (i % 20) END,
            'w', 'w' || (i % 50), 'CLI', '', '', CASE WHEN i % 3 = 1 THEN i END,
            CASE WHEN i % 3 = 1 THEN i * 10000000 + 1 END, 's'
          FROM generate_series(1::bigint, 20000) i
          """,
          "INSERT INTO closed_day SELECT 20000000 + i, i, 'x' FROM generate_series(1::bigint,"
              + " 5000) i",
          "INSERT INTO seal SELECT i, i, md5(i::text), 'h', 'x' FROM generate_series(1::bigint, 5000) i",
          """
          INSERT INTO statement (sha256, name, start, received_at)
          SELECT md5(i::text) || md5(i::text), 's', 's' || i, i FROM generate_series(1::bigint, 5000) i
          """,
          "INSERT INTO statement_verdict SELECT i, 'SAME', 1, 100 FROM generate_series(1::bigint, 5000) i",
          "INSERT INTO statement_day SELECT 20000000 + i, 'COMPLETE', '', i FROM"
              + " generate_series(1::bigint, 5000) i",
          """
          INSERT INTO statement_row (booking_id, statement_id, line, business_id, order_no, at, amount, kind)
          SELECT 'b' || i, i % 5000, i, 'u' || i, 'o' || i, (20000000 + i)::text, 100,
            CASE WHEN i % 10 = 0 THEN 'PAYOUT' ELSE 'IN' END
          FROM generate_series(1::bigint, 20000) i
          """,
          """
          INSERT INTO statement_proof SELECT i * 10000000 + 1, 0, i % 5000, 1, 'b' || i, '2026-03-10T10:00',
            's', 100, CASE WHEN i % 1000 = 1 THEN 'OPEN' ELSE 'DONE' END, i
          FROM generate_series(1::bigint, 5000) i
          """,
          "INSERT INTO statement_seen SELECT i * 10000000 + 1, 0, 'b' || i, 100 FROM"
              + " generate_series(1::bigint, 10000) i",
          """
          INSERT INTO statement_finding (verdict, batch_id, place, booking_id, statement_id, line, serial,
            amount, found_at)
          SELECT CASE WHEN i % 1000 = 1 THEN 'FAILED_BUT_PAID' ELSE 'RETURNED' END, i * 10000000 + 1, 0,
            'b' || i, i % 5000, 1, 's', 100, i
          FROM generate_series(1::bigint, 5000) i
          """,
          "INSERT INTO accepted_day SELECT 'd' || i, i FROM generate_series(1::bigint, 5000) i",
          "ANALYZE");

  private GrownLedger() {}

  /** A connection to it; it is made when the first test asks. */
  static Connection connect() throws SQLException {
    return DriverManager.getConnection(Holder.URL, USER, "");
  }

  private static final class Holder {

    static final String URL = make();

    private static String make() {
      String url = PostgresServer.newSchema();
      try (Database database = Database.open(url, USER, "")) {
        Migrations.run(database, () -> {}, () -> {});
      }
      try (Connection connection = DriverManager.getConnection(url, USER, "");
          Statement statement = connection.createStatement()) {
        for (String each : FILL) {
          statement.execute(each);
        }
        return url;
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
