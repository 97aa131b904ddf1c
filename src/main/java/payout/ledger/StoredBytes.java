package payout.ledger;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerException;

/** The bytes of a submission, read from the ledger chunk by chunk; no transaction stays open. */
final class StoredBytes extends InputStream {

  private final Database database;
  private final Submission submission;
  private byte[] chunk = new byte[0];
  private int position;
  private int next;
  private long read;

  StoredBytes(Database database, Submission submission) {
    this.database = database;
    this.submission = submission;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * Reads what is left of a chunk, or the next one.
   *
   * @throws IOException when they are deleted meanwhile, or cannot be read
   */
  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position == chunk.length && !fill()) {
      return -1;
    }
    int count = Math.min(length, chunk.length - position);
    System.arraycopy(chunk, position, buffer, from, count);
    position += count;
    read += count;
    return count;
  }

  private boolean fill() throws IOException {
    if (next == submission.chunks()) {
      require(read == submission.size());
      return false;
    }
    try {
      Optional<byte[]> data =
          database.read(sql -> SubmissionTable.chunk(sql, submission.id(), next));
      require(data.isPresent());
      chunk = data.get();
    } catch (LedgerException e) {
      throw new IOException(e.getMessage(), e);
    }
    position = 0;
    next++;
    return true;
  }

  private void require(boolean complete) throws EOFException {
    if (!complete) {
      throw new EOFException(
          "The bytes of " + submission.name() + " are no longer kept in the ledger.");
    }
  }
}
