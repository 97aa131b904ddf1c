package payout.ledger;

import payout.batch.ChinaClock;
import payout.ledger.sql.LedgerAddress;
import payout.ledger.sql.LedgerException;

/** Another process that tries to run on a ledger; prints what comes of it. */
final class LockAttempt {

  private LockAttempt() {}

  public static void main(String[] arguments) {
    LedgerAddress address = new LedgerAddress(arguments[0], "", "");
    try (Ledger ledger = Ledger.run(address, "production", ChinaClock.system())) {
      System.out.println("Taken: " + ledger);
    } catch (LedgerException e) {
      System.out.println(e.getMessage());
    }
  }
}
