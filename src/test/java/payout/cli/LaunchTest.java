package payout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import payout.config.Home;
import payout.config.Settings;

/** The first line of the log, and the message about a port that is in use. */
class LaunchTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "PAYOUT_SANDBOX_PORT, payout.sandbox.port",
    "PAYOUT_NOTIFY_PORT, payout.notify.port",
    "CAMEL_MANAGEMENT_PORT, camel.management.port"
  })
  void a_port_in_use_is_named_with_its_setting(String variable, String setting) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Map<String, String> environment =
          new TreeMap<>(
              Map.of(
                  "PAYOUT_SANDBOX_PORT", "0",
                  "PAYOUT_NOTIFY_PORT", "0",
                  "CAMEL_MANAGEMENT_PORT", "0"));
      environment.put(variable, Integer.toString(taken.getLocalPort()));

      assertThatThrownBy(() -> SandboxLaunch.prepare(home(), environment))
          .isInstanceOf(RefusedToStartException.class)
          .hasMessageContaining(setting + " is " + taken.getLocalPort())
          .hasMessageContaining("127.0.0.1")
          .hasMessageEndingWith("or set another port.");
    }
  }

  @Test
  void the_first_line_contains_version_home_ledger_node_and_java_and_no_password() {
    String line =
        firstLine(
            ProcessEnvironment.settings(
                    home(),
                    Map.of(
                        "PAYOUT_LEDGER_URL", "jdbc:postgresql://db.example.com/payout",
                        "PAYOUT_LEDGER_USER", "payout",
                        "PAYOUT_LEDGER_PASSWORD", "hunter2-of-ledger"))
                .forCheck());

    assertThat(line)
        .matches(
            "payout \\S+, home "
                + folder
                + ", ledger jdbc:postgresql://db.example.com/payout, node \\S+, Java [1-9]\\S+ .+")
        .doesNotContain("hunter2");
  }

  private static String firstLine(Settings settings) {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger("payout");
    Level level = logger.getLevel();
    logger.addAppender(log);
    logger.setLevel(Level.INFO);
    try {
      Launch.logFirstLine(settings);
    } finally {
      logger.setLevel(level);
      logger.detachAppender(log);
    }
    return log.list.get(0).getFormattedMessage();
  }

  private Home home() {
    return new Home(folder, Path.of(""));
  }
}
