package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.testing.DistributionCopy;
import payout.testing.FreePort;
import payout.testing.ProductProcess;
import payout.testing.RunningService;

/** A jar in {@code lib/ext/} and a route in {@code routes/}, in a distribution as it is shipped. */
class ExtensionIT {

  private static final String CLASS =
      "package ext; public class Greeting { public String text(String name) { return \"Hello \" +"
          + " name; } }";

  private static final String ROUTE =
      """
      - route:
          id: greet
          description: Writes what a class of lib/ext makes of an environment variable.
          from:
            uri: timer:greet
            parameters:
              repeatCount: 1
            steps:
              - setBody:
                  id: name-guest
                  constant: "{{env:GUEST}}"
              - bean:
                  id: make-greeting
                  beanType: ext.Greeting
                  method: text
              - to:
                  id: put-greeting
                  uri: "file:{{payout.home}}/greetings"
                  parameters:
                    fileName: sandbox-{{payout.sandbox}}.txt
      """;

  @TempDir private Path folder;

  @Test
  void an_extra_jar_is_loaded_and_its_class_used_by_a_route() throws IOException {
    Path distribution = DistributionCopy.in(folder);
    Path home = Files.createDirectories(folder.resolve("home"));
    jar(distribution.resolve("lib/ext/greeting.jar"));
    Files.writeString(distribution.resolve("routes/greet.camel.yaml"), ROUTE);
    Map<String, String> environment =
        Map.of(
            "PAYOUT_HOME",
            home.toString(),
            "PAYOUT_NOTIFY_PORT",
            Integer.toString(FreePort.next()),
            "CAMEL_MANAGEMENT_PORT",
            Integer.toString(FreePort.next()),
            "PAYOUT_SANDBOX_PORT",
            "0",
            "PAYOUT_CONSOLE_PORT",
            "0",
            "GUEST",
            "Li");
    Path greeting = home.resolve("sandbox/greetings/sandbox-true.txt");

    try (ProductProcess run =
        ProductProcess.startOf(distribution, folder, environment, "sandbox").ready()) {
      await().atMost(RunningService.PATIENCE).until(() -> Files.exists(greeting));

      assertThat(greeting).hasContent("Hello Li");
      assertThat(run.terminate()).isLessThan(30_000);
    }
  }

  @Test
  void the_folder_for_extra_jars_is_shipped_empty() {
    assertThat(ProductProcess.DISTRIBUTION.resolve("lib/ext")).isEmptyDirectory();
  }

  private void jar(Path jar) throws IOException {
    Path source = Files.writeString(folder.resolve("Greeting.java"), CLASS);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", folder.toString(), source.toString());
    assertThat(status).isZero();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("ext/Greeting.class"));
      out.write(Files.readAllBytes(folder.resolve("ext/Greeting.class")));
      out.closeEntry();
    }
  }
}
