package payout.inbox;

import java.util.List;
import java.util.function.Consumer;

/**
 * Reads one chunk ahead, beside the thread that binds and checks; never more than one, so that a
 * file of any size is read in the same memory.
 */
final class RowsAhead implements AutoCloseable {

  private static final int ROWS_A_CHUNK = 1000;

  private final RowReader reader;
  private final SideThread<Chunk> thread = new SideThread<>("payout-intake-read");

  RowsAhead(RowReader reader) {
    this.reader = reader;
  }

  /**
   * The next rows; none at the end of the file, or after a row that cannot be read.
   *
   * @param unreadable receives a row that cannot be read, on the thread that asks
   */
  List<Row> next(Consumer<UnreadableRowException> unreadable) {
    if (thread.given() == 0) {
      thread.give(this::read);
    }
    Chunk chunk = thread.take();
    if (chunk.unreadable != null) {
      unreadable.accept(chunk.unreadable);
    } else if (!chunk.rows.isEmpty()) {
      thread.give(this::read);
    }
    return chunk.rows;
  }

  private Chunk read() {
    UnreadableRowException[] unreadable = new UnreadableRowException[1];
    List<Row> rows = reader.next(ROWS_A_CHUNK, row -> unreadable[0] = row);
    return new Chunk(rows, unreadable[0]);
  }

  /** After this only the caller uses the reader. */
  @Override
  public void close() {
    thread.close();
  }

  /** Some rows, and the row after them that could not be read; null when there is none. */
  private record Chunk(List<Row> rows, UnreadableRowException unreadable) {}
}
