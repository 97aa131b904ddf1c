package payout.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is what every program reads. */
class WorkbookWriterTest {

  private static final String[] ODD = {
    "=1+1", "+86", "-5", "@x", "_x000D_", " a ", "<&>\"'", "张三", "𠮷", "a\nb", "00123"
  };

  @TempDir private Path scratch;

  @Test
  void values_are_texts_and_amounts_numbers_for_another_reader() throws IOException {
    byte[] bytes = written("12345.60");

    try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(bytes))) {
      assertThat(book.getSheets().map(Sheet::getName)).containsExactly("Results", "合计");
      List<Row> rows = book.getFirstSheet().read();
      assertThat(rows.get(0).stream().map(Cell::getType)).containsOnly(CellType.STRING);
      assertThat(rows.get(1).getCell(0).getType()).isEqualTo(CellType.NUMBER);
      assertThat(rows.get(1).getCell(0).asNumber()).isEqualByComparingTo("12345.60");
    }
  }

  @Test
  void what_was_written_is_read_again() throws IOException {
    try (Workbook book =
        Workbook.read(
            new ByteArrayInputStream(written("12345.60")), scratch, row -> false, () -> {})) {
      assertThat(book.faults()).isEmpty();
      List<SheetRow> rows = new ArrayList<>();
      book.rows().forEachRemaining(rows::add);
      assertThat(rows.get(0).cells().stream().map(payout.sheet.Cell::text)).containsExactly(ODD);
      assertThat(rows.get(1).cells().get(0).text()).isEqualTo("12345.6");
    }
  }

  @Test
  void an_amount_that_no_double_keeps_is_a_text() throws IOException {
    byte[] bytes = written("99999999999999.99");

    try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(bytes))) {
      Cell amount = book.getFirstSheet().read().get(1).getCell(0);
      assertThat(amount.getType()).isEqualTo(CellType.STRING);
      assertThat(amount.asString()).isEqualTo("99999999999999.99");
    }
  }

  @Test
  void the_same_rows_make_the_same_bytes() throws IOException {
    assertThat(written("1.00")).isEqualTo(written("1.00"));
  }

  private static byte[] written(String amount) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (WorkbookWriter out = new WorkbookWriter(bytes, List.of("Results", "合计"))) {
      out.nextSheet();
      out.row(-1, ODD);
      out.row(0, amount);
      out.nextSheet();
      out.row(-1, "total");
    }
    return bytes.toByteArray();
  }
}
