package payout.ledger;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import payout.ledger.sql.LedgerException;

/**
 * Whether a ledger that never accepted a file may be used.
 *
 * <p>If there are files that an earlier ledger accepted, an empty ledger means that the earlier one
 * was lost, emptied or moved, and payments could be made twice. So an empty ledger is used only
 * when there is no sign of an earlier one, or when an operator asks for a new one. The ledger
 * records who asked.
 */
public final class Beginning {

  private final String meantBy;
  private final Supplier<Optional<String>> past;

  private Beginning(String meantBy, Supplier<Optional<String>> past) {
    this.meantBy = meantBy;
    this.past = past;
  }

  /** Nothing is checked, because nothing can be lost: a sandbox, a scratch ledger. */
  public static Beginning unasked() {
    return new Beginning("", Optional::empty);
  }

  /** An operator asks for a new ledger, regardless of existing files. */
  public static Beginning meantBy(String person) {
    return new Beginning(person.isBlank() ? "?" : person, Optional::empty);
  }

  /**
   * Only where there is no sign of an earlier ledger.
   *
   * @param past checks, and returns what it found and what to do as a sentence; empty when there is
   *     nothing. It may be called more than once, and throws when it cannot check
   */
  public static Beginning withoutPast(Supplier<Optional<String>> past) {
    return new Beginning("", past);
  }

  /** Who asked for a new ledger; empty if it was not asked for. */
  Optional<String> meantBy() {
    return meantBy.isEmpty() ? Optional.empty() : Optional.of(meantBy);
  }

  /** Refuses to begin where there is a sign of an earlier ledger. */
  void require() {
    require(() -> false);
  }

  /**
   * The same, unless another process was faster: the file that is the sign of an earlier ledger may
   * be one that it has just accepted.
   */
  void require(BooleanSupplier hasBegunMeanwhile) {
    Optional<String> sentence = past.get();
    if (sentence.isPresent() && !hasBegunMeanwhile.getAsBoolean()) {
      throw new LedgerException(sentence.get());
    }
  }
}
