package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static payout.inbox.WorkbookTest.HEADING;
import static payout.testing.WorkbookBytes.row;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import payout.inbox.IntakeFixture.Outcome;
import payout.testing.Seed;
import payout.testing.WorkbookBytes;

/** Workbooks that hide, link, run, swell or lie: each is refused as a whole, by a sentence. */
class HostileWorkbooksTest extends IntakeTest {

  private static final String A_LINE = row(2, "A", "a@example.com", "张三", "1.00", "May");
  private static final String DATA = "<sheetData>" + HEADING + A_LINE + "</sheetData>";

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "<row r=\"2\" ~ <row hidden=\"1\" r=\"2\" ~ 2  WORKBOOK_HIDDEN",
        "<row r=\"2\" ~ <row hidden=\"true\" r=\"2\" ~ 2  WORKBOOK_HIDDEN",
        "<row r=\"2\" ~ <row ht=\"0\" customHeight=\"1\" r=\"2\" ~ 2  WORKBOOK_HIDDEN",
        "<sheetData> ~ <cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData> ~ 0  WORKBOOK_HIDDEN",
        "<sheetData> ~ <cols><col min=\"4\" max=\"4\" width=\"0\"/></cols><sheetData> ~ 0  WORKBOOK_HIDDEN",
        "<sheetData> ~ <sheetFormatPr zeroHeight=\"1\"/><sheetData> ~ 1  WORKBOOK_HIDDEN",
        "</sheetData> ~ </sheetData><mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells> ~ 2  CELLS_MERGED",
        "<row r=\"2\" ~ <row r=\"1\" ~ 1  NOT_XLSX",
        "<row r=\"2\" ~ <row r=\"1048577\" ~ 1048576  WORKBOOK_TOO_BIG",
        "<row r=\"2\" ~ <row r=\"2000000\" ~ 1048576  WORKBOOK_TOO_BIG",
        "<c r=\"B2\" ~ <c r=\"A2\" ~ 2  NOT_XLSX",
        "<c r=\"B2\" ~ <c r=\"B3\" ~ 2  NOT_XLSX",
        "<c r=\"B2\" ~ <c r=\"ZZZZ2\" ~ 2  NOT_XLSX",
        "<c r=\"B2\" t=\"inlineStr\" ~ <c r=\"B2\" t=\"odd\" ~ 2  NOT_XLSX",
        "</sheetData> ~ </sheetData><sheetData/> ~ 2  NOT_XLSX",
        "</sheetData> ~ </sheetData><cols><col min=\"1\" max=\"9\" hidden=\"1\"/></cols> ~ 0  NOT_XLSX",
        "</sheetData> ~ <odd/></sheetData> ~ 2  NOT_XLSX",
        "<sheetData> ~ <sheetData><!-- <row> --><?odd ?> ~ 0  NOT_XLSX"
      })
  void a_sheet_that_hides_something_or_is_not_built_so_is_refused(
      String part, String instead, String code) {
    Outcome file = drop(WorkbookBytes.ofSheet(DATA.replaceFirst(part, instead)));

    assertThat(file.state()).isEqualTo("REJECTED");
    assertThat(file.codes()).contains(code);
    assertThat(fixture.count("SELECT COUNT(*) FROM batch")).isZero();
  }

  @Test
  void an_empty_hidden_column_row_or_sheet_matters_not() {
    String data =
        "<cols><col min=\"7\" max=\"16384\" hidden=\"1\"/></cols>"
            + DATA.replace("</sheetData>", "<row r=\"3\" hidden=\"1\"/></sheetData>");

    WorkbookBytes workbook = WorkbookBytes.ofSheet(data).sheet("x", "hidden", "<sheetData/>");

    assertThat(drop(workbook).state()).isEqualTo("ACCEPTED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hidden", "veryHidden"})
  void a_hidden_sheet_with_values_is_refused(String state) {
    String other = "<sheetData>" + row(1, "a") + "</sheetData>";

    Outcome file = drop(WorkbookBytes.ofSheet(DATA).sheet("Lists", state, other));

    assertThat(file.codes()).containsExactly("0  WORKBOOK_HIDDEN");
    assertThat(file.faults().get(0).reason()).contains("Lists");
    assertThat(drop(new WorkbookBytes().sheet("One", state, DATA)).codes())
        .containsExactly("0  WORKBOOK_HIDDEN");
  }

  @Test
  void only_the_first_sheet_may_have_a_heading() {
    String notes = "<sheetData>" + row(1, "Payroll of May") + "</sheetData>";

    assertThat(drop(WorkbookBytes.ofSheet(DATA).sheet("Two", "visible", DATA)).codes())
        .containsExactly("0  WORKBOOK_SHEETS");
    assertThat(drop(WorkbookBytes.ofSheet(notes).sheet("Two", "visible", DATA)).codes())
        .contains("0  WORKBOOK_SHEETS");
    assertThat(drop(WorkbookBytes.ofSheet(DATA).sheet("Two", "visible", notes)).state())
        .isEqualTo("ACCEPTED");
  }

  @ParameterizedTest
  @CsvSource({
    "xl/vbaProject.bin, WORKBOOK_MACROS",
    "xl/macrosheets/sheet9.xml, WORKBOOK_MACROS",
    "xl/activeX/activeX1.bin, WORKBOOK_MACROS",
    "xl/embeddings/oleObject1.bin, WORKBOOK_MACROS",
    "xl/externalLinks/externalLink1.xml, WORKBOOK_LINKS",
    "xl/connections.xml, WORKBOOK_LINKS",
    "xl/queryTables/queryTable1.xml, WORKBOOK_LINKS",
    "../../etc/passwd, NOT_XLSX",
    "/etc/passwd, NOT_XLSX",
    "xl\\worksheets\\sheet1.xml, NOT_XLSX",
    "C:/x, NOT_XLSX",
    "XL/Workbook.XML, NOT_XLSX"
  })
  void a_part_that_has_no_business_there_is_refused(String part, String code) {
    assertThat(drop(WorkbookBytes.ofSheet(DATA).part(part, "<x/>")).codes())
        .containsExactly("0  " + code);
  }

  @Test
  void macros_are_seen_by_their_type_too() {
    String types = WorkbookBytes.types("application/vnd.ms-excel.sheet.macroEnabled.main+xml");

    assertThat(drop(WorkbookBytes.ofSheet(DATA).part("[Content_Types].xml", types)).codes())
        .containsExactly("0  WORKBOOK_MACROS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE worksheet [<!ENTITY a \"1.00\">]>",
        "<!DOCTYPE worksheet SYSTEM \"file:///etc/passwd\">"
      })
  void nothing_is_expanded_or_included(String declared) throws Exception {
    WorkbookBytes workbook = WorkbookBytes.ofSheet(DATA);
    String sheet = new String(workbook.parts().get(WorkbookBytes.SHEET), StandardCharsets.UTF_8);

    assertThat(drop(workbook.part(WorkbookBytes.SHEET, declared + sheet)).codes())
        .containsExactly("0  NOT_XLSX");
    assertThat(drop(workbook.part(WorkbookBytes.SHEET, sheet.replace("张三", "&a;"))).codes())
        .allMatch(code -> code.endsWith("  NOT_XLSX"));
  }

  @Test
  void a_text_that_is_not_there_is_refused() {
    for (String index : List.of("1", "-1", "2000000000", "99999999999", "x")) {
      String rows =
          HEADING
              + A_LINE.replaceFirst(
                  "<c r=\"A2\".*?</c>", "<c r=\"A2\" t=\"s\"><v>" + index + "</v></c>");

      assertThat(drop(WorkbookBytes.ofRows(rows).strings("<t>A</t>")).codes())
          .as(index)
          .containsExactly("2  NOT_XLSX");
    }
  }

  @Test
  void a_bomb_is_not_unpacked() {
    byte[] zeros = new byte[32 << 20];
    Arrays.fill(zeros, (byte) ' ');

    assertThat(drop(WorkbookBytes.ofSheet(DATA).part("xl/media/image1.png", zeros)).codes())
        .containsExactly("0  WORKBOOK_TOO_BIG");
  }

  @Test
  void a_part_that_says_that_it_is_small_is_read_no_further() {
    byte[] bytes = WorkbookBytes.ofSheet(DATA + " ".repeat(1000)).bytes();
    int directory = lastIndexOf(bytes, new byte[] {'P', 'K', 1, 2});

    bytes[directory + 24] = 10;
    bytes[directory + 25] = 0;

    assertThat(fixture.drop("pay.xlsx", bytes).codes()).containsExactly("0  NOT_XLSX");
  }

  @Test
  void too_many_parts_are_refused() {
    WorkbookBytes workbook = WorkbookBytes.ofSheet(DATA);
    for (int i = 0; i < 2100; i++) {
      workbook.part("xl/x" + i, "");
    }

    assertThat(drop(workbook).codes()).containsExactly("0  WORKBOOK_TOO_BIG");
  }

  @Test
  void endless_names_are_refused() {
    StringBuilder odd = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      odd.append("<n" + i + "/>");
    }

    assertThat(drop(WorkbookBytes.ofSheet(DATA + "<extLst>" + odd + "</extLst>")).codes())
        .containsExactly("0  NOT_XLSX");
  }

  @Test
  void a_text_longer_than_any_cell_is_refused() {
    String rows = HEADING + row(2, "A", "a@example.com", "x".repeat(40_000), "1.00");

    assertThat(drop(WorkbookBytes.ofRows(rows)).codes()).containsExactly("2  NOT_XLSX");
  }

  @Test
  void a_workbook_that_was_cut_off_is_refused_wherever_it_was_cut() {
    byte[] whole = WorkbookBytes.ofSheet(DATA).bytes();

    for (int length = 4; length < whole.length; length += 7) {
      assertThat(fixture.drop("pay.xlsx", Arrays.copyOf(whole, length)).codes())
          .as("" + length)
          .containsExactly("0  NOT_XLSX");
    }
  }

  @Test
  void two_parts_of_one_name_are_refused() {
    byte[] bytes = WorkbookBytes.ofSheet(DATA).part("xl/workbook.xmx", "<x/>").bytes();
    byte[] renamed =
        new String(bytes, StandardCharsets.ISO_8859_1)
            .replace("xl/workbook.xmx", "xl/workbook.xml")
            .getBytes(StandardCharsets.ISO_8859_1);

    assertThat(fixture.drop("pay.xlsx", renamed).codes()).containsExactly("0  NOT_XLSX");
  }

  @Test
  void a_workbook_with_a_password_is_refused() {
    byte[] container = HexBytes.of("d0cf11e0a1b11ae1", 600);
    byte[] encrypted = WorkbookBytes.ofSheet(DATA).bytes();
    encrypted[lastIndexOf(encrypted, new byte[] {'P', 'K', 1, 2}) + 8] |= 1;

    assertThat(fixture.drop("pay.xlsx", container).codes())
        .containsExactly("0  WORKBOOK_ENCRYPTED");
    assertThat(fixture.drop("pay.xlsx", encrypted).codes())
        .containsExactly("0  WORKBOOK_ENCRYPTED");
  }

  @Test
  void another_archive_is_no_workbook() {
    WorkbookBytes ods = WorkbookBytes.ofSheet(DATA);
    byte[] document =
        new String(ods.bytes(), StandardCharsets.ISO_8859_1)
            .replace("[Content_Types].xml", "[content_typez].xml")
            .getBytes(StandardCharsets.ISO_8859_1);

    assertThat(fixture.drop("pay.xlsx", document).codes()).containsExactly("0  NOT_XLSX");
  }

  /** A bit of a payment that flips is never taken for another payment. */
  @Tag("open-ended")
  @Test
  void any_damage_leads_to_a_sentence_or_to_the_same_payments() throws IOException {
    long seed = Seed.of(HostileWorkbooksTest.class);
    Random random = new Random(seed);
    long end =
        System.nanoTime() + Duration.ofSeconds(Long.getLong("payout.fuzz.seconds", 5)).toNanos();
    List<byte[]> sound = sound();

    for (int i = 0; i == 0 || System.nanoTime() < end; i++) {
      byte[] bytes = sound.get(random.nextInt(sound.size())).clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      String hint = "seed " + seed + ", workbook " + i;

      Outcome file = drop(bytes, hint);

      assertThat(file.state()).as(hint).isIn("ACCEPTED", "REJECTED", "DUPLICATE");
      if (!file.state().equals("ACCEPTED")) {
        assertThat(file.file().reason()).as(hint).isNotEmpty();
      } else {
        assertThat(file.file().amount()).as(hint).hasToString("234757.89");
        fixture.sql("DELETE FROM serial_page");
      }
    }
  }

  /** What the parts hold is damaged, and the archive is whole. */
  @Tag("open-ended")
  @Test
  void any_xml_leads_to_a_decision() {
    long seed = Seed.of(HostileWorkbooksTest.class);
    Random random = new Random(seed);
    long end =
        System.nanoTime() + Duration.ofSeconds(Long.getLong("payout.fuzz.seconds", 5)).toNanos();
    List<String> names =
        List.copyOf(WorkbookBytes.ofSheet(DATA).strings("<t>a</t>").formats("0").parts().keySet());

    for (int i = 0; i == 0 || System.nanoTime() < end; i++) {
      WorkbookBytes workbook = WorkbookBytes.ofSheet(DATA).strings("<t>a</t>").formats("0");
      String name = names.get(random.nextInt(names.size()));
      String text = new String(workbook.parts().get(name), StandardCharsets.UTF_8);
      String hint = "seed " + seed + ", workbook " + i + ", " + name;

      Outcome file = drop(workbook.part(name, mutated(text, random)).bytes(), hint);

      assertThat(file.state()).as(hint).isIn("ACCEPTED", "REJECTED", "DUPLICATE");
      fixture.sql("DELETE FROM serial_page");
    }
  }

  private static String mutated(String text, Random random) {
    int from = random.nextInt(text.length());
    int to = Math.min(text.length(), from + random.nextInt(30));
    return switch (random.nextInt(4)) {
      case 0 -> text.substring(0, from) + text.substring(to);
      case 1 -> text.substring(0, to) + text.substring(from);
      case 2 -> text.substring(0, from) + (char) random.nextInt(0x3000) + text.substring(from);
      default -> {
        char[] digits = text.toCharArray();
        for (int i = from; i < digits.length; i++) {
          if (Character.isDigit(digits[i])) {
            digits[i] = (char) ('0' + random.nextInt(10));
            break;
          }
        }
        yield new String(digits);
      }
    };
  }

  private static List<byte[]> sound() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/workbooks"))) {
      return files
          .filter(file -> file.toString().endsWith("plain.xlsx"))
          .filter(file -> !file.toString().contains("libreoffice"))
          .map(HostileWorkbooksTest::read)
          .toList();
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static int lastIndexOf(byte[] bytes, byte[] sought) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .lastIndexOf(new String(sought, StandardCharsets.ISO_8859_1));
  }

  private Outcome drop(byte[] bytes, String hint) {
    try {
      return fixture.drop("pay.xlsx", bytes);
    } catch (RuntimeException e) {
      throw new AssertionError(hint, e);
    }
  }

  private Outcome drop(WorkbookBytes workbook) {
    return drop(workbook.bytes(), "");
  }

  /** Bytes that begin as given and end in zeros. */
  private static final class HexBytes {
    static byte[] of(String start, int length) {
      return Arrays.copyOf(java.util.HexFormat.of().parseHex(start), length);
    }
  }
}
