package payout.ledger;

/** Another process that tries to take a ledger's lock; prints what comes of it. */
final class LockAttempt {

  private LockAttempt() {}

  public static void main(String[] arguments) {
    try (ProcessLock lock = ProcessLock.take(new LedgerAddress(arguments[0], "", ""))) {
      System.out.println("Taken: " + lock);
    } catch (LedgerException e) {
      System.out.println(e.getMessage());
    }
  }
}
