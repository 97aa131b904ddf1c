package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.Sha256;
import payout.testing.Folders;
import payout.testing.RunningService;
import payout.testing.SftpHost;
import payout.testing.WorkbookBytes;

/** Workbooks go every way that other files go, and come out where the settings ask for them. */
class WorkbookFlowTest {

  private static final String HEADING =
      WorkbookBytes.row(1, "serial_no", "payee_account", "payee_name", "amount", "remark");

  private static SftpHost host;
  private static RunningService service;

  @BeforeAll
  static void start(@TempDir Path folder) {
    host = SftpHost.in(folder);
    service =
        RunningService.in(folder)
            .with("PAYOUT_INBOX_URI", "file:inbox " + host.byKey("in"))
            .with("PAYOUT_OUTBOX_XLSX", "true")
            .with("PAYOUT_INBOX_ON_INVALID_LINE", "reject-line")
            .start();
  }

  @AfterAll
  static void stop() {
    service.close();
    host.close();
  }

  @Test
  void a_workbook_in_a_folder_is_paid_archived_and_reported_as_a_workbook() throws IOException {
    byte[] bytes =
        workbook(
            WorkbookBytes.row(2, "L-1", "a@example.com", "张三", "1.10", "工资")
                + WorkbookBytes.row(3, "L-2", "b@example.com", "FAIL", "2.00", "a&b")
                + WorkbookBytes.row(4, "L-3", "nobody", "李四", "4.00", ""));
    service.drop("local.xlsx", bytes);

    assertThat(service.awaitResult("local")).contains("2,L-1,a@example.com,张三,1.10,工资,PAID,");
    String name = service.awaitName("local\\.[0-9a-f]{8}\\.result\\.xlsx");
    byte[] result = Files.readAllBytes(service.outbox().resolve(name));
    try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(result))) {
      List<Sheet> sheets = book.getSheets().toList();
      assertThat(sheets).extracting(Sheet::getName).containsExactly("Results", "Totals");
      List<Row> rows = sheets.get(0).read();
      assertThat(rows).hasSize(4);
      assertThat(rows.get(0).getCellText(11)).isEqualTo("finished_at");
      assertThat(rows.get(1).getCell(4).getType()).isEqualTo(CellType.NUMBER);
      assertThat(rows.get(1).getCell(4).asNumber()).isEqualByComparingTo("1.10");
      assertThat(rows.get(1).stream().filter(cell -> cell != null && cell.getColumnIndex() != 4))
          .extracting(Cell::getType)
          .containsOnly(CellType.STRING);
      assertThat(rows)
          .extracting(row -> row.getCellText(6))
          .containsExactly("status", "PAID", "FAILED", "REJECTED");
      assertThat(sheets.get(1).read())
          .extracting(WorkbookFlowTest::texts)
          .containsExactly(
              "status lines amount", "PAID 1 1.10", "FAILED 1 2.00", "REJECTED 1 4.00", " 3 7.10");
    }
    assertThat(Folders.names(service.inbox().resolve(".done")))
        .anyMatch(each -> each.endsWith("-local.xlsx"));
    assertThat(service.awaitOut("local\\..*\\.rejects\\.csv"))
        .contains("4,payee_account,ACCOUNT_INVALID,Cell B4: ");
    assertThat(service.awaitOut("local\\..*\\.retry\\.csv"))
        .contains("L-2,b@example.com,FAIL,2.00");
    assertThat(service.awaitOut("local\\..*\\.ack\\.csv"))
        .contains(
            HexFormat.of().formatHex(Sha256.newDigest().digest(bytes)) + ",ACCEPTED,2,3.10,1,");
  }

  @Test
  void a_workbook_on_a_server_is_paid() throws IOException {
    Path part = host.root().resolve("in").resolve("there.part");
    Files.write(part, workbook(WorkbookBytes.row(2, "R-1", "a@example.com", "张三", "1.00", "")));
    Files.move(part, part.resolveSibling("there.xlsx"));

    assertThat(service.awaitResult("there")).contains("R-1,a@example.com,张三,1.00,,PAID,");
    await()
        .atMost(RunningService.PATIENCE)
        .until(
            () ->
                Folders.names(host.root().resolve("in/.done")).stream()
                    .anyMatch(each -> each.endsWith("-there.xlsx")));
  }

  @Test
  void a_workbook_that_is_submitted_is_paid() throws IOException {
    byte[] bytes = workbook(WorkbookBytes.row(2, "C-1", "a@example.com", "张三", "1.00", ""));

    service
        .console()
        .submit("sent.xlsx", new ByteArrayInputStream(bytes), bytes.length, "li", false);

    assertThat(service.awaitResult("sent")).contains("C-1,a@example.com,张三,1.00,,PAID,");
  }

  @Test
  void a_workbook_is_checked() throws IOException {
    Path check = Files.createDirectories(service.inbox().resolve("check"));
    Path part =
        Files.write(
            check.resolve("seen.part"),
            workbook(WorkbookBytes.row(2, "X-1", "a@example.com", "张三", "1.38E+10", "")));
    Files.move(part, check.resolve("seen.xlsx"));

    assertThat(service.awaitOut("CHECK-seen\\..*\\.rejects\\.csv"))
        .contains("2,amount,AMOUNT_INVALID,\"Cell D2: ");
    assertThat(service.timesPaid("X-1")).isZero();
  }

  @Test
  void a_workbook_that_is_damaged_is_refused_and_kept() {
    byte[] bytes = workbook(WorkbookBytes.row(2, "D-1", "a@example.com", "张三", "1.00", ""));
    service.drop("cut.xlsx", java.util.Arrays.copyOf(bytes, bytes.length / 2));

    assertThat(service.awaitOut("cut\\..*\\.ack\\.csv"))
        .contains(",REJECTED,0,0.00,0,")
        .contains("NOT_XLSX: The workbook is cut off or damaged.");
    await()
        .atMost(RunningService.PATIENCE)
        .until(
            () ->
                Folders.names(service.inbox().resolve(".rejected")).stream()
                    .anyMatch(each -> each.endsWith("-cut.xlsx")));
    assertThat(Folders.names(service.home().resolve("data/work")))
        .noneMatch(each -> each.startsWith("sheet-") || each.startsWith("workbook-"));
  }

  private static byte[] workbook(String rows) {
    return WorkbookBytes.ofRows(HEADING + rows).bytes();
  }

  private static String texts(Row row) {
    return row.getCellText(0)
        + " "
        + row.getCellText(1)
        + " "
        + (row.getCell(2).getType() == CellType.NUMBER
            ? row.getCell(2).getRawValue()
            : row.getCellText(2));
  }
}
