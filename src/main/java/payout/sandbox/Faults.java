package payout.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The faults that are switched on, oldest first. */
final class Faults {
  private final List<Fault> active = new ArrayList<>();

  synchronized void add(Fault fault) {
    active.add(fault);
  }

  synchronized void clear() {
    active.clear();
  }

  synchronized void clear(FaultKind kind) {
    active.removeIf(fault -> fault.kind() == kind);
  }

  synchronized List<Fault> active() {
    return List.copyOf(active);
  }

  synchronized boolean has(FaultKind kind) {
    return active.stream().anyMatch(fault -> fault.kind() == kind);
  }

  /** The oldest fault of the stage, used up once. */
  synchronized Optional<Fault> next(FaultKind.Stage stage) {
    for (int i = 0; i < active.size(); i++) {
      if (active.get(i).kind().stage() == stage) {
        return Optional.of(use(i));
      }
    }
    return Optional.empty();
  }

  /** The sum of all delays that are on, each used up once. */
  Duration delay() {
    return all(FaultKind.Stage.DELAY).stream()
        .map(Fault::pause)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Every kind of notify fault that is on, each used up once. */
  Set<FaultKind> notifyFaults() {
    Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
    all(FaultKind.Stage.NOTIFY).forEach(fault -> kinds.add(fault.kind()));
    return kinds;
  }

  private synchronized List<Fault> all(FaultKind.Stage stage) {
    List<Fault> found = new ArrayList<>();
    for (int i = active.size() - 1; i >= 0; i--) {
      if (active.get(i).kind().stage() == stage) {
        found.add(use(i));
      }
    }
    return found;
  }

  private Fault use(int index) {
    Fault fault = active.get(index);
    if (fault.times() == 1) {
      active.remove(index);
    } else if (fault.times() != Fault.ALWAYS) {
      active.set(index, fault.times(fault.times() - 1));
    }
    return fault;
  }
}
