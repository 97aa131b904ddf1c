package payout.inbox;

import java.util.ArrayList;
import java.util.List;

/**
 * Binds a chunk in two halves, one of them beside the thread of the route: Bindy's binding takes
 * longer than any other step of reading a file.
 */
final class BindInHalves implements AutoCloseable {

  /** Fewer rows are bound before another thread has begun. */
  private static final int ROWS_MIN = 100;

  private final RecordBinder first = new RecordBinder();
  private final RecordBinder second = new RecordBinder();
  private final SideThread<List<RawLine>> thread = new SideThread<>("payout-intake-bind");

  /** The lines of these rows, in their order. */
  List<RawLine> bind(List<Row> rows) {
    if (rows.size() < ROWS_MIN) {
      return first.bind(rows);
    }
    int middle = rows.size() / 2;
    thread.give(() -> second.bind(rows.subList(middle, rows.size())));
    List<RawLine> lines = new ArrayList<>(rows.size());
    lines.addAll(first.bind(rows.subList(0, middle)));
    lines.addAll(thread.take());
    return lines;
  }

  @Override
  public void close() {
    thread.close();
  }
}
