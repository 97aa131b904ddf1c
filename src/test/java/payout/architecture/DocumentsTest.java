package payout.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import payout.batch.BatchState;
import payout.batch.Checkpoint;
import payout.batch.FileState;
import payout.batch.LineState;
import payout.batch.OutboxCharset;
import payout.batch.OutputKind;
import payout.cli.PayoutMain;
import payout.config.Setting;
import payout.config.SettingTable;
import payout.inbox.RejectCode;
import payout.outbox.OutboxText;
import payout.outbox.ReconcileFile;
import payout.outbox.RejectsFile;
import payout.outbox.ResultFile;
import payout.outbox.RetryFile;
import payout.outbox.WarningsFile;
import payout.route.AlarmKind;
import payout.route.Meter;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the pages say is what the code does. */
class DocumentsTest {

  private static final String README = text("README.md");
  private static final String ARCHITECTURE = text("ARCHITECTURE.md");
  private static final String REFERENCE = text("docs/reference.md");

  private static final Pattern REASON = Pattern.compile("[(](?:\\d{3}|[A-Z_]+),\\s+\"([a-z_]+)\",");

  private static final Pattern CODE_WITH_COMMENT =
      Pattern.compile("/\\*\\*(.*?)\\*/\\s*([A-Z_]+)[,;]", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)?(#[^)]+)?\\)");
  private static final Pattern TEST_CLASS = Pattern.compile("`([A-Z]\\w+(?:Test|IT))`");
  private static final Pattern VERSION =
      Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<version>\\$\\{([^}]+)}</version>");

  @Test
  void the_reference_lists_each_setting_as_the_table_has_it() {
    for (Setting<?> setting : SettingTable.all()) {
      assertListed(row(setting));
    }
  }

  @Test
  void the_reference_lists_no_setting_that_is_none() {
    List<String> names = SettingTable.all().stream().map(Setting::name).toList();

    assertThat(firstCells("## Settings", "What must hold")).containsExactlyElementsOf(names);
  }

  @Test
  void the_reference_lists_each_reject_code_in_the_words_of_the_code() {
    Map<String, String> comments = new TreeMap<>();
    String source = text("src/main/java/payout/inbox/RejectCode.java");
    Matcher codes = CODE_WITH_COMMENT.matcher(source.substring(source.indexOf("enum RejectCode")));
    while (codes.find()) {
      comments.put(codes.group(2), codes.group(1));
    }

    for (RejectCode code : RejectCode.values()) {
      String words = comments.get(code.name());
      assertListed("| `" + code + "` | " + markdown(words) + " |");
    }
  }

  @Test
  void the_reference_lists_each_reason_for_which_a_notify_is_refused() {
    String row =
        REFERENCE
            .lines()
            .filter(line -> line.startsWith("| `payout_notifies_refused_total` |"))
            .findFirst()
            .orElseThrow();

    for (String source : List.of("Refusal", "AcceptNotify")) {
      Matcher reasons = REASON.matcher(text("src/main/java/payout/route/" + source + ".java"));
      assertThat(reasons.results().map(found -> "`" + found.group(1) + "`"))
          .isNotEmpty()
          .allSatisfy(reason -> assertThat(row).contains(reason));
    }
  }

  @Test
  void the_reference_lists_each_command_with_its_options() {
    commands()
        .forEach(
            (name, command) -> {
              String row = commandRow(name);
              assertThat(optionsIn(row)).containsExactlyInAnyOrderElementsOf(options(command));
            });
  }

  @Test
  void the_reference_lists_no_command_that_is_none() {
    assertThat(firstCells("## Commands", "The acts of an operator"))
        .map(cell -> cell.replaceFirst(" \\[?[A-Z].*", ""))
        .containsExactlyInAnyOrderElementsOf(commands().keySet());
  }

  /** Each command by its name; a command that only has commands of its own stands for those. */
  private static Map<String, CommandLine> commands() {
    Map<String, CommandLine> all = new TreeMap<>();
    new CommandLine(new PayoutMain())
        .getSubcommands()
        .forEach(
            (name, command) -> {
              command.getSubcommands().forEach((part, each) -> all.put(name + " " + part, each));
              if (command.getSubcommands().isEmpty()) {
                all.put(name, command);
              }
            });
    return all;
  }

  @Test
  void the_reference_shows_the_heading_of_each_file() throws IOException {
    assertThat(lines(REFERENCE))
        .contains(
            heading(out -> new ResultFile(out, code -> code)),
            heading(RejectsFile::new),
            heading(WarningsFile::new),
            heading(RetryFile::new),
            heading(ReconcileFile::new),
            "file,sha256,status,lines,amount,batches,reason,expires_at,inbox",
            "file,sha256,status,lines,amount,batches,reason,inbox");
  }

  @ParameterizedTest
  @EnumSource(OutputKind.class)
  void the_reference_lists_each_kind_of_file(OutputKind kind) {
    assertThat(REFERENCE).contains("`" + kind + "`");
  }

  @ParameterizedTest
  @EnumSource(AlarmKind.class)
  void the_reference_lists_each_alarm(AlarmKind kind) {
    assertThat(REFERENCE).contains("| `" + kind + "` |");
  }

  @Test
  void the_reference_lists_each_metric() {
    for (Meter meter : Meter.values()) {
      assertListed(
          "| `"
              + meter.exposed()
              + "` | "
              + meter.type()
              + " | "
              + meter.labelsInWords()
              + " | "
              + meter.help()
              + " |");
    }
  }

  @Test
  void the_reference_lists_no_metric_that_is_none() {
    assertThat(firstCells("| metric | kind", "A counter is what"))
        .containsExactlyElementsOf(Stream.of(Meter.values()).map(Meter::exposed).toList());
  }

  @Test
  void the_reference_lists_each_state() {
    assertThat(firstCells("| of a file", "| of a batch"))
        .containsExactly(names(FileState.values()));
    assertThat(firstCells("| of a batch", "| of a line"))
        .containsExactly(names(BatchState.values()));
    assertThat(firstCells("| of a line", "## Notify")).containsExactly(names(LineState.values()));
  }

  @Test
  void the_reference_lists_each_sample() throws IOException {
    try (Stream<Path> samples = Files.list(Path.of("samples"))) {
      assertThat(firstCells("## Samples", "## Sandbox"))
          .containsExactlyInAnyOrderElementsOf(
              samples.map(sample -> sample.getFileName().toString()).toList());
    }
  }

  @ParameterizedTest
  @EnumSource(Checkpoint.class)
  void the_architecture_describes_the_recovery_at(Checkpoint place) {
    assertThat(ARCHITECTURE).contains("`" + place + "`");
  }

  @Test
  void the_architecture_gives_a_reason_for_each_dependency_and_its_version() {
    String pom = text("pom.xml");
    String product = pom.substring(pom.indexOf("</dependencyManagement>"), pom.indexOf("<build>"));
    for (String dependency : product.split("<dependency>")) {
      Matcher artifact = Pattern.compile("<artifactId>([^<]+)<").matcher(dependency);
      if (artifact.find() && !dependency.contains("<scope>test</scope>")) {
        assertThat(ARCHITECTURE).contains("`" + artifact.group(1) + "`");
        Matcher version = VERSION.matcher(dependency);
        if (version.find()) {
          String row = rowWith(ARCHITECTURE, "`" + artifact.group(1) + "`");
          assertThat(row).contains("| " + property(pom, version.group(2)) + " |");
        }
      }
    }
    assertThat(rowWith(ARCHITECTURE, "`camel-core`"))
        .contains("| " + property(pom, "camel.version") + " |");
  }

  @Test
  void the_architecture_lists_each_table_of_the_ledger() throws IOException {
    List<String> tables = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/payout/ledger/migration"))) {
      for (Path file : files.toList()) {
        Matcher table = Pattern.compile("CREATE TABLE (\\w+)").matcher(Files.readString(file));
        while (table.find()) {
          tables.add(table.group(1));
        }
      }
    }

    assertThat(tables).isNotEmpty().allMatch(table -> ARCHITECTURE.contains("`" + table + "`"));
  }

  @Test
  void the_commands_of_a_newcomer_are_those_of_the_build() {
    assertThat(lines(README))
        .contains(
            "    mvn -q -DskipTests package exec:exec@demo",
            "    mvn verify",
            "    mvn verify -Plong");
    assertThat(text(".ci/run")).contains("\nmvn verify ", "\nexec mvn verify -Plong ");
    assertThat(text("pom.xml")).contains("<id>demo</id>");
  }

  @Test
  void the_example_is_the_sample() {
    assertThat(README).contains(text("samples/payout-3.csv").strip());
  }

  @Test
  void each_test_that_is_named_exists() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      List<String> tests =
          files.map(file -> file.getFileName().toString().replace(".java", "")).toList();
      Matcher named = TEST_CLASS.matcher(README + ARCHITECTURE);
      while (named.find()) {
        assertThat(tests).contains(named.group(1));
      }
    }
  }

  @Test
  void each_link_leads_somewhere() throws IOException {
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        String target = link.group(1) == null ? page.getFileName().toString() : link.group(1);
        Path file = page.resolveSibling(target);
        assertThat(file).as("a link of %s", page).exists();
        if (link.group(2) != null) {
          assertThat(anchors(file)).as("a link of %s", page).contains(link.group(2));
        }
      }
    }
  }

  @Test
  void each_decision_is_listed_and_has_its_three_parts() throws IOException {
    String list = text("docs/decisions/README.md");
    try (Stream<Path> records = Files.list(Path.of("docs/decisions"))) {
      for (Path each : records.filter(file -> !file.endsWith("README.md")).toList()) {
        assertThat(list).contains("(" + each.getFileName() + ")");
        assertThat(Files.readString(each))
            .containsSubsequence("## Context", "## Decision", "## Consequence");
      }
    }
  }

  private static void assertListed(String row) {
    assertThat(lines(REFERENCE).contains(row)).as("the reference has the row: %s", row).isTrue();
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("ARCHITECTURE.md")));
    try (Stream<Path> files = Files.walk(Path.of("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
    }
    return pages.stream().map(Path::toAbsolutePath).toList();
  }

  /** The headings of a page as a browser is sent to them. */
  private static List<String> anchors(Path page) throws IOException {
    return Files.readAllLines(page).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> "#" + line.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
        .toList();
  }

  private static String row(Setting<?> setting) {
    String fallback = setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`";
    return "| `"
        + setting.name()
        + "` | "
        + (setting.mustBeSet() ? "must be set" : fallback)
        + " | "
        + escaped(setting.allowed())
        + " | "
        + escaped(setting.explanation())
        + (setting.secret() ? " Secret: shown nowhere." : "")
        + " |";
  }

  /** A comment of the source as a cell of a table. */
  private static String markdown(String comment) {
    String oneLine = comment.replaceAll("\\s*\\n\\s*\\*?\\s*", " ").strip();
    return oneLine.replaceAll("\\{@code (.*?)}", "`$1`").replace("|", "\\|");
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|").replace("<", "\\<");
  }

  private static String commandRow(String name) {
    return lines(REFERENCE).stream()
        .filter(line -> line.startsWith("| `" + name + "`") || line.startsWith("| `" + name + " "))
        .findFirst()
        .orElseThrow(() -> new AssertionError("The reference does not list " + name + "."));
  }

  private static List<String> optionsIn(String row) {
    String cell = row.split("(?<!\\\\)\\|")[2];
    return Pattern.compile("--[a-z0-9-]+")
        .matcher(cell)
        .results()
        .map(each -> each.group())
        .toList();
  }

  private static List<String> options(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .map(OptionSpec::longestName)
        .toList();
  }

  private static List<String> firstCells(String from, String to) {
    int start = REFERENCE.indexOf(from);
    String part = REFERENCE.substring(start, REFERENCE.indexOf(to, start));
    return Pattern.compile("(?m)^\\| `([^`]+)` \\|")
        .matcher(part)
        .results()
        .map(cell -> cell.group(1))
        .toList();
  }

  private static String[] names(Enum<?>[] constants) {
    return Stream.of(constants).map(Enum::name).toArray(String[]::new);
  }

  private static String heading(Heading heading) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OutboxText out = OutboxText.open(bytes, OutboxCharset.UTF_8);
    heading.write(out);
    out.flush();
    return bytes.toString(UTF_8).strip();
  }

  private static String rowWith(String page, String words) {
    return lines(page).stream()
        .filter(line -> line.startsWith("| ") && line.contains(words))
        .findFirst()
        .orElse("");
  }

  private static String property(String pom, String name) {
    return pom.replaceFirst("(?s).*<" + name + ">([^<]+)</" + name + ">.*", "$1");
  }

  private static List<String> lines(String text) {
    return text.lines().toList();
  }

  private static String text(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new AssertionError(file + " cannot be read.", e);
    }
  }

  /** Writes a file that has nothing but its heading. */
  @FunctionalInterface
  private interface Heading {
    Object write(OutboxText out) throws IOException;
  }
}
