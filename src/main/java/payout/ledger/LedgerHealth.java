package payout.ledger;

import java.util.Optional;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerException;

/**
 * Whether the ledger can be read and written now. It is asked over connections of its own with
 * short limits, so that the answer comes within seconds also while all others hang, and is
 * remembered for a second, so that no number of callers is a burden.
 */
public final class LedgerHealth {

  private static final long REMEMBERED_NS = 1_000_000_000L;

  private final Database main;
  private final Database aside;
  private final ChinaClock clock;
  private final String owner;
  private final StatusLedger status;
  private Report report;
  private LedgerException trouble;
  private long askedAt = System.nanoTime() - REMEMBERED_NS;

  LedgerHealth(Database main, Database aside, ChinaClock clock, String owner) {
    this.main = main;
    this.aside = aside;
    this.clock = clock;
    this.owner = owner;
    this.status = new StatusLedger(aside, clock);
  }

  /**
   * What the ledger answers.
   *
   * @throws LedgerException with the reason, when it cannot be read or written
   */
  public synchronized Report ask() {
    if (System.nanoTime() - askedAt >= REMEMBERED_NS) {
      look();
      askedAt = System.nanoTime();
    }
    if (trouble != null) {
      throw trouble;
    }
    return report;
  }

  private void look() {
    try {
      trouble = main.recentTrouble().orElse(null);
      report = new Report(status.totals(), turn());
      tryToWrite();
    } catch (LedgerException e) {
      trouble = e;
    }
  }

  /** A long write of this process keeps an embedded ledger busy, and proves that it can write. */
  private void tryToWrite() {
    try {
      aside.attempt(
          sql ->
              sql.update(
                  "INSERT INTO lease (name, owner, lease_until) VALUES (?, ?, 0)",
                  "health of " + owner,
                  owner));
    } catch (LedgerException e) {
      if (!Database.isBusy(e)) {
        throw e;
      }
    }
  }

  private Optional<Turn> turn() {
    return aside.read(
        sql ->
            sql.first(
                "SELECT COALESCE((SELECT MAX(n.name) FROM node n WHERE n.owner = l.owner), l.owner),"
                    + " l.lease_until FROM lease l WHERE l.name = 'intake' AND l.lease_until >= ?",
                row -> new Turn(row.getString(1), row.getLong(2)),
                clock.millis()));
  }

  /** Queries over the same connections. */
  public StatusLedger status() {
    return status;
  }

  /** Stalled batches, over the same connections. */
  public AlarmLedger alarms(AlarmLedger.Rules rules) {
    return new AlarmLedger(aside, clock, rules);
  }

  /**
   * What is in the ledger.
   *
   * @param totals counts of batches and files
   * @param turn who takes files in; empty when nobody does
   */
  public record Report(StatusLedger.Totals totals, Optional<Turn> turn) {}

  /**
   * The turn of intake.
   *
   * @param owner the node that has it
   * @param until when it ends unless it is renewed, milliseconds since 1970
   */
  public record Turn(String owner, long until) {}
}
