package payout.crash;

import payout.batch.Checkpoint;

/**
 * The end of a process in this JVM.
 *
 * <p>It is as good as a real one because of three things. It is thrown where no transaction is
 * open, for no checkpoint is passed within one. It is an {@link Error} that nothing in the product
 * catches on one thread, and the one thread that a {@link SimulatedService} works on drops the
 * whole process when it sees it: no completion of an exchange runs, the ledger is closed, and what
 * the process held in memory is gone. And should anything of the dead process go on all the same,
 * the next checkpoint that it passes throws again, and its ledger is closed.
 */
final class PowerCut extends Error {

  private static final long serialVersionUID = 1L;

  PowerCut(Checkpoint at) {
    super("The process ended at " + at, null, false, false);
  }
}
