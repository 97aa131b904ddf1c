package payout.ledger;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import payout.ledger.sql.LedgerException;

/**
 * Whether a ledger that never took a file in may be used.
 *
 * <p>Beside files that an earlier ledger took in, an empty one is that ledger lost, emptied, or
 * looked for at another place: what was paid could be paid again. So it is used only when nothing
 * tells of an earlier one, or when a person means a new one; that word is kept in the ledger.
 */
public final class Beginning {

  private final String meantBy;
  private final Supplier<Optional<String>> past;

  private Beginning(String meantBy, Supplier<Optional<String>> past) {
    this.meantBy = meantBy;
    this.past = past;
  }

  /** Nothing is asked, for nothing can be lost: a sandbox, a scratch ledger. */
  public static Beginning unasked() {
    return new Beginning("", Optional::empty);
  }

  /** A person means a new ledger, whatever files lie there. */
  public static Beginning meantBy(String person) {
    return new Beginning(person.isBlank() ? "?" : person, Optional::empty);
  }

  /**
   * Only where nothing tells of an earlier ledger.
   *
   * @param past looks, and tells what it found and what to do as a sentence; empty when there is
   *     nothing. It may be called more than once, and throws when it cannot look
   */
  public static Beginning withoutPast(Supplier<Optional<String>> past) {
    return new Beginning("", past);
  }

  /** Who means a new ledger; empty when nobody said so. */
  Optional<String> meantBy() {
    return meantBy.isEmpty() ? Optional.empty() : Optional.of(meantBy);
  }

  /** Refuses to begin where something tells of an earlier ledger. */
  void require() {
    require(() -> false);
  }

  /**
   * The same, unless another process was faster: the file that tells of an earlier ledger may be
   * one that it has just taken in.
   */
  void require(BooleanSupplier hasBegunMeanwhile) {
    Optional<String> sentence = past.get();
    if (sentence.isPresent() && !hasBegunMeanwhile.getAsBoolean()) {
      throw new LedgerException(sentence.get());
    }
  }
}
