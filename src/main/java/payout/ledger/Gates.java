package payout.ledger;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Several gates in a row: closed while one of them is. */
final class Gates implements LedgerGate {

  private final List<LedgerGate> gates = new CopyOnWriteArrayList<>();

  void add(LedgerGate gate) {
    gates.add(gate);
  }

  @Override
  public Optional<String> closedBecause() {
    return gates.stream().map(LedgerGate::closedBecause).flatMap(Optional::stream).findFirst();
  }
}
