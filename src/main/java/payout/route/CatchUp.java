package payout.route;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import payout.ledger.AccountBacklog;
import payout.ledger.FileRecount;
import payout.ledger.PackLedger;

/**
 * The steps of the route {@code catch-up}: what can be done at any time, in steps so small that
 * intake and sending do not notice.
 */
public final class CatchUp {

  /** A tenth of the time between two ticks. */
  private static final long BUDGET_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private final AccountBacklog accounts;
  private final FileRecount files;
  private final PackLedger packing;
  private final Shutdown shutdown;

  /** Catches up on this ledger. */
  public CatchUp(
      AccountBacklog accounts, FileRecount files, PackLedger packing, Shutdown shutdown) {
    this.accounts = accounts;
    this.files = files;
    this.packing = packing;
    this.shutdown = shutdown;
  }

  /** Indexes the accounts of files that were accepted without. */
  public void indexAccounts() {
    work(accounts::step);
  }

  /** Counts files again that were settled without. */
  public void countFiles() {
    work(files::step);
  }

  /** Packs files that were settled long ago. */
  public void packFiles() {
    work(packing::step);
  }

  private void work(BooleanSupplier step) {
    long start = System.nanoTime();
    boolean more = true;
    while (more && !shutdown.hasBegun() && System.nanoTime() - start < BUDGET_NS) {
      more = step.getAsBoolean();
    }
  }
}
