package payout.outbox;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharsetEncoder;
import payout.batch.Characters;
import payout.batch.OutboxCharset;

/**
 * A CSV file on its way out: RFC 4180, LF, quotes where they are needed, in one of the outbox's
 * charsets.
 *
 * <p>Encodes strictly: nothing is replaced silently on the way to the bytes. Holds one buffer,
 * whatever the file's size. Not safe for two threads.
 */
public final class OutboxText implements Closeable {

  private final OutboxCharset charset;
  private final CharsetEncoder encoder;
  private final CsvWriter csv;

  private OutboxText(OutboxCharset charset, Writer out) {
    this.charset = charset;
    this.encoder = charset.newEncoder();
    this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
  }

  /**
   * Opens a file that goes into a stream, which is closed with it.
   *
   * @throws IOException when the stream does not take the mark at the start
   */
  public static OutboxText open(OutputStream out, OutboxCharset charset) throws IOException {
    Writer writer = new OutputStreamWriter(out, charset.newEncoder());
    writer.write(charset.mark());
    return new OutboxText(charset, writer);
  }

  /** Writes a row. The values must have gone through {@link #own} or {@link #foreign}. */
  void row(String... values) throws IOException {
    try {
      csv.writeRecord(values);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * A value of the payer's, as it is.
   *
   * @throws UnencodableValueException when the charset has not all of its letters
   */
  String own(long row, String column, String value) {
    if (!canEncode(value)) {
      throw new UnencodableValueException(row, column, charset);
    }
    return value;
  }

  /** UTF-8 has every letter, and each charset has those of ASCII; only the rest is asked about. */
  private boolean canEncode(String value) {
    char unknownFrom = charset == OutboxCharset.GBK ? '\u0080' : Character.MIN_SURROGATE;
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) >= unknownFrom) {
        return encoder.canEncode(value);
      }
    }
    return true;
  }

  /** Text that the payer did not give, made safe. */
  String foreign(String text) {
    return text.isEmpty() ? text : ForeignText.safe(text, encoder);
  }

  /** A file's name, made safe, with nothing in it that hides text. */
  String name(String name) {
    return foreign(Characters.shown(name));
  }

  /** Hands everything so far to the stream, so that it can be synced before it is closed. */
  public void flush() throws IOException {
    csv.flush();
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
