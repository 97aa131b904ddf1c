package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import payout.batch.BatchId;
import payout.batch.ChinaClock;
import payout.batch.PayoutLine;
import payout.batch.PersonNames;
import payout.ledger.sql.Sql;

/**
 * Permissions to pay once more a file that was already paid: the table {@code again}.
 *
 * <p>A grant permits one file within 72 hours. A forgotten grant must not let the same payroll be
 * paid months later.
 */
public final class Grants {

  static final long LIFETIME_MS = TimeUnit.HOURS.toMillis(72);

  /** A condition on {@code again}; its argument is {@link #openSince}. */
  private static final String OPEN = "used_by IS NULL AND revoked_at IS NULL AND granted_at > ?";

  private static final int NAMED_MAX = 10;

  private Grants() {}

  /** The id of the unused grant for these bytes; 0 without one. */
  static long open(Sql sql, String sha256, long now) throws SQLException {
    return sql.number(
        "SELECT MIN(id) FROM again WHERE sha256 = ? AND " + OPEN, sha256, openSince(now));
  }

  /** How often these bytes were permitted once more, including an open grant. */
  static int times(Sql sql, String sha256, long now) throws SQLException {
    String used = "SELECT COUNT(*) FROM again WHERE sha256 = ? AND used_by IS NOT NULL";
    return (int) sql.number(used, sha256) + (open(sql, sha256, now) > 0 ? 1 : 0);
  }

  /** Locks the grants for these bytes until the end of the transaction. */
  static void lock(Sql sql, String sha256) throws SQLException {
    sql.update("UPDATE again SET sha256 = sha256 WHERE sha256 = ? AND used_by IS NULL", sha256);
  }

  /** All open grants, the oldest first. */
  static List<Grant> open(Sql sql, long now) throws SQLException {
    return sql.list(
        "SELECT a.*, (SELECT f.name FROM payout_file f WHERE f.sha256 = a.sha256"
            + " ORDER BY f.id DESC LIMIT 1) AS file FROM again a WHERE "
            + OPEN
            + " ORDER BY a.granted_at",
        row ->
            new Grant(
                row.getString("sha256"),
                row.getString("file"),
                row.getString("who"),
                row.getString("reason"),
                row.getLong("granted_at"),
                row.getLong("granted_at") + LIFETIME_MS),
        openSince(now));
  }

  /**
   * Plans a grant for the bytes of a settled file.
   *
   * @param digits its SHA-256, or the first 8 digits of it or more
   */
  static ActPlan planGive(Sql sql, long now, String digits, Act act) throws SQLException {
    act.requireReason();
    FileRecord file = ActSteps.file(sql, lastTaken(sql, digits).id(), act);
    if (!ActsAllowed.allows(ActKind.AGAIN, file.state())) {
      throw new ActRefusedException(
          "File "
              + file.name()
              + " with these bytes is "
              + file.state()
              + "; it can be let in again only when it is SETTLED.");
    }
    long open = open(sql, file.sha256(), now);
    if (open > 0) {
      long given = sql.number("SELECT granted_at FROM again WHERE id = ?", open);
      throw new ActRefusedException(
          "The bytes of "
              + file.name()
              + " may be dropped once more already, until "
              + ChinaClock.iso(given + LIFETIME_MS)
              + ".");
    }
    String sentence =
        "The bytes of "
            + file.name()
            + " may be dropped once more until "
            + ChinaClock.iso(now + LIFETIME_MS)
            + "; they get new batch numbers"
            + serials(sql, file);
    return plan(ActKind.AGAIN, file, sentence, "AGAIN", () -> give(sql, now, file, act));
  }

  private static void give(Sql sql, long now, FileRecord file, Act act) throws SQLException {
    sql.update(
        "INSERT INTO again (sha256, who, reason, granted_at) VALUES (?, ?, ?, ?)",
        file.sha256(),
        act.who(),
        act.reason(),
        now);
    Events.file(sql, now, file.id(), "AGAIN", act.who(), act.reason());
  }

  /** Plans to revoke an open grant. */
  static ActPlan planRevoke(Sql sql, long now, String digits, Act act) throws SQLException {
    act.requireReason();
    FileRecord file = lastTaken(sql, digits);
    if (!act.dryRun()) {
      lock(sql, file.sha256());
    }
    long id = open(sql, file.sha256(), now);
    if (id == 0) {
      throw new ActRefusedException(
          "No grant is open for the bytes of " + file.name() + "; there is nothing to take back.");
    }
    String giver =
        sql.first("SELECT who FROM again WHERE id = ?", row -> row.getString(1), id).orElseThrow();
    String sentence =
        "The bytes of "
            + file.name()
            + " may not be dropped once more; the grant of "
            + giver
            + " is taken back.";
    return plan(
        ActKind.REVOKE_AGAIN,
        file,
        sentence,
        file.state().name(),
        () -> revoke(sql, now, id, file, act));
  }

  private static void revoke(Sql sql, long now, long id, FileRecord file, Act act)
      throws SQLException {
    sql.updateOne("UPDATE again SET revoked_at = ? WHERE id = ?", now, id);
    Events.file(sql, now, file.id(), "AGAIN_REVOKED", act.who(), act.reason());
  }

  /**
   * Revokes the open grants that a person gave, each as an act of its own.
   *
   * @return how many grants that were
   */
  static int revokeAllOf(Sql sql, long now, String person, Act act) throws SQLException {
    int revoked = 0;
    for (Grant each : open(sql, now)) {
      if (PersonNames.areSame(each.who, person)) {
        lock(sql, each.sha256);
        if (open(sql, each.sha256, now) > 0) { // it may have been used at this moment
          ActPlan plan = planRevoke(sql, now, each.sha256, act);
          plan.work().run();
          AuditTable.add(sql, now, act, plan);
          revoked++;
        }
      }
    }
    return revoked;
  }

  private static ActPlan plan(
      ActKind kind, FileRecord file, String sentence, String to, ActPlan.Work work) {
    return new ActPlan(
        Preview.of(
            kind, ActResult.DONE, sentence, List.of(Preview.Move.of(file, to)), Seen.of(file)),
        About.of(file),
        work);
  }

  /** A grant makes no new serial numbers where the file itself has them. */
  private static String serials(Sql sql, FileRecord file) throws SQLException {
    if (hasMadeSerials(sql, file)) {
      return " and new serial numbers.";
    }
    long paid = sql.number("SELECT SUM(paid_lines) FROM batch WHERE file_id = ?", file.id());
    return paid == 0
        ? "."
        : ". But "
            + paid
            + " of its "
            + file.lines()
            + " lines are paid, and the file itself names their serial numbers: it will be refused"
            + " (SERIAL_USED). To pay these payees again, give the lines new serial numbers; such"
            + " a file needs no grant.";
  }

  /**
   * Whether intake made the serial numbers of this file: 16 hexadecimal digits and the number of
   * the line's row. A retry file contains such numbers too, but with other row numbers.
   */
  private static boolean hasMadeSerials(Sql sql, FileRecord file) throws SQLException {
    for (PayoutLine line : Contents.lines(sql, BatchId.of(file.id(), 1))) {
      String row = String.format(Locale.ROOT, "%07d", line.row());
      if (!line.serial().matches("[0-9a-f]{16}\\d{7}") || !line.serial().endsWith(row)) {
        return false;
      }
    }
    return true;
  }

  /** The last file that was taken with bytes whose hash begins so. */
  private static FileRecord lastTaken(Sql sql, String digits) throws SQLException {
    String prefix = digits.toLowerCase(Locale.ROOT);
    if (!prefix.matches("[0-9a-f]{8,64}")) {
      throw new ActRefusedException(
          digits + " is no SHA-256: name the file's by its first 8 hexadecimal digits or more.");
    }
    // The character after f bounds the range, so that the index on the hash answers it.
    List<FileRecord> newest =
        sql.list(
            FileRecord.SELECT
                + "WHERE id IN (SELECT MAX(id) FROM payout_file WHERE sha256 >= ? AND sha256 < ?"
                + " AND state NOT IN ('RECEIVED', 'REJECTED', 'DUPLICATE') GROUP BY sha256"
                + " ORDER BY sha256 LIMIT ?) ORDER BY sha256",
            FileRecord::read,
            prefix,
            prefix + "g",
            NAMED_MAX + 1);
    if (newest.isEmpty()) {
      throw new ActRefusedException(
          ActRefusedException.Why.UNKNOWN,
          "The ledger took no file with the SHA-256 " + digits + ".");
    }
    if (newest.size() > 1) {
      throw new ActRefusedException(ActRefusedException.Why.UNKNOWN, ambiguous(digits, newest));
    }
    return newest.get(0);
  }

  private static String ambiguous(String digits, List<FileRecord> files) {
    List<String> named =
        files.stream()
            .limit(NAMED_MAX)
            .map(file -> file.sha256() + " (" + file.name() + ")")
            .toList();
    return "Several files have a SHA-256 that begins with "
        + digits
        + ": "
        + String.join(", ", named)
        + (files.size() > NAMED_MAX ? " and more" : "")
        + ". Give more digits.";
  }

  private static long openSince(long now) {
    return now - LIFETIME_MS;
  }

  /**
   * An operator's permission to pay once more a file that was already paid.
   *
   * @param sha256 the bytes
   * @param file the name of the last file with these bytes
   * @param who who gave it
   * @param reason why
   * @param givenAt when, milliseconds since 1970
   * @param endsAt until when it may be used, milliseconds since 1970
   */
  public record Grant(
      String sha256, String file, String who, String reason, long givenAt, long endsAt) {}
}
