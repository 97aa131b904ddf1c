package payout.console;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import payout.batch.LineResult;
import payout.batch.PayoutLine;
import payout.ledger.BatchContent;
import payout.status.Masks;

/**
 * Some lines of a batch, for a page that shows a few of them.
 *
 * @param rows those that are shown
 * @param next the place from which the next page goes on, from 0; -1 where none is left
 */
public record BatchLinesView(List<Entry> rows, int next) {

  /** A line and its result. */
  public record Entry(PayoutLine line, LineResult result) {

    /** The account as it is shown. */
    public String account() {
      return Masks.account(line.account());
    }

    /** The name as it is shown. */
    public String name() {
      return Masks.name(line.name());
    }
  }

  /**
   * The lines with a result of some kind.
   *
   * @param from the first place that may be shown, from 0
   * @param max how many at most
   */
  static BatchLinesView of(BatchContent content, Predicate<LineResult> which, int from, int max) {
    List<Entry> rows = new ArrayList<>();
    for (int place = from; place < content.lines().size(); place++) {
      if (which.test(content.results().get(place))) {
        if (rows.size() == max) {
          return new BatchLinesView(rows, place);
        }
        rows.add(new Entry(content.lines().get(place), content.results().get(place)));
      }
    }
    return new BatchLinesView(rows, -1);
  }
}
