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
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The routes open in a visual editor: they are what Camel's own schema says a route is. */
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
  void a_file_is_what_the_schema_of_camel_says(Path file) throws IOException {
    assertThat(faults(Files.readString(file))).isEmpty();
  }

  @Test
  void the_schema_refuses_a_step_that_camel_does_not_know() {
    assertThat(
            faults("- route:\n    from:\n      uri: timer:a\n      steps:\n        - sned: {}\n"))
        .isNotEmpty();
  }

  @Test
  void the_schema_refuses_a_misspelt_option_of_a_step() throws IOException {
    String sound = Files.readString(ROUTES.resolve("submit-batch.camel.yaml"));

    assertThat(faults(sound.replace("retryWhile:", "retryWhlie:"))).isNotEmpty();
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

  @Test
  void no_id_comes_twice() throws IOException {
    List<String> ids = new ArrayList<>();
    for (Path file : files()) {
      walk(read(file), "", (kind, step) -> ids.add(step.path("id").asText()));
    }

    assertThat(ids).hasSizeGreaterThan(40).doesNotHaveDuplicates();
  }

  /** Everything that a log, a metric or a test may have to name: routes, steps, handlers. */
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

  /** A template's route gets its id from the inbox that it is made for. */
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
