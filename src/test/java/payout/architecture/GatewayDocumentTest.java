package payout.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.commons.support.AnnotationSupport;

/** Each rule of the gateway's document has a class that keeps it and a test that shows it. */
class GatewayDocumentTest {

  private static final Path PAGE = Path.of("docs/document.md");
  private static final Path CODES = Path.of("src/main/resources/payout/gateway/codes.csv");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final String NOT_OURS = "does not apply: ";

  private static List<Row> rows;

  /** What, says, kept by, shown by; and the heading above. */
  private record Row(String section, String what, String says, String keptBy, String shownBy) {}

  @BeforeAll
  static void readThePage() throws IOException {
    rows = new ArrayList<>();
    String section = "";
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("## ")) {
        section = line.substring(3);
      } else if (line.startsWith("| ") && !line.startsWith("| what |") && !line.startsWith("| -")) {
        String[] cells = line.substring(1).split("(?<!\\\\)\\|", -1);
        assertThat(cells).as(line).hasSize(5);
        rows.add(
            new Row(
                section, cells[0].strip(), cells[1].strip(), cells[2].strip(), cells[3].strip()));
      }
    }
    assertThat(rows).hasSizeGreaterThanOrEqualTo(100);
  }

  @Test
  void each_row_has_a_class_and_a_test_or_a_reason() {
    for (Row row : rows) {
      if (!row.keptBy.startsWith(NOT_OURS)) {
        assertThat(quoted(row.keptBy)).as("%s", row).isNotEmpty();
        assertThat(quoted(row.shownBy)).as("%s", row).isNotEmpty();
      }
    }
  }

  @Test
  void each_class_that_is_named_exists() throws IOException {
    Set<String> classes = classes("src/main/java").keySet();

    for (Row row : rows) {
      if (!row.keptBy.startsWith(NOT_OURS)) {
        assertThat(classes).as("%s", row).containsAll(quoted(row.keptBy));
      }
    }
  }

  @Test
  void each_test_that_is_named_exists() throws Exception {
    Map<String, List<String>> classes = classes("src/test/java");
    Set<String> tests = new TreeSet<>();
    for (Row row : rows) {
      tests.addAll(quoted(row.shownBy));
    }

    Set<String> missing = new TreeSet<>();
    for (String test : tests) {
      String[] parts = test.split("\\.");
      assertThat(parts).as(test).hasSize(2);
      if (!isTest(classes.getOrDefault(parts[0], List.of()), parts[1])) {
        missing.add(test);
      }
    }
    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Request: table 4-1, service partner _input_charset sign_type sign notify_url account_name"
        + " detail_data batch_no batch_num batch_fee pay_date email buyer_account_name"
        + " extend_param",
    "Answer: sections 5 and 7.1, is_success error",
    "Notify: table 6-1, notify_time notify_type notify_id sign_type sign batch_no pay_user_id"
        + " pay_user_name pay_account_no fail_details success_details"
  })
  void each_parameter_has_a_row(String section, String parameters) {
    assertThat(of(section).flatMap(row -> quoted(row.what).stream()).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(parameters.split(" "));
  }

  /** The twelve properties of a notify, and the eight of an answer. */
  @Test
  void each_numbered_property_has_a_row() {
    String answer = numbers("7.1");
    String notify = numbers("7.2");

    for (int i = 1; i <= 8; i++) {
      assertThat(answer).contains("(" + i + ")");
    }
    for (int i = 1; i <= 12; i++) {
      assertThat(notify).contains("(" + i + ")");
    }
  }

  @Test
  void each_code_has_a_row_and_no_row_has_another() throws IOException {
    Set<String> codes =
        Files.readAllLines(CODES).stream()
            .skip(1)
            .map(line -> line.substring(0, line.indexOf(',')))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> listed =
        of("Codes: sections 10.1 and 10.2")
            .flatMap(row -> quoted(row.says).stream())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(listed).isEqualTo(codes);
  }

  private static String numbers(String section) {
    return rows.stream()
        .map(Row::what)
        .filter(what -> what.startsWith(section + " "))
        .collect(Collectors.joining(" "));
  }

  private static Stream<Row> of(String section) {
    return rows.stream().filter(row -> row.section.equals(section));
  }

  private static List<String> quoted(String cell) {
    return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
  }

  /** Whether one of these classes has this test. */
  private static boolean isTest(List<String> classes, String name) throws Exception {
    for (String each : classes) {
      Class<?> type = Class.forName(each, false, GatewayDocumentTest.class.getClassLoader());
      for (Method method : type.getDeclaredMethods()) {
        if (method.getName().equals(name)
            && (AnnotationSupport.isAnnotated(method, Test.class)
                || AnnotationSupport.isAnnotated(method, TestTemplate.class))) {
          return true;
        }
      }
    }
    return false;
  }

  /** The classes under a folder by their short names, which two of them may share. */
  private static Map<String, List<String>> classes(String folder) throws IOException {
    Map<String, List<String>> classes = new TreeMap<>();
    Path root = Path.of(folder);
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        String name = root.relativize(file).toString().replace(".java", "").replace('/', '.');
        classes
            .computeIfAbsent(name.substring(name.lastIndexOf('.') + 1), none -> new ArrayList<>())
            .add(name);
      }
    }
    return classes;
  }
}
