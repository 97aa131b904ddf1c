package payout.ledger;

import java.nio.file.Path;
import payout.ledger.sql.LedgerAddress;
import payout.ledger.sql.LedgerCopy;
import payout.ledger.sql.LedgerException;

/**
 * A copy of an embedded ledger.
 *
 * @param file where it is
 * @param bytes its size
 * @param lastEventAt the last step that it holds, milliseconds since 1970; 0 for none
 */
public record Backup(Path file, long bytes, long lastEventAt) {

  /**
   * Copies an embedded ledger, while a service may run on it; see {@link LedgerCopy}.
   *
   * @param target the copy, which must not exist; its folder must
   * @throws LedgerException with a sentence, when that is not possible; nothing is left then
   */
  public static Backup make(LedgerAddress address, Path target) {
    LedgerCopy.Made made = LedgerCopy.make(address.real().file().orElseThrow(), target);
    return new Backup(made.file(), made.bytes(), made.lastEventAt());
  }
}
