package payout.statement;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import payout.batch.StrictText;

/** A statement as CSV: GB18030, of which GBK is a part, or UTF-8 with its mark. */
final class CsvTable {

  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private CsvTable() {}

  static void read(byte[] file, StatementBuilder into) throws UnreadableStatementException {
    String text = text(file);
    CsvReader.CsvReaderBuilder form =
        CsvReader.builder()
            .skipEmptyLines(false)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .detectBomHeader(false);
    try (CsvReader<CsvRecord> rows = form.ofCsvRecord(text)) {
      for (CsvRecord row : rows) {
        into.add((int) row.getStartingLineNumber(), row.getFields());
      }
    } catch (CsvParseException e) {
      throw new UnreadableStatementException(
          "A quote in the statement is not closed or is followed by text; download it again.");
    } catch (UncheckedIOException | IOException e) {
      throw new IllegalStateException("Text in memory cannot fail to be read.", e);
    }
  }

  private static String text(byte[] file) throws UnreadableStatementException {
    boolean marked = file.length >= MARK.length && Arrays.equals(file, 0, 3, MARK, 0, 3);
    try {
      return marked
          ? StrictText.decode(Arrays.copyOfRange(file, 3, file.length), StandardCharsets.UTF_8)
          : StrictText.decode(file, GB18030);
    } catch (CharacterCodingException e) {
      throw new UnreadableStatementException(
          "The statement has bytes that are neither GB18030 nor, with a mark, UTF-8; hand in the"
              + " file as it was downloaded.");
    }
  }
}
