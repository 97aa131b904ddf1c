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
import java.security.DigestInputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;

/**
 * The rows of a text, strict in charset and quotes: a byte that the charset cannot decode, a quote
 * that is not closed, or text after a closing quote ends the reading with an {@link
 * UnreadableRowException}, and nothing is replaced or guessed.
 */
final class TextRowReader extends RowReader {

  /** The longest row, in characters. */
  private static final int ROW_CHARACTERS_MAX = 4 * 1024 * 1024;

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int MARK_BYTES = 3;

  private final DigestInputStream in;
  private final CsvReader<String[]> reader;
  private final Iterator<String[]> rows;
  private long number;

  TextRowReader(InputStream bytes, Charset charset) throws IOException {
    in = new DigestInputStream(bytes, Fingerprint.newDigest());
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

  @Override
  boolean hasNext() {
    try {
      return rows.hasNext();
    } catch (CsvParseException | UncheckedIOException e) {
      throw unreadable(e);
    }
  }

  @Override
  Row next() {
    try {
      String[] fields = rows.next();
      number++;
      return new Row(number, Arrays.asList(fields));
    } catch (CsvParseException | UncheckedIOException e) {
      throw unreadable(e);
    }
  }

  @Override
  String sha256() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
    return HexFormat.of().formatHex(in.getMessageDigest().digest());
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

  private static void stepOverMark(BufferedInputStream bytes) throws IOException {
    bytes.mark(MARK_BYTES);
    byte[] first = bytes.readNBytes(MARK_BYTES);
    if (!startsWithMark(first, first.length)) {
      bytes.reset();
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
