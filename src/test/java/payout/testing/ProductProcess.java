package payout.testing;

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

/** {@code bin/payout} of the distribution, a real process that can die. */
public final class ProductProcess implements AutoCloseable {

  /** The distribution that the build left. */
  public static final Path DISTRIBUTION =
      Path.of(System.getProperty("payout.distribution", "target/payout")).toAbsolutePath();

  /** What the process ends with when it halts at a checkpoint; 128 + 9, as after kill -9. */
  public static final int HALTED = 137;

  /** A process of a test is over before the second compiler of Java would pay. */
  private static final String LIGHT_JVM =
      "-Xmx256m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData ";

  private static final int EXIT_S = 90;
  private static final int LAST_LINES = 30;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Process process;
  private final Path out;
  private final Path err;

  private ProductProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts a command in a working directory that has nothing to do with the product.
   *
   * @param folder where the output of the process goes
   * @param environment variables beside those of this process, of which no setting is passed on
   */
  public static ProductProcess start(
      Path folder, Map<String, String> environment, String... arguments) {
    return startOf(DISTRIBUTION, folder, environment, arguments);
  }

  /** Starts a command of another distribution. */
  public static ProductProcess startOf(
      Path distribution, Path folder, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(distribution.toAbsolutePath().resolve("bin/payout").toString());
    command.addAll(List.of(arguments));
    try {
      Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
      Path out = folder.resolve("process-" + NUMBER.incrementAndGet() + ".out");
      Path err = Path.of(out + ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(elsewhere.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      Map<String, String> variables = builder.environment();
      variables.keySet().removeIf(name -> name.matches("(PAYOUT|CAMEL)_.*"));
      variables.putAll(environment);
      variables.merge("PAYOUT_OPTS", LIGHT_JVM, (theirs, light) -> light + theirs);
      return new ProductProcess(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command to its end. */
  public static ProductProcess run(
      Path folder, Map<String, String> environment, String... arguments) {
    ProductProcess process = start(folder, environment, arguments);
    process.exit();
    return process;
  }

  /** Waits until the service says that it is ready. */
  public ProductProcess ready() {
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> err().contains(" Ready: ") || !process.isAlive());
    if (!process.isAlive()) {
      throw new AssertionError("It ended with " + process.exitValue() + ": " + err());
    }
    return this;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The number of the process, which is Java's own: the script is replaced by it. */
  public long pid() {
    return process.pid();
  }

  /** Waits for its end, at most so many milliseconds; whether it ended. */
  public boolean endsWithin(long millis) {
    try {
      return process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits for its end; its exit code. */
  public int exit() {
    if (!endsWithin(TimeUnit.SECONDS.toMillis(EXIT_S))) {
      process.destroyForcibly();
      throw new AssertionError("It does not end: " + err());
    }
    return process.exitValue();
  }

  /** Asks it to end in order; how long it took, milliseconds. */
  public long terminate() {
    long start = System.nanoTime();
    process.destroy();
    exit();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  /** kill -9. */
  public void kill() {
    process.destroyForcibly();
    exit();
  }

  /** Suspends the whole process, as a machine that is frozen. */
  public void freeze() {
    signal("STOP");
    await().atMost(RunningService.PATIENCE).until(this::isFrozen);
  }

  /** Lets a suspended process go on. */
  public void thaw() {
    signal("CONT");
  }

  /** Whether it is suspended. */
  public boolean isFrozen() {
    String stat = text(Path.of("/proc/" + process.pid() + "/stat"));
    return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What it printed on standard output. */
  public String out() {
    return text(out);
  }

  /**
   * What it printed on standard error, but for the warning that the service's user can change the
   * program: whoever tests a build owns it.
   */
  public String err() {
    return text(err).replaceAll("(?m)^payout: warning: the user who runs the service .*\n", "");
  }

  /** The last lines that it printed on standard error. */
  public String lastLines() {
    List<String> lines = err().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
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
