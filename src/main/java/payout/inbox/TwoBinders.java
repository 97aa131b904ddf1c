package payout.inbox;

import java.util.ArrayList;
import java.util.List;

/**
 * Binds one half of the rows of a chunk beside the other: Bindy's binding is the largest part of
 * what intake costs, and a row is bound without regard to any other.
 */
final class TwoBinders implements AutoCloseable {

  private final RecordBinder first;
  private final RecordBinder second;
  private final SideThread<List<RawLine>> thread = new SideThread<>("payout-intake-bind");

  TwoBinders(Layout layout) {
    this.first = new RecordBinder(layout);
    this.second = new RecordBinder(layout);
  }

  /** The lines of these rows, in their order; see {@link RecordBinder#bind}. */
  List<RawLine> bind(List<Row> rows) {
    int half = rows.size() / 2;
    thread.give(() -> second.bind(rows.subList(half, rows.size())));
    List<RawLine> lines = new ArrayList<>(rows.size());
    lines.addAll(first.bind(rows.subList(0, half)));
    lines.addAll(thread.take());
    return lines;
  }

  @Override
  public void close() {
    thread.close();
  }
}
