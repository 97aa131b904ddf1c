package payout.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.testing.DistributionCopy;
import payout.testing.FreePort;
import payout.testing.ProductProcess;
import payout.testing.RunningService;

/** Hawtio and {@code camel ps} see the routes exactly when their jars lie in {@code lib/ext/}. */
class CamelToolsIT {

  private static final Path TOOLS = Path.of("target/camel-tools");

  @TempDir private Path folder;

  @Test
  void with_their_jars_hawtio_and_camel_ps_see_the_routes() throws Exception {
    Path distribution = DistributionCopy.in(folder);
    for (Path jar : files(TOOLS)) {
      Files.copy(jar, distribution.resolve("lib/ext").resolve(jar.getFileName()));
    }

    try (ProductProcess run = start(distribution)) {
      Set<String> routes = routes(run);
      Path status = folder.resolve("user/.camel/" + run.pid() + "-status.json");
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> Files.exists(status) && Files.readString(status).contains("submit-batch"));

      assertThat(routes).contains("submit-batch", "accept-notify", "publish-results");
      assertThat(Files.readString(status)).contains("\"name\":\"payout\"");
      assertThat(run.terminate()).isLessThan(30_000);
    }
  }

  @Test
  void without_them_nothing_of_camel_is_seen() throws Exception {
    try (ProductProcess run = start(ProductProcess.DISTRIBUTION)) {
      assertThat(routes(run)).isEmpty();
      assertThat(folder.resolve("user/.camel")).doesNotExist();
    }
  }

  private ProductProcess start(Path distribution) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("PAYOUT_HOME", Files.createDirectories(folder.resolve("home")).toString());
    environment.put("PAYOUT_NOTIFY_PORT", Integer.toString(FreePort.next()));
    environment.put("CAMEL_MANAGEMENT_PORT", Integer.toString(FreePort.next()));
    environment.put("PAYOUT_SANDBOX_PORT", "0");
    environment.put("PAYOUT_CONSOLE_PORT", "0");
    Path user = Files.createDirectories(folder.resolve("user"));
    environment.put("PAYOUT_OPTS", "-Duser.home=" + user);
    return ProductProcess.startOf(distribution, folder, environment, "sandbox").ready();
  }

  /** The routes that Camel shows as MBeans. */
  private static Set<String> routes(ProductProcess run) throws Exception {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(run.pid()));
    try (JMXConnector connector =
        JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()))) {
      MBeanServerConnection beans = connector.getMBeanServerConnection();
      Set<ObjectName> names =
          beans.queryNames(new ObjectName("org.apache.camel:type=routes,*"), null);
      return Set.copyOf(
          names.stream().map(name -> ObjectName.unquote(name.getKeyProperty("name"))).toList());
    } finally {
      machine.detach();
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }
}
