package payout.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The distribution's {@code bin/payout run}, a real process that can die. */
final class ProductProcess {

  /** What the process ends with when it halts at a checkpoint; 128 + 9, as after kill -9. */
  static final int HALTED = 137;

  private static final String LIGHT_JVM = "-Xmx256m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private final Process process;
  private final Path log;

  private ProductProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts the product.
   *
   * @param options for Java
   */
  static ProductProcess start(
      Path distribution, Map<String, String> environment, Path log, String options) {
    ProcessBuilder builder = new ProcessBuilder(distribution.resolve("bin/payout").toString());
    builder.command().addAll(List.of("run"));
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("PAYOUT_"));
    builder.environment().putAll(environment);
    builder.environment().put("PAYOUT_OPTS", LIGHT_JVM + " " + options);
    try {
      return new ProductProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int exitCode() {
    return process.exitValue();
  }

  /** Waits for its end, at most so long. */
  boolean endsWithin(long millis) {
    try {
      return process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Asks it to end in order. */
  void end() {
    process.destroy();
    endsWithin(40_000);
  }

  /** kill -9. */
  void kill() {
    process.destroyForcibly();
    endsWithin(10_000);
  }

  /** The last lines that it said. */
  String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e + ")";
    }
  }
}
