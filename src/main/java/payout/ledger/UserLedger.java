package payout.ledger;

import java.sql.SQLException;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * What follows in the ledger when the users of the console change, who themselves are in a file:
 * the change is recorded, and what a user held ends in the same transaction, on every node.
 */
public final class UserLedger {

  private final Database database;
  private final ChinaClock clock;

  UserLedger(Database database, ChinaClock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * A user was added.
   *
   * @param roles what the user may do, for the record
   * @param who who added the user
   */
  public void added(String user, String roles, String who, Source from) {
    database.write(
        sql -> {
          record(sql, AuditKind.USER_ADDED, user, who, from, roles);
          return null;
        });
  }

  /**
   * Roles, password or second factor of a user changed: the sessions end that began before.
   *
   * @param change what changed, for the record; no secret
   * @param who who changed it
   */
  public void changed(String user, String change, String who, Source from) {
    database.write(
        sql -> {
          SessionLedger.endAll(sql, user);
          record(sql, AuditKind.USER_CHANGED, user, who, from, change);
          return null;
        });
  }

  /**
   * The same for a user who is no operator any more: what the user permitted or proposed as one is
   * revoked and withdrawn as well.
   */
  public void changedToLess(String user, String change, String who, Source from) {
    Act act = new Act(who, "the user " + user + " is no operator any more", false).from(from);
    database.write(
        sql -> {
          long now = clock.millis();
          SessionLedger.endAll(sql, user);
          Grants.revokeAllOf(sql, now, user, act);
          Proposal.withdrawAllOf(sql, now, user, act);
          record(sql, AuditKind.USER_CHANGED, user, who, from, change);
          return null;
        });
  }

  /**
   * A user was removed: ends the sessions and tokens, revokes the open grants that the user gave,
   * and withdraws the results by hand that the user proposed and nobody confirmed.
   *
   * @param wasThere whether the name was a user's until now; otherwise it is recorded only when
   *     something was left of the user
   * @param who who removed the user
   * @return what there was of it
   */
  public Left removed(String user, boolean wasThere, String who, Source from) {
    Act act = new Act(who, "the user " + user + " was removed", false).from(from);
    return database.write(
        sql -> {
          long now = clock.millis();
          Left left =
              new Left(
                  SessionLedger.endAll(sql, user),
                  TokenLedger.endAll(sql, user, now),
                  Grants.revokeAllOf(sql, now, user, act),
                  Proposal.withdrawAllOf(sql, now, user, act));
          if (wasThere || left.isAnything()) {
            record(sql, AuditKind.USER_REMOVED, user, who, from, left.sentence());
          }
          return left;
        });
  }

  private void record(Sql sql, AuditKind kind, String user, String who, Source from, String detail)
      throws SQLException {
    AuditTable.add(
        sql, clock.millis(), kind, who, from, About.thing(user), Seen.NOTHING, "", detail);
  }

  /**
   * What a user who was removed had left.
   *
   * @param sessions sessions that ended
   * @param tokens tokens that ended
   * @param grants permissions to pay a file once more that were revoked
   * @param proposals proposals that were withdrawn
   */
  public record Left(int sessions, int tokens, int grants, int proposals) {

    /** Whether there was anything. */
    public boolean isAnything() {
      return sessions + tokens + grants + proposals > 0;
    }

    /** The same as a sentence. */
    public String sentence() {
      return Counted.of(sessions, "session", "sessions")
          + " and "
          + Counted.of(tokens, "token", "tokens")
          + " ended, "
          + Counted.of(grants, "open grant", "open grants")
          + " revoked, "
          + Counted.of(proposals, "proposal", "proposals")
          + " withdrawn.";
    }
  }
}
