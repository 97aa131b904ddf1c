package payout.inbox;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.StringArrayHandler;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The rows of a file, one after the other, strict in charset and quotes: a byte that the charset
 * cannot decode, a quote that is not closed, or text after a closing quote ends the reading with an
 * {@link UnreadableRowException}, and nothing is replaced or guessed.
 */
final class RowReader implements AutoCloseable {

  /**
   * The most characters of a chunk, so that a thousand long rows are never held together. A field
   * counts for more than its characters, because it costs an object.
   */
  private static final int CHUNK_CHARACTERS_MAX = 1024 * 1024;

  private static final int CHARACTERS_A_FIELD = 32;

  /** The longest row, in characters. */
  private static final int ROW_CHARACTERS_MAX = 4 * 1024 * 1024;

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final InputStream in;
  private final CsvReader<String[]> reader;
  private final Iterator<String[]> rows;
  private long number;
  private boolean ended;

  RowReader(InputStream in, Charset charset) throws IOException {
    this.in = in;
    reader =
        CsvReader.builder()
            .skipEmptyLines(false)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .detectBomHeader(false)
            .maxBufferSize(ROW_CHARACTERS_MAX)
            .build(
                StringArrayHandler.builder().maxFieldSize(ROW_CHARACTERS_MAX).build(),
                decoder(in, charset));
    rows = reader.iterator();
  }

  boolean hasNext() {
    try {
      return rows.hasNext();
    } catch (CsvParseException | UncheckedIOException e) {
      throw unreadable(e);
    }
  }

  /**
   * The next row.
   *
   * @throws UnreadableRowException when it cannot be read; nothing can be read after it
   */
  Row next() {
    try {
      String[] fields = rows.next();
      number++;
      return new Row(number, Arrays.asList(fields));
    } catch (CsvParseException | UncheckedIOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Up to so many rows, fewer when they are long; none at the end of the file, or after a row that
   * cannot be read.
   *
   * @param unreadable receives a row that cannot be read
   */
  List<Row> next(int count, Consumer<UnreadableRowException> unreadable) {
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

  /** Reads the rest, for the digest of the stream. */
  void drain() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  private UnreadableRowException unreadable(RuntimeException e) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof CharacterCodingException) {
        return new UnreadableRowException(number + 1, RejectCode.UNREADABLE_BYTES, e);
      }
    }
    if (e instanceof UncheckedIOException && !(e.getCause() instanceof CsvParseException)) {
      throw e;
    }
    return new UnreadableRowException(number + 1, RejectCode.UNREADABLE_ROW, e);
  }

  /** Decodes strictly, and skips the byte order mark that some editors put before UTF-8. */
  private static Reader decoder(InputStream in, Charset charset) throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(in, BUFFER_BYTES);
    if (charset.equals(StandardCharsets.UTF_8)) {
      stepOverMark(bytes);
    }
    return new StrictReader(bytes, charset);
  }

  /** Whether these first bytes of a file begin with the byte order mark of UTF-8. */
  static boolean startsWithMark(byte[] bytes, int length) {
    return length >= MARK.length && Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length);
  }

  private static void stepOverMark(BufferedInputStream bytes) throws IOException {
    bytes.mark(MARK.length);
    byte[] first = bytes.readNBytes(MARK.length);
    if (!startsWithMark(first, first.length)) {
      bytes.reset();
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
