package payout.ledger;

import static payout.batch.FileState.ACCEPTED;
import static payout.batch.FileState.AWAITING_APPROVAL;
import static payout.batch.FileState.AWAITING_DATE;
import static payout.batch.FileState.AWAITING_LIMIT;
import static payout.batch.FileState.DUPLICATE;
import static payout.batch.FileState.RECEIVED;
import static payout.batch.FileState.REJECTED;
import static payout.batch.FileState.SETTLED;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import payout.batch.FileState;

/** Every step that a payout file may take, as one table. */
public final class FileTransitions {

  private static final Map<FileState, Set<FileState>> STEPS = new EnumMap<>(FileState.class);

  static {
    STEPS.put(
        RECEIVED,
        EnumSet.of(
            AWAITING_APPROVAL, AWAITING_DATE, AWAITING_LIMIT, ACCEPTED, REJECTED, DUPLICATE));
    STEPS.put(AWAITING_APPROVAL, EnumSet.of(AWAITING_DATE, AWAITING_LIMIT, ACCEPTED, REJECTED));
    STEPS.put(AWAITING_DATE, EnumSet.of(AWAITING_LIMIT, ACCEPTED, REJECTED));
    STEPS.put(AWAITING_LIMIT, EnumSet.of(ACCEPTED, REJECTED));
    STEPS.put(ACCEPTED, EnumSet.of(SETTLED));
    STEPS.put(REJECTED, EnumSet.noneOf(FileState.class));
    STEPS.put(DUPLICATE, EnumSet.noneOf(FileState.class));
    STEPS.put(SETTLED, EnumSet.noneOf(FileState.class));
  }

  private FileTransitions() {}

  /** Whether a file may go from one state to the other. */
  public static boolean isLegal(FileState from, FileState to) {
    return STEPS.get(from).contains(to);
  }

  /**
   * Refuses a step that the table does not hold.
   *
   * @throws IllegalStateException for such a step, which is a fault of this program
   */
  static void require(FileState from, FileState to) {
    if (!isLegal(from, to)) {
      throw new IllegalStateException("A file does not go from " + from + " to " + to + ".");
    }
  }
}
