package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each table with states has one class that changes its rows. */
class TableOwnersTest {

  private static final Path SOURCES = Path.of("src/main/java/payout");

  private static final Map<String, String> OWNERS =
      Map.of(
          "batch", "BatchTable.java",
          "payout_file", "FileTable.java",
          "submission", "SubmissionTable.java");

  /** A text that begins with the UPDATE of such a table, up to the end of the Java literal. */
  private static final Pattern UPDATE =
      Pattern.compile(
          "UPDATE\\s+(?:ONLY\\s+)?(batch|payout_file|submission)\\b[^\"]*",
          Pattern.CASE_INSENSITIVE);

  @Test
  void no_other_class_updates_a_table_with_states() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString();

        assertThat(updates(Files.readString(file)))
            .as("updates of %s", file)
            .allMatch(update -> OWNERS.get(update.table()).equals(name));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch", "payout_file", "submission"})
  void a_change_of_state_names_the_state_that_it_starts_from(String table) throws IOException {
    String source = Files.readString(SOURCES.resolve("ledger").resolve(OWNERS.get(table)));
    List<Update> changes =
        updates(source).stream()
            .filter(update -> update.text().matches("(?s).*\\bSET state = (?!state\\b).*"))
            .toList();

    assertThat(changes).isNotEmpty();
    assertThat(changes).allMatch(update -> update.text().matches("(?s).* WHERE .*\\bstate = .*"));
  }

  /** So that a chain of hashes over the rows can prove that nothing is missing. */
  @Test
  void one_class_adds_to_the_audit_trail_and_none_changes_it() throws IOException {
    Pattern any =
        Pattern.compile(
            "(INSERT\\s+(?:OR\\s+\\w+\\s+)?INTO|UPDATE|DELETE\\s+FROM|TRUNCATE|REPLACE\\s+INTO)\\s+(?:TABLE\\s+)?audit\\b",
            Pattern.CASE_INSENSITIVE);
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        Matcher statement = any.matcher(joined(Files.readString(file)));
        while (statement.find()) {
          found.add(file.getFileName() + " " + statement.group(1));
        }
      }
    }

    assertThat(found).containsExactly("AuditTable.java INSERT INTO");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sql.update(\"UPDATE batch SET due_at = ?\", now);",
        "sql.update(\"update  payout_file SET round = ?\", 1);",
        "sql.update(\n    \"UPDATE \"\n        + \"batch SET due_at = ?\", now);",
        "String text = \"\"\"\n  UPDATE\n  batch SET due_at = ?\n\"\"\";",
      })
  void finds_an_update_however_it_is_written(String source) {
    assertThat(updates(source)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sql.update(\"UPDATE batch_results SET data = ?\", data);",
        "sql.update(\"UPDATE submission_chunk SET data = ?\", data);",
        "sql.list(\"SELECT id FROM batch\");",
        "/** Must update batch and file. */",
      })
  void leaves_other_texts_alone(String source) {
    assertThat(updates(source)).isEmpty();
  }

  /** Texts that are concatenated from literals, or with a variable in between, are one text. */
  private static List<Update> updates(String source) {
    List<Update> found = new ArrayList<>();
    Matcher update = UPDATE.matcher(joined(source));
    while (update.find()) {
      found.add(new Update(update.group(1).toLowerCase(java.util.Locale.ROOT), update.group()));
    }
    return found;
  }

  private static String joined(String source) {
    String code = source.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)//.*$", "");
    return code.replaceAll("\"\\s*\\+\\s*\"", "").replaceAll("\"\\s*\\+\\s*\\w+\\s*\\+\\s*\"", "?");
  }

  /** An UPDATE in the source of a class. */
  private record Update(String table, String text) {}
}
