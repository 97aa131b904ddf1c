package payout.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import payout.batch.LineResult;
import payout.batch.LineState;
import payout.batch.Money;

/**
 * The lines of a batch that get a result by hand, and which.
 *
 * @param content the current batch
 * @param places their places in it, from 0, in order
 * @param named whether they were named; otherwise all open lines are meant
 * @param as PAID or FAILED
 */
record SettledLines(BatchContent content, List<Integer> places, boolean named, LineState as) {

  /** How {@link #change} begins where it is about one line. */
  static final String ONE = "serial ";

  /** How it begins where it is about the line with this serial. */
  static String ofOne(String serial) {
    return ONE + serial + " from ";
  }

  /** No serial number holds one: intake refuses control characters. */
  private static final String BETWEEN_SERIALS = "\t";

  private static final int NAMED_MAX = 10;

  static SettledLines named(BatchContent content, List<String> serials, LineState as) {
    Map<String, Integer> all = new HashMap<>();
    for (int i = 0; i < content.lines().size(); i++) {
      all.put(content.lines().get(i).serial(), i);
    }
    TreeSet<Integer> places = new TreeSet<>();
    for (String serial : serials) {
      Integer place = all.get(serial);
      if (place == null) {
        throw new ActRefusedException(
            ActRefusedException.Why.UNKNOWN,
            "Batch " + content.batch().batchNo() + " has no line with serial " + serial + ".");
      }
      places.add(place);
    }
    return new SettledLines(content, List.copyOf(places), true, as);
  }

  static SettledLines allOpen(BatchContent content, LineState as) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < content.results().size(); i++) {
      if (content.results().get(i).state() == LineState.OPEN) {
        places.add(i);
      }
    }
    return new SettledLines(content, places, false, as);
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
    return is(places.get(0));
  }

  /** The state of the line at a place. */
  LineState is(int place) {
    return content.results().get(place).state();
  }

  /** The serial number of the line at a place. */
  String serial(int place) {
    return content.lines().get(place).serial();
  }

  /** The serial numbers as one text, by which a proposal knows the lines; empty for all open. */
  String serials() {
    return named ? joined(BETWEEN_SERIALS, places) : "";
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

  /** What changes, line by line. */
  List<Preview.Move> moves() {
    return places.stream()
        .map(
            place ->
                new Preview.Move(
                    serial(place),
                    is(place).name(),
                    as.name(),
                    1,
                    content.lines().get(place).amount()))
        .toList();
  }

  /** For the audit trail: what changes into what. */
  String change() {
    return named
        ? (count() == 1 ? ONE : "serials ") + all() + " from " + is() + " to " + as
        : "all " + Counted.of(count(), "open line", "open lines") + " of " + amount() + " to " + as;
  }

  /** For the operator: the new state. */
  String sentence() {
    return named && count() == 1
        ? "Line " + all() + " of batch " + content.batch().batchNo() + " is " + as
        : Counted.of(count(), "line", "lines")
            + " of "
            + amount()
            + " of batch "
            + content.batch().batchNo()
            + (named ? " (" + some() + ")" : "")
            + (count() == 1 ? " is " : " are ")
            + as;
  }

  private String all() {
    return joined(", ", places);
  }

  private String some() {
    int more = count() - NAMED_MAX;
    return joined(", ", places.subList(0, Math.min(count(), NAMED_MAX)))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private String joined(String between, List<Integer> which) {
    return String.join(between, which.stream().map(this::serial).toList());
  }
}
