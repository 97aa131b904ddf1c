package payout.ledger;

import static payout.batch.BatchState.HELD;
import static payout.batch.BatchState.READY;
import static payout.batch.BatchState.TAKEN;
import static payout.batch.BatchState.UNKNOWN;
import static payout.batch.FileState.ACCEPTED;
import static payout.batch.FileState.AWAITING_APPROVAL;
import static payout.batch.FileState.AWAITING_DATE;
import static payout.batch.FileState.AWAITING_LIMIT;
import static payout.batch.FileState.SETTLED;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import payout.batch.BatchState;
import payout.batch.FileState;

/**
 * Which act the state of a batch or a file allows: the one table. The acts themselves refuse by it,
 * and by it a page offers an act.
 */
final class ActsAllowed {

  private static final Map<ActKind, Rule> OF_BATCH = new EnumMap<>(ActKind.class);
  private static final Map<ActKind, Set<FileState>> OF_FILE = new EnumMap<>(ActKind.class);

  static {
    OF_BATCH.put(
        ActKind.HOLD,
        new Rule(EnumSet.of(READY, UNKNOWN), "only a READY or UNKNOWN batch can be held"));
    OF_BATCH.put(ActKind.RELEASE, new Rule(EnumSet.of(HELD), "only a HELD batch can be released"));
    OF_BATCH.put(
        ActKind.OURS, new Rule(EnumSet.of(HELD), "only a HELD batch can be marked as ours"));
    OF_BATCH.put(
        ActKind.RESEND, new Rule(EnumSet.of(UNKNOWN), "only an UNKNOWN batch can be sent again"));
    OF_BATCH.put(
        ActKind.SETTLE,
        new Rule(
            EnumSet.of(TAKEN, HELD),
            "only a line of a TAKEN or HELD batch can be settled; hold it first, or wait for the"
                + " gateway"));
    OF_BATCH.put(ActKind.CORRECT, new Rule(EnumSet.allOf(BatchState.class), ""));

    OF_FILE.put(ActKind.APPROVE, EnumSet.of(AWAITING_APPROVAL));
    OF_FILE.put(ActKind.EXCEED_LIMIT, EnumSet.of(AWAITING_LIMIT));
    OF_FILE.put(ActKind.REJECT, EnumSet.of(AWAITING_APPROVAL, AWAITING_DATE, AWAITING_LIMIT));
    OF_FILE.put(ActKind.HOLD, EnumSet.of(ACCEPTED));
    OF_FILE.put(ActKind.RELEASE, EnumSet.of(ACCEPTED));
    OF_FILE.put(ActKind.AGAIN, EnumSet.of(SETTLED));
  }

  private ActsAllowed() {}

  /** The acts on a batch. */
  static Set<ActKind> onBatches() {
    return OF_BATCH.keySet();
  }

  /** Whether a file in this state can be meant by the act; more may be required. */
  static boolean allows(ActKind kind, FileState state) {
    return OF_FILE.get(kind).contains(state);
  }

  /**
   * The acts on a file that waits.
   *
   * @param now milliseconds since 1970
   */
  static Set<ActKind> waiting(FileRecord file, long now) {
    Set<ActKind> acts = EnumSet.noneOf(ActKind.class);
    for (ActKind each : EnumSet.of(ActKind.APPROVE, ActKind.EXCEED_LIMIT, ActKind.REJECT)) {
      if (allows(each, file.state()) && !(each == ActKind.APPROVE && isExpired(file, now))) {
        acts.add(each);
      }
    }
    return acts;
  }

  /** Whether a file waited too long for approval; one without an end of its wait never does. */
  static boolean isExpired(FileRecord file, long now) {
    long until = file.state() == AWAITING_APPROVAL ? file.waited().expiresAt() : 0;
    return until > 0 && now >= until;
  }

  /** Refuses what {@link #fault} forbids. */
  static void require(ActKind kind, BatchRecord batch, FileRecord file) {
    Optional<String> fault = fault(kind, batch, file);
    if (fault.isPresent()) {
      throw new ActRefusedException(sentence(batch, fault.get()));
    }
  }

  /** Why the act is not possible on a batch; empty when it is. */
  static Optional<String> fault(ActKind kind, BatchRecord batch, FileRecord file) {
    if (file.state().isWaiting()) {
      return Optional.of(
          "its file "
              + file.name()
              + " is "
              + file.state()
              + "; "
              + (file.state() == AWAITING_DATE
                  ? "reject that first, or wait"
                  : "approve or reject that first"));
    }
    if (kind == ActKind.SETTLE && batch.openLines() == 0) {
      return Optional.of("it has no open line");
    }
    Rule rule = OF_BATCH.get(kind);
    if (!rule.states().contains(batch.state())) {
      return Optional.of(rule.otherwise());
    }
    if (kind == ActKind.RELEASE && batch.openLines() != batch.lines()) {
      return Optional.of(
          "a line of it has a result, so it must never be posted again; use --ours if the gateway"
              + " has it");
    }
    if (kind == ActKind.CORRECT && batch.openLines() == batch.lines()) {
      return Optional.of("no line of it has a final result");
    }
    return Optional.empty();
  }

  /** The form of every refusal about a batch. */
  static String sentence(BatchRecord batch, String why) {
    return "Batch " + batch.batchNo() + " is " + batch.state() + ": " + why + ".";
  }

  private record Rule(Set<BatchState> states, String otherwise) {}
}
