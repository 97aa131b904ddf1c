package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/** The tokens of the HTTP interface, by their hashes. A token is never changed but by its end. */
public final class TokenLedger {

  private final Database database;
  private final ChinaClock clock;

  TokenLedger(Database database, ChinaClock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Adds a token.
   *
   * @param id by which it is listed and revoked
   * @param hash of the token
   * @param roles what it may do, at most what its user may
   * @param days how long it is valid
   */
  public void add(String id, String hash, String user, Set<String> roles, int days) {
    long now = clock.millis();
    database.write(
        sql ->
            sql.update(
                "INSERT INTO console_token (id, hash, user_name, roles, created_at, expires_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?)",
                id,
                hash,
                user,
                String.join(" ", new TreeSet<>(roles)),
                now,
                now + TimeUnit.DAYS.toMillis(days)));
  }

  /** The token of this hash, if it is valid now. */
  public Optional<Token> find(String hash) {
    return database
        .read(sql -> sql.first("SELECT * FROM console_token WHERE hash = ?", Token::read, hash))
        .filter(token -> token.isValidAt(clock.millis()));
  }

  /** All tokens, the newest first, at most so many; also those that ended. */
  public List<Token> all(int count) {
    return database.read(
        sql ->
            sql.list(
                "SELECT * FROM console_token ORDER BY created_at DESC, id LIMIT ?",
                Token::read,
                count));
  }

  /** Ends a token; false when there is none of this id that has not ended. */
  public boolean revoke(String id) {
    return database.write(
        sql ->
            sql.update(
                    "UPDATE console_token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
                    clock.millis(),
                    id)
                == 1);
  }

  /** Ends all tokens of a user; how many had not been revoked. */
  static int endAll(Sql sql, String user, long now) throws SQLException {
    return sql.update(
        "UPDATE console_token SET revoked_at = ? WHERE user_name = ? AND revoked_at IS NULL",
        now,
        user);
  }

  /**
   * A token.
   *
   * @param id by which it is listed and revoked
   * @param user whose it is
   * @param roles what it may do
   * @param createdAt milliseconds since 1970
   * @param expiresAt milliseconds since 1970
   * @param revokedAt milliseconds since 1970; 0 when it was not revoked
   */
  public record Token(
      String id, String user, Set<String> roles, long createdAt, long expiresAt, long revokedAt) {

    static Token read(ResultSet row) throws SQLException {
      return new Token(
          row.getString("id"),
          row.getString("user_name"),
          Set.of(row.getString("roles").split(" ")),
          row.getLong("created_at"),
          row.getLong("expires_at"),
          row.getLong("revoked_at"));
    }

    /** Whether it may be used then. */
    public boolean isValidAt(long now) {
      return revokedAt == 0 && now < expiresAt;
    }
  }
}
