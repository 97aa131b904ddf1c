package payout.ledger;

import java.util.ArrayList;
import java.util.List;
import payout.batch.LineResult;
import payout.batch.LineState;
import payout.batch.Money;

/**
 * The lines of a batch that get a result by hand, and which.
 *
 * @param content the current batch
 * @param places their places in it, from 0
 * @param serial the line's serial number; empty for all open lines
 * @param as PAID or FAILED
 */
record SettledLines(BatchContent content, List<Integer> places, String serial, LineState as) {

  static SettledLines one(BatchContent content, String serial, LineState as) {
    for (int i = 0; i < content.lines().size(); i++) {
      if (content.lines().get(i).serial().equals(serial)) {
        return new SettledLines(content, List.of(i), serial, as);
      }
    }
    throw new ActRefusedException(
        "Batch " + content.batch().batchNo() + " has no line with serial " + serial + ".");
  }

  static SettledLines allOpen(BatchContent content, LineState as) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < content.results().size(); i++) {
      if (content.results().get(i).state() == LineState.OPEN) {
        places.add(i);
      }
    }
    return new SettledLines(content, places, "", as);
  }

  int count() {
    return places.size();
  }

  Money amount() {
    Money sum = Money.ZERO;
    for (int place : places) {
      sum = sum.plus(content.lines().get(place).amount());
    }
    return sum;
  }

  /** The state of the first of them. */
  LineState is() {
    return content.results().get(places.get(0)).state();
  }

  /** The results of the whole batch with these lines' changed. */
  List<LineResult> changed() {
    List<LineResult> results = new ArrayList<>(content.results());
    String code = as == LineState.FAILED ? LineResult.BY_HAND : "";
    for (int place : places) {
      LineResult old = results.get(place);
      results.set(place, new LineResult(as, code, old.gatewaySerial(), old.finishedAt()));
    }
    return results;
  }

  /** For the audit trail: what changes into what. */
  String change() {
    return serial.isEmpty()
        ? "all "
            + ActSteps.count(count(), "open line", "open lines")
            + " of "
            + amount()
            + " to "
            + as
        : "serial " + serial + " from " + is() + " to " + as;
  }

  /** For the operator: the new state. */
  String sentence() {
    return serial.isEmpty()
        ? ActSteps.count(count(), "line", "lines")
            + " of "
            + amount()
            + " of batch "
            + content.batch().batchNo()
            + (count() == 1 ? " is " : " are ")
            + as
        : "Line " + serial + " of batch " + content.batch().batchNo() + " is " + as;
  }
}
