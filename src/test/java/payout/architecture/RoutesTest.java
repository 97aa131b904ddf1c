package payout.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes open in a visual editor, because they are valid by Camel's own schema. */
class RoutesTest {

  private static final Path ROUTES = Path.of("routes");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private static JsonSchema schema;

  @BeforeAll
  static void read_the_schema() throws IOException {
    try (InputStream in =
        RoutesTest.class.getClassLoader().getResourceAsStream("schema/camelYamlDsl.json")) {
      JsonNode shipped = new ObjectMapper().readTree(in);
      schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(shipped);
    }
  }

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(ROUTES)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void there_is_one_file_for_each_flow() throws IOException {
    assertThat(files())
        .allMatch(file -> file.toString().endsWith(".camel.yaml"))
        .contains(
            ROUTES.resolve("receive-file.camel.yaml"),
            ROUTES.resolve("submit-batch.camel.yaml"),
            ROUTES.resolve("accept-notify.camel.yaml"),
            ROUTES.resolve("publish-results.camel.yaml"),
            ROUTES.resolve("sandbox/gateway-sandbox.camel.yaml"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_file_is_valid_by_the_schema_of_camel(Path file) throws IOException {
    assertThat(faults(Files.readString(file))).isEmpty();
  }

  @Test
  void the_schema_rejects_an_unknown_step() {
    assertThat(
            faults("- route:\n    from:\n      uri: timer:a\n      steps:\n        - sned: {}\n"))
        .isNotEmpty();
  }

  @Test
  void the_schema_rejects_a_misspelt_option_of_a_step() throws IOException {
    String valid = Files.readString(ROUTES.resolve("submit-batch.camel.yaml"));

    assertThat(faults(valid.replace("retryWhile:", "retryWhlie:"))).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("files")
  void every_route_and_every_step_has_an_id(Path file) throws IOException {
    List<String> nameless = new ArrayList<>();
    walk(
        read(file),
        "",
        (kind, step) -> {
          if (!step.path("id").isTextual()) {
            nameless.add(kind + " " + step);
          }
        });

    assertThat(nameless).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("files")
  void every_route_has_a_description_of_one_sentence(Path file) throws IOException {
    for (JsonNode each : read(file)) {
      JsonNode described =
          each.has("routeTemplate") ? each.at("/routeTemplate/route") : each.elements().next();

      assertThat(described.path("description").asText()).matches("[A-Z].*[^.]\\.");
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void every_id_of_a_step_has_several_words(Path file) throws IOException {
    walk(
        read(file),
        "",
        (kind, step) -> {
          if (!kind.startsWith("route")) {
            assertThat(step.path("id").asText()).matches("[a-z]+(-[a-z]+)+");
          }
        });
  }

  /** A later check could be asked by anybody if it came before an earlier one. */
  @Test
  void the_checks_of_a_notify_have_their_order() throws IOException {
    assertThat(Files.readString(ROUTES.resolve("accept-notify.camel.yaml")))
        .containsSubsequence(
            "method: readNotify",
            "method: checkSign",
            "method: checkPayer",
            "method: checkBatch",
            "method: isNew",
            "uri: direct:notify-verify",
            "method: storeResults",
            "expression: success",
            "id: notify-verify");
  }

  /** A step that is named differently from its method would tell two stories. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "submit-batch",
        "publish-results",
        "accept-notify",
        "watch-waiting",
        "watch",
        "catch-up",
        "seal-trail"
      })
  void a_bean_step_and_its_method_have_one_name(String flow) throws IOException {
    walk(
        read(ROUTES.resolve(flow + ".camel.yaml")),
        "",
        (kind, step) -> {
          String method = step.path("method").asText();
          if (kind.equals("bean") && !step.path("ref").asText().equals("routeAlarm")) {
            String words = method.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            assertThat(step.path("id").asText().replace("-unrecorded", "")).startsWith(words);
          }
        });
  }

  @Test
  void the_examples_for_integrators_are_valid_by_the_schema_of_camel() throws IOException {
    List<String> blocks =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("docs/integrators.md")))
            .results()
            .map(block -> block.group(1))
            .filter(block -> block.contains("- route:"))
            .toList();

    assertThat(blocks)
        .hasSizeGreaterThan(1)
        .allSatisfy(block -> assertThat(faults(block)).isEmpty());
  }

  @Test
  void no_id_comes_twice() throws IOException {
    List<String> ids = new ArrayList<>();
    for (Path file : files()) {
      walk(read(file), "", (kind, step) -> ids.add(step.path("id").asText()));
    }

    assertThat(ids).hasSizeGreaterThan(40).doesNotHaveDuplicates();
  }

  /** Everything that a log, a metric or a test may name: routes, steps, handlers. */
  private static void walk(JsonNode node, String key, BiConsumer<String, JsonNode> sink) {
    boolean steps = key.equals("steps");
    for (JsonNode each : node) {
      if (node.isArray() && steps) {
        each.properties().forEach(step -> sink.accept(step.getKey(), step.getValue()));
      } else if (node.isArray() && Set.of("doCatch").contains(key)) {
        sink.accept(key, each);
      }
    }
    if (node.isArray()) {
      node.forEach(each -> walk(each, "", sink));
    } else {
      node.properties()
          .forEach(
              child -> {
                boolean named = child.getValue().isObject();
                if (named && isNamed(child.getKey(), child.getValue())) {
                  sink.accept(child.getKey(), child.getValue());
                }
                walk(child.getValue(), child.getKey(), sink);
              });
    }
  }

  /** The route of a template gets its id from the inbox that it is created for. */
  private static boolean isNamed(String key, JsonNode value) {
    return key.equals("routeTemplate")
        || key.equals("onException")
        || key.equals("route") && !value.path("from").path("uri").asText().equals("{{uri}}");
  }

  private static JsonNode read(Path file) throws IOException {
    return YAML.readTree(Files.readString(file));
  }

  private static Set<ValidationMessage> faults(String yaml) {
    try {
      return schema.validate(YAML.readTree(yaml));
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
