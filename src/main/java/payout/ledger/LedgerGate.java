package payout.ledger;

import java.util.Optional;

/**
 * Whether this process may begin something new: claim a batch or an output file, take a file in, or
 * accept one that waited. What has begun may end, because an outcome that is not recorded is lost.
 */
@FunctionalInterface
public interface LedgerGate {

  /** A gate that never closes. */
  LedgerGate OPEN = Optional::empty;

  /**
   * Why nothing new may begin now, in a sentence; empty when it may.
   *
   * <p>Asked before each claim, and within transactions that decide: it must answer at once and
   * must not use the ledger.
   */
  Optional<String> closedBecause();

  /** Whether something new may begin now. */
  default boolean isOpen() {
    return closedBecause().isEmpty();
  }
}
