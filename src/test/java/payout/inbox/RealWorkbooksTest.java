package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import payout.batch.PayoutLine;
import payout.inbox.IntakeFixture.Outcome;
import payout.sheet.Cell;
import payout.sheet.SheetRow;
import payout.sheet.Workbook;

/** Workbooks that other programs wrote; {@code src/test/resources/workbooks} says how. */
class RealWorkbooksTest extends IntakeTest {

  private static final Path FOLDER = Path.of("src/test/resources/workbooks");

  static Stream<String> workbooks() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".xlsx"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("workbooks")
  void the_five_payments_are_taken_from_each(String name) throws IOException {
    Outcome file = fixture.drop(name, Files.readAllBytes(FOLDER.resolve(name)));

    assertThat(file.codes()).isEmpty();
    assertThat(file.lines())
        .extracting(PayoutLine::account)
        .containsExactly(
            "zhang.san@example.com",
            "13800000002",
            "13800000003",
            "a.very.long.account.of.somebody.with.a.long.name@mail.example.com",
            "zhao@example.com");
    assertThat(file.lines())
        .extracting(PayoutLine::name)
        .containsExactly("张三", "李四", "欧阳娜娜", "王五", "赵 六");
    assertThat(file.lines())
        .extracting(line -> line.amount().toString())
        .containsExactly("1.10", "0.10", "88.80", "234567.89", "100.00");
    assertThat(file.lines())
        .extracting(PayoutLine::remark)
        .containsExactly("工资", "奖金 <一> & 二", "", "May, 2026", "ABC");
  }

  /** The serials are made of the rows, whichever program wrote them. */
  @ParameterizedTest
  @CsvSource({"xlsxwriter-new.xlsx, exceljs-new.xlsx", "exceljs-new.xlsx, libreoffice-new.xlsx"})
  void a_sheet_that_another_program_saved_has_the_same_serials(String one, String other)
      throws IOException {
    fixture.drop(one, Files.readAllBytes(FOLDER.resolve(one)));

    Outcome again = fixture.drop(other, Files.readAllBytes(FOLDER.resolve(other)));

    assertThat(again.codes()).hasSize(5).allMatch(code -> code.endsWith("SERIAL_USED"));
  }

  /** Another reader finds the same texts and numbers in the same cells. */
  @ParameterizedTest
  @MethodSource("workbooks")
  void an_independent_reader_reads_the_same(String name) throws IOException {
    List<String> ours = new ArrayList<>();
    try (InputStream bytes = Files.newInputStream(FOLDER.resolve(name));
        Workbook workbook = Workbook.read(bytes, home, row -> false, () -> {})) {
      assertThat(workbook.faults()).isEmpty();
      workbook.rows().forEachRemaining(row -> row.cells().forEach(cell -> add(ours, row, cell)));
    }
    List<String> theirs = new ArrayList<>();
    try (ReadableWorkbook workbook = new ReadableWorkbook(FOLDER.resolve(name).toFile())) {
      for (org.dhatim.fastexcel.reader.Row row : workbook.getFirstSheet().read()) {
        row.stream()
            .filter(cell -> cell != null && cell.getType() != CellType.EMPTY)
            .filter(cell -> !cell.getText().isEmpty())
            .forEach(cell -> theirs.add(cell.getAddress() + " " + text(cell)));
      }
    }

    assertThat(ours).hasSizeGreaterThan(25);
    assertThat(ours.stream().filter(each -> !each.contains("date")))
        .containsExactlyElementsOf(theirs.stream().filter(each -> !isDay(name, each)).toList());
  }

  private static void add(List<String> cells, SheetRow row, Cell cell) {
    String name = new payout.sheet.CellName(cell.column(), row.number()).toString();
    cells.add(name + " " + (cell.bend() == Cell.Bend.DATE ? "date" : cell.text()));
  }

  private static boolean isDay(String name, String cell) {
    return name.endsWith("old.xlsx") && cell.startsWith("B2 ");
  }

  private static String text(org.dhatim.fastexcel.reader.Cell cell) {
    return cell.getType() == CellType.NUMBER
        ? cell.asNumber().round(new java.math.MathContext(15)).stripTrailingZeros().toPlainString()
        : cell.asString();
  }
}
