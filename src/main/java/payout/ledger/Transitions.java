package payout.ledger;

import static payout.batch.BatchState.HELD;
import static payout.batch.BatchState.READY;
import static payout.batch.BatchState.REFUSED;
import static payout.batch.BatchState.SENDING;
import static payout.batch.BatchState.SETTLED;
import static payout.batch.BatchState.TAKEN;
import static payout.batch.BatchState.UNKNOWN;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import payout.batch.BatchState;
import payout.batch.Earlier;
import payout.batch.Verdict;

/**
 * Every step that a batch may take, as one table.
 *
 * <p>REFUSED and SETTLED have no next state: a final state changes only by an act of an operator,
 * which is recorded with it.
 */
public final class Transitions {

  private static final Map<BatchState, Set<BatchState>> STEPS = new EnumMap<>(BatchState.class);

  static {
    STEPS.put(READY, EnumSet.of(SENDING, HELD, TAKEN, SETTLED));
    STEPS.put(SENDING, EnumSet.of(TAKEN, REFUSED, READY, UNKNOWN, HELD, SETTLED));
    STEPS.put(UNKNOWN, EnumSet.of(SENDING, HELD, TAKEN, SETTLED));
    STEPS.put(TAKEN, EnumSet.of(SETTLED));
    STEPS.put(HELD, EnumSet.of(READY, UNKNOWN, TAKEN, SETTLED));
    STEPS.put(REFUSED, EnumSet.noneOf(BatchState.class));
    STEPS.put(SETTLED, EnumSet.noneOf(BatchState.class));
  }

  private Transitions() {}

  /** Whether a batch may go from one state to the other. */
  public static boolean isLegal(BatchState from, BatchState to) {
    return STEPS.get(from).contains(to);
  }

  /** The states from which a batch may go to a state, as a list of SQL. */
  static String into(BatchState to) {
    return STEPS.keySet().stream()
        .filter(from -> isLegal(from, to))
        .map(from -> "'" + from + "'")
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /**
   * Refuses what no answer to a post can mean: once a post may have arrived, no later answer
   * refuses the batch, makes it ready again or takes that mark away.
   *
   * @throws IllegalStateException for such a step, which is a fault of this program
   */
  static void requireAnswer(Earlier earlier, Verdict verdict) {
    require(SENDING, verdict.next());
    boolean stays = verdict.next() == TAKEN || verdict.next() == UNKNOWN;
    boolean marked = verdict.mark() == Earlier.MAY_HAVE_ARRIVED;
    if (earlier == Earlier.MAY_HAVE_ARRIVED && !(stays && marked)) {
      throw new IllegalStateException(
          "A batch that may have arrived does not become " + verdict.next() + " by an answer.");
    }
  }

  /**
   * Refuses a step that the table does not hold.
   *
   * @throws IllegalStateException for such a step, which is a fault of this program
   */
  static void require(BatchState from, BatchState to) {
    if (!isLegal(from, to)) {
      throw new IllegalStateException("A batch does not go from " + from + " to " + to + ".");
    }
  }
}
