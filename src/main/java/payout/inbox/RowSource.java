package payout.inbox;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import payout.batch.Fault;

/** Where the rows of one file come from; they may be read more than once. */
interface RowSource extends Closeable {

  /** Why the file as a whole cannot be read; empty when it can. */
  List<Fault> faults();

  /** Reads the rows from the first on. */
  RowReader read() throws IOException;

  /** The rows of a text. */
  record TextRows(InboxFile file) implements RowSource {

    @Override
    public List<Fault> faults() {
      return List.of();
    }

    @Override
    public RowReader read() throws IOException {
      return new TextRowReader(file.open().stream(), file.fingerprint().charset());
    }

    /** The file is its opener's. */
    @Override
    public void close() {}
  }
}
