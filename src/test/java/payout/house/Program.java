package payout.house;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code bin/payout} of the distribution, as a process of its own. */
final class Program implements AutoCloseable {

  static final Path DISTRIBUTION =
      Path.of(System.getProperty("payout.distribution", "target/payout"));
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Process process;
  private final Path out;
  private final Path err;

  private Program(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts a command in a working directory that has nothing to do with the product. */
  static Program start(Path folder, Map<String, String> environment, String... arguments) {
    return startOf(DISTRIBUTION, folder, environment, arguments);
  }

  static Program startOf(
      Path distribution, Path folder, Map<String, String> environment, String... arguments) {
    try {
      Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
      Path out = folder.resolve("program-" + NUMBER.incrementAndGet() + ".out");
      Path err = Path.of(out + ".err");
      List<String> command = new ArrayList<>();
      command.add(distribution.toAbsolutePath().resolve("bin/payout").toString());
      command.addAll(List.of(arguments));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(elsewhere.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().keySet().removeIf(name -> name.matches("(PAYOUT|CAMEL)_.*"));
      builder.environment().putAll(environment);
      return new Program(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command to its end. */
  static Program run(Path folder, Map<String, String> environment, String... arguments) {
    return start(folder, environment, arguments).ended();
  }

  /** Waits for its end. */
  Program ended() {
    exit();
    return this;
  }

  /** Waits until it says that it is ready. */
  Program ready() {
    await()
        .atMost(RunningHouse.PATIENCE)
        .until(() -> err().contains(" Ready: ") || !process.isAlive());
    if (!process.isAlive()) {
      throw new AssertionError("It ended with " + process.exitValue() + ": " + err());
    }
    return this;
  }

  /** Its exit code. */
  int exit() {
    try {
      if (!process.waitFor(90, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("It does not end: " + err());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tells it to end; how long it took, milliseconds. */
  long terminate() {
    long start = System.nanoTime();
    process.destroy();
    exit();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  void kill() {
    process.destroyForcibly();
    exit();
  }

  String out() {
    return text(out);
  }

  /**
   * What it told on standard error, but for the warning that the service's user can change the
   * program: whoever tests a build owns it.
   */
  String err() {
    return text(err).replaceAll("(?m)^payout: warning: the user who runs the service .*\n", "");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
