package payout.route;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A folder that lacks a route is refused, because a promise would silently be broken. */
class RequiredRoutesTest {

  private static final Path ROUTES = Path.of("routes");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(ROUTES)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void the_shipped_routes_are_enough() throws Exception {
    try (CamelContext camel = with(files())) {
      assertThatCode(() -> RequiredRoutes.require(camel, ROUTES)).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void none_of_their_files_may_be_missing(Path file) throws Exception {
    List<Path> others = files().stream().filter(each -> !each.equals(file)).toList();

    try (CamelContext camel = with(others)) {
      assertThatThrownBy(() -> RequiredRoutes.require(camel, ROUTES))
          .hasMessageContaining("There is no route")
          .hasMessageContaining(name(file))
          .hasMessageContaining(" in routes")
          .hasMessageEndingWith("copy the folder routes/ of the distribution there.");
    }
  }

  @Test
  void everything_missing_is_named_at_once() throws Exception {
    try (CamelContext camel = with(List.of())) {
      assertThatThrownBy(() -> RequiredRoutes.require(camel, ROUTES))
          .hasMessageContaining("There is no route receive-file in routes, and no ")
          .hasMessageContaining("route watch, ")
          .hasMessageContaining("route configuration errors;");
    }
  }

  /** What the file holds: a template is named without its verb. */
  private static String name(Path file) {
    return file.getFileName().toString().replace(".camel.yaml", "").replace("take-", "");
  }

  private static CamelContext with(List<Path> files) throws Exception {
    DefaultCamelContext camel = new DefaultCamelContext();
    camel.disableJMX();
    // As where a webhook and a mail server are set: else their routes are not needed.
    for (String each : List.of("on", "webhook", "mail")) {
      camel.getPropertiesComponent().addOverrideProperty("payout.notice." + each, "true");
    }
    for (Path file : files) {
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(PluginHelper.getResourceLoader(camel).resolveResource("file:" + file));
    }
    return camel;
  }
}
