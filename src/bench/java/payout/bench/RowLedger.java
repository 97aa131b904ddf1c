package payout.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/** A ledger with one row for each line, the obvious design. */
final class RowLedger implements AutoCloseable {

  private final Connection connection;
  private final PreparedStatement insertLine;
  private final PreparedStatement insertBatch;
  private final PreparedStatement updateBatch;

  RowLedger(Path file) throws SQLException {
    connection = open(file);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE line (id INTEGER PRIMARY KEY, batch INT NOT NULL, serial_no TEXT NOT NULL"
              + " UNIQUE, account TEXT NOT NULL, name TEXT NOT NULL, amount INTEGER NOT NULL,"
              + " remark TEXT NOT NULL, status TEXT NOT NULL)");
      statement.execute(
          "CREATE TABLE batch (id INTEGER PRIMARY KEY, lines INT NOT NULL, amount INTEGER NOT"
              + " NULL, state TEXT NOT NULL)");
    }
    connection.setAutoCommit(false);
    insertLine =
        connection.prepareStatement(
            "INSERT INTO line (batch, serial_no, account, name, amount, remark, status)"
                + " VALUES (?, ?, ?, ?, ?, ?, 'OPEN')");
    insertBatch = connection.prepareStatement("INSERT INTO batch VALUES (?, ?, ?, 'SENDING')");
    updateBatch = connection.prepareStatement("UPDATE batch SET state = 'TAKEN' WHERE id = ?");
  }

  /** A connection as the product's: write-ahead log, each commit synced. */
  static Connection open(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setCacheSize(-16 * 1024);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint=4000");
    }
    return connection;
  }

  Connection connection() {
    return connection;
  }

  void line(int batch, String[] fields, long fen) throws SQLException {
    insertLine.setInt(1, batch);
    insertLine.setString(2, fields[0]);
    insertLine.setString(3, fields[1]);
    insertLine.setString(4, fields[2]);
    insertLine.setLong(5, fen);
    insertLine.setString(6, fields[4]);
    insertLine.addBatch();
  }

  void intent(int batch, int lines, long fen) throws SQLException {
    insertLine.executeBatch();
    insertBatch.setInt(1, batch);
    insertBatch.setInt(2, lines);
    insertBatch.setLong(3, fen);
    insertBatch.executeUpdate();
  }

  void taken(int batch) throws SQLException {
    updateBatch.setInt(1, batch);
    updateBatch.executeUpdate();
  }

  void commit() throws SQLException {
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    insertLine.close();
    insertBatch.close();
    updateBatch.close();
    connection.close();
  }
}
