package payout.ledger;

import java.util.Optional;
import java.util.function.LongSupplier;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;

/**
 * Which process takes which file of a folder: the table {@code intake_claim}. A name in a folder
 * has one claim at a time.
 */
public final class ClaimLedger {

  private final Database database;
  private final ChinaClock clock;
  private final String owner;
  private final LedgerGate gate;
  private final LongSupplier nanos;

  /** Claims of this process; the monotonic clock, in nanoseconds, says when to renew them. */
  ClaimLedger(
      Database database, ChinaClock clock, String owner, LedgerGate gate, LongSupplier nanos) {
    this.database = database;
    this.clock = clock;
    this.owner = owner;
    this.gate = gate;
    this.nanos = nanos;
  }

  /**
   * Claims a file before it is opened. A claim of this process itself is left from an earlier
   * attempt and is replaced.
   *
   * @param place the name of the inbox, or of a folder beside it
   * @param name the file's name there, whatever file has it: one version is taken at a time
   * @return empty while another process has it, or the {@link LedgerGate} is closed
   */
  public Optional<FileClaim> claim(String place, String name) {
    return gate.isOpen() ? claimNow(place, name) : Optional.empty();
  }

  private Optional<FileClaim> claimNow(String place, String name) {
    return database.write(
        sql -> {
          long now = clock.millis();
          sql.update(
              "DELETE FROM intake_claim WHERE place = ? AND name = ?"
                  + " AND (owner = ? OR lease_until < ?)",
              place,
              name,
              owner,
              now);
          return sql.first(
              "INSERT INTO intake_claim (place, name, owner, lease_until) VALUES (?, ?, ?, ?)"
                  + " ON CONFLICT (place, name) DO NOTHING RETURNING id",
              row -> new FileClaim(database, clock, nanos, row.getLong(1)),
              place,
              name,
              owner,
              now + FileClaim.LEASE_MS);
        });
  }

  /** Whether a process that is not silent takes a file of this name. */
  public boolean isClaimed(String place, String name) {
    String text =
        "SELECT COUNT(*) FROM intake_claim WHERE place = ? AND name = ? AND lease_until >= ?";
    return database.read(sql -> sql.number(text, place, name, clock.millis())) > 0;
  }
}
