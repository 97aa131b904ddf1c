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
import java.util.Map;
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
  private static final String OFFICE =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  private static final String OTHER_RELATIONS = "http://example.com/relationships";
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

  /** Each row costs a few hundred bytes of the archive, and would cost megabytes of memory. */
  @Test
  void a_row_that_names_one_long_text_again_and_again_is_refused() {
    for (int cells : List.of(33, 16_384)) {
      Outcome file = drop(longTexts(HEADING + "<row r=\"2\">" + shared(cells) + "</row>"));

      assertThat(file.codes()).as("" + cells).containsExactly("2  WORKBOOK_TOO_BIG");
      assertThat(file.faults().get(0).reason()).contains("more than 1048576 characters");
    }
  }

  @Test
  void a_long_text_behind_every_layout_is_one_cell_too_many_and_is_not_read() {
    String behind = shared(4000).replaceFirst("<c ", "<c r=\"CA2\" ");

    Outcome file = drop(longTexts(HEADING + "<row r=\"2\">" + behind + "</row>"));

    assertThat(file.codes()).contains("2  BROKEN_ROW").doesNotContain("2  WORKBOOK_TOO_BIG");
  }

  /** It would become a question mark, in the serial number of another payment perhaps. */
  @ParameterizedTest
  @ValueSource(strings = {"A_xD800_", "_xDC00_A", "_xDC00__xD800_"})
  void half_a_character_is_refused(String text) {
    String rows = HEADING + A_LINE.replaceFirst("<c r=\"A2\".*?</c>", "%s");

    WorkbookBytes shared =
        WorkbookBytes.ofRows(rows.formatted("<c r=\"A2\" t=\"s\"><v>0</v></c>"))
            .strings("<t>" + text + "</t>");
    String own = "<c r=\"A2\" t=\"str\"><v>" + text + "</v></c>";

    assertThat(drop(shared).codes()).containsExactly("0  NOT_XLSX");
    assertThat(drop(WorkbookBytes.ofRows(rows.formatted(own))).codes())
        .containsExactly("2  NOT_XLSX");
    assertThat(drop(WorkbookBytes.ofRows(HEADING + row(2, text, "a@b", "张三", "1.00"))).codes())
        .containsExactly("2  NOT_XLSX");
  }

  private static WorkbookBytes longTexts(String rows) {
    return WorkbookBytes.ofRows(rows).strings("<t>" + "漢".repeat(32_767) + "</t>");
  }

  private static String shared(int cells) {
    return "<c t=\"s\"><v>0</v></c>".repeat(cells);
  }

  /** A program that knows the types in full shows xl/workbook.xml; another might show the other. */
  @ParameterizedTest
  @ValueSource(strings = {OTHER_RELATIONS, OFFICE})
  void an_archive_with_two_documents_is_refused_or_the_known_one_is_read(String type) {
    WorkbookBytes workbook = WorkbookBytes.ofSheet(DATA);
    Map<String, byte[]> other = WorkbookBytes.ofSheet(DATA.replace("1.00", "9.00")).parts();
    other.forEach((name, bytes) -> workbook.part(name.replace("xl/", "xm/"), bytes));
    workbook.part(
        "_rels/.rels",
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
            + relation("r1", OFFICE, "xl/workbook.xml")
            + relation("r2", type, "xm/workbook.xml")
            + "</Relationships>");

    Outcome file = drop(workbook);

    if (type.equals(OFFICE)) {
      assertThat(file.codes()).containsExactly("0  NOT_XLSX");
    } else {
      assertThat(file.file().amount()).hasToString("1.00");
    }
  }

  private static String relation(String id, String types, String target) {
    return "<Relationship Id=\""
        + id
        + "\" Type=\""
        + types
        + "/officeDocument\" Target=\""
        + target
        + "\"/>";
  }

  /** Only programs that look at the last step of a type would not see the sheet. */
  @Test
  void a_sheet_of_another_type_is_refused() {
    WorkbookBytes workbook = new WorkbookBytes().relation(OTHER_RELATIONS + "/worksheet", "o", 7);
    workbook.sheet("One", "visible", DATA).part("xl/o", "<x/>");

    String sheets = new String(workbook.parts().get("xl/workbook.xml"), StandardCharsets.UTF_8);
    workbook.part("xl/workbook.xml", sheets.replace("rId1", "rId7"));

    assertThat(drop(workbook).codes()).containsExactly("0  NOT_XLSX");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        // Another row, text or value, for programs that look at the names alone.
        "<row r=\"2\" ~ <e:row r=\"2\"",
        "<c r=\"B2\" ~ <e:c r=\"A2\"/><c r=\"B2\"",
        "<t xml:space ~ <e:t>x</e:t><t xml:space",
        "<is> ~ <e:is/><is>",
        "<is> ~ <e:v>7</e:v><is>",
        // A row that a program shows which looks into what it does not know.
        "<sheetData> ~ <e:x><sheetData/></e:x><sheetData>",
        "<sheetData> ~ <e:AlternateContent><e:Choice><sheetData/></e:Choice></e:AlternateContent><sheetData>"
      })
  void an_element_of_another_namespace_where_a_value_is_read_is_refused(
      String part, String instead) {
    String sheet = DATA.replaceFirst(part, instead).replace("<e:row r=\"2\"/>", "");
    sheet =
        instead.startsWith("<e:row") ? sheet.replaceFirst("(?s)(.*)</row>", "$1</e:row>") : sheet;

    WorkbookBytes workbook = WorkbookBytes.ofSheet(sheet);

    assertThat(drop(foreign(workbook, WorkbookBytes.SHEET)).codes())
        .allMatch(code -> code.endsWith("  NOT_XLSX"))
        .isNotEmpty();
  }

  @Test
  void an_attribute_of_another_namespace_does_not_count() {
    String hidden = DATA.replace("<row r=\"2\"", "<row e:hidden=\"0\" hidden=\"1\" r=\"2\"");

    assertThat(drop(foreign(WorkbookBytes.ofSheet(hidden), WorkbookBytes.SHEET)).codes())
        .containsExactly("2  WORKBOOK_HIDDEN");
  }

  @Test
  void the_relation_of_a_sheet_is_named_in_the_namespace_of_relations() {
    String other = "<sheetData>" + HEADING + A_LINE.replace("1.00", "9.00") + "</sheetData>";
    WorkbookBytes workbook = WorkbookBytes.ofSheet(DATA).sheet("Two", "visible", other);
    String sheets =
        new String(workbook.parts().get("xl/workbook.xml"), StandardCharsets.UTF_8)
            .replaceFirst("<sheet name=\"Two.*?/>", "");

    workbook.part("xl/workbook.xml", sheets.replace("r:id=", "e:id=\"rId2\" r:id="));
    assertThat(drop(foreign(workbook, "xl/workbook.xml")).file().amount()).hasToString("1.00");

    String both =
        "s:id=\"rId2\" xmlns:s=\"http://purl.oclc.org/ooxml/officeDocument/relationships\"";
    workbook.part("xl/workbook.xml", sheets.replace("r:id=", both + " r:id="));
    assertThat(drop(workbook).codes()).containsExactly("0  NOT_XLSX");
  }

  /** Spreadsheet programs write these. */
  @Test
  void extensions_beside_the_values_matter_not() {
    String extensions =
        "<extLst><ext uri=\"x\"><e:rules><e:rule><dxf/></e:rule></e:rules></ext></extLst>";
    String row = DATA.replace("<row r=\"2\"", "<row e:dyDescent=\"0.2\" r=\"2\"");
    WorkbookBytes workbook = WorkbookBytes.ofSheet(row + extensions);
    String book =
        new String(workbook.parts().get("xl/workbook.xml"), StandardCharsets.UTF_8)
            .replace(
                "<sheets>",
                "<e:AlternateContent><e:Choice Requires=\"x15\"><e:absPath url=\"C:\\x\"/></e:Choice>"
                    + "</e:AlternateContent><e:revisionPtr/><sheets>");
    workbook.part("xl/workbook.xml", book);

    Outcome file = drop(foreign(foreign(workbook, "xl/workbook.xml"), WorkbookBytes.SHEET));

    assertThat(file.state()).isEqualTo("ACCEPTED");
  }

  /** Declares the prefix e in the root of a part. */
  private static WorkbookBytes foreign(WorkbookBytes workbook, String part) {
    String text = new String(workbook.parts().get(part), StandardCharsets.UTF_8);
    return workbook.part(
        part, text.replaceFirst(" xmlns=", " xmlns:e=\"http://example.com/x\" xmlns="));
  }

  @Test
  void a_part_under_two_tabs_is_refused() {
    for (String id : List.of("rId1", "rId2")) {
      WorkbookBytes workbook = WorkbookBytes.ofSheet(DATA);
      workbook.relation(OFFICE + "/worksheet", "worksheets/../worksheets/Sheet1.xml", 2);
      String book = new String(workbook.parts().get("xl/workbook.xml"), StandardCharsets.UTF_8);
      String again = "<sheet name=\"Two\" sheetId=\"2\" r:id=\"" + id + "\"/></sheets>";

      workbook.part("xl/workbook.xml", book.replace("</sheets>", again));

      assertThat(drop(workbook).codes()).as(id).containsExactly("0  NOT_XLSX");
    }
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
