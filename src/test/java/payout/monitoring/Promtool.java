package payout.monitoring;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The tool of Prometheus that checks rules and queries; Debian has it in the package prometheus.
 */
final class Promtool {

  private Promtool() {}

  /** Skips the test where there is none. */
  static void require() {
    assumeTrue(
        isThere(), "There is no promtool here, so rules and queries are not checked: install it.");
  }

  private static boolean isThere() {
    try {
      return run("--version").exit == 0;
    } catch (UncheckedIOException none) {
      return false;
    }
  }

  static Result run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static Result checkRules(Path file) {
    return run("check", "rules", file.toString());
  }

  /** How it ended, and what it said. */
  record Result(int exit, String said) {}
}
