package payout.inbox;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** The rows of a file, one after the other. */
abstract class RowReader implements Closeable {

  /**
   * The most characters of a chunk, so that a thousand long rows are never held together. A field
   * counts for more than its characters, because it costs an object.
   */
  private static final int CHUNK_CHARACTERS_MAX = 1024 * 1024;

  private static final int CHARACTERS_A_FIELD = 32;
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private boolean ended;

  /**
   * Whether there is another row.
   *
   * @throws UnreadableRowException when it cannot be read; nothing can be read after it
   */
  abstract boolean hasNext();

  /**
   * The next row.
   *
   * @throws UnreadableRowException when it cannot be read; nothing can be read after it
   */
  abstract Row next();

  /**
   * The SHA-256 of all bytes of the file that the rows were read from, in hexadecimal; reads the
   * rest first. Nothing can be read afterwards.
   */
  abstract String sha256() throws IOException;

  /**
   * Up to so many rows, fewer when they are long; none at the end of the file, or after a row that
   * cannot be read.
   *
   * @param unreadable receives a row that cannot be read
   */
  final List<Row> next(int count, Consumer<UnreadableRowException> unreadable) {
    List<Row> chunk = new ArrayList<>(count);
    long characters = 0;
    try {
      while (!ended && chunk.size() < count && characters < CHUNK_CHARACTERS_MAX && hasNext()) {
        Row row = next();
        chunk.add(row);
        characters += characters(row);
      }
    } catch (UnreadableRowException e) {
      ended = true;
      unreadable.accept(e);
    }
    return chunk;
  }

  private static long characters(Row row) {
    long characters = 0;
    for (String field : row.fields()) {
      characters += field.length() + CHARACTERS_A_FIELD;
    }
    return characters;
  }

  /** Whether these first bytes of a file begin with the byte order mark of UTF-8. */
  static boolean startsWithMark(byte[] bytes, int length) {
    return length >= MARK.length && Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length);
  }
}
