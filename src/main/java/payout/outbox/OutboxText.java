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
 * A CSV file for the outbox: RFC 4180, LF, quotes where they are needed, in one of the outbox's
 * charsets.
 *
 * <p>Encodes strictly: nothing is replaced silently. Uses one buffer for a file of any size. Not
 * thread-safe.
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
   * Opens a file that is written to a stream; closing it closes the stream.
   *
   * @throws IOException when the byte order mark cannot be written
   */
  public static OutboxText open(OutputStream out, OutboxCharset charset) throws IOException {
    Writer writer = new OutputStreamWriter(out, charset.newEncoder());
    writer.write(charset.mark());
    return new OutboxText(charset, writer);
  }

  /** Writes a row. The values must come from {@link #own} or {@link #foreign}. */
  void row(String... values) throws IOException {
    try {
      csv.writeRecord(values);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * A value of the payer, unchanged.
   *
   * @throws UnencodableValueException when the charset lacks one of its characters
   */
  String own(long row, String column, String value) {
    if (!canEncode(value)) {
      throw new UnencodableValueException(row, column, charset);
    }
    return value;
  }

  /**
   * UTF-8 has every character, and each charset has ASCII; the encoder is asked only about the
   * rest.
   */
  private boolean canEncode(String value) {
    char unknownFrom = charset == OutboxCharset.GBK ? '\u0080' : Character.MIN_SURROGATE;
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) >= unknownFrom) {
        return encoder.canEncode(value);
      }
    }
    return true;
  }

  /**
   * Text that the payer did not give, made safe: a character that the charset lacks becomes {@code
   * ?}, and text that starts like a formula gets an apostrophe before it.
   *
   * <p>People open these files in a spreadsheet program. No code and no serial number of the
   * gateway and hardly any file name starts like a formula, so normal text is not altered. The
   * ledger keeps the original text, and a file is identified by its SHA-256 as well.
   */
  String foreign(String text) {
    String encodable = canEncode(text) ? text : replaced(text);
    return Characters.startLikeFormula(encodable) ? "'" + encodable : encodable;
  }

  private String replaced(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .mapToObj(Character::toString)
        .forEach(each -> out.append(encoder.canEncode(each) ? each : "?"));
    return out.toString();
  }

  /** A file's name, made safe, with every hidden character shown. */
  String name(String name) {
    return foreign(Characters.shown(name));
  }

  /** Writes everything so far to the stream, so that it can be synced before it is closed. */
  public void flush() throws IOException {
    csv.flush();
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
