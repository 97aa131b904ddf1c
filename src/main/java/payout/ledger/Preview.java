package payout.ledger;

import java.util.List;
import payout.batch.Money;

/**
 * What an act would do now, or why it is refused. Nothing was changed to find that out, and it may
 * be different a moment later: an act that carries {@link #touches} is refused then.
 *
 * @param kind which act
 * @param result what it would come to
 * @param sentence what it would do, or why it is refused
 * @param why what kind of obstacle there is; null when it is not refused
 * @param moves what would change from what to what, at most {@value #MOVES_MAX}, in order
 * @param count how many of them there are
 * @param touches how many lines it touches, and their sum, and for a file its SHA-256
 */
public record Preview(
    ActKind kind,
    ActResult result,
    String sentence,
    ActRefusedException.Why why,
    List<Move> moves,
    int count,
    Seen touches) {

  /** At most so many moves are listed: as many as a batch has lines. */
  public static final int MOVES_MAX = 1000;

  /** Keeps the list short. */
  public Preview {
    moves = List.copyOf(moves.subList(0, Math.min(moves.size(), MOVES_MAX)));
  }

  /** An act that would do something. */
  static Preview of(
      ActKind kind, ActResult result, String sentence, List<Move> moves, Seen touches) {
    return new Preview(kind, result, sentence, null, moves, moves.size(), touches);
  }

  /** An act that would be refused. */
  static Preview refused(ActKind kind, ActRefusedException e) {
    return new Preview(
        kind, ActResult.REFUSED, e.getMessage(), e.why(), List.of(), 0, Seen.of(0, Money.ZERO));
  }

  /** Whether the act would be refused. */
  public boolean isRefused() {
    return result == ActResult.REFUSED;
  }

  /**
   * A batch, a file or a line that changes.
   *
   * @param name the number of the batch, the name of the file, the serial of the line
   * @param from its state before
   * @param to its state after
   * @param lines how many lines of it the act touches
   * @param amount their sum
   */
  public record Move(String name, String from, String to, long lines, Money amount) {

    static Move of(FileRecord file, String to) {
      return new Move(file.name(), file.state().name(), to, file.lines(), file.amount());
    }
  }
}
