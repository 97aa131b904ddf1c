package payout.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The processes of a run: gateways and programs. All of them end with it. */
final class Children implements AutoCloseable {

  private final Path work;
  private final List<Process> processes = new ArrayList<>();
  private int workers;

  Children(Path work) {
    this.work = work;
  }

  /** Starts a gateway that waits this long before each answer; returns its address. */
  String gateway(int delayMs) throws IOException {
    Process process = java(List.of(), "gateway", ReplyServer.class, Integer.toString(delayMs));
    String port =
        new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))
            .readLine();
    return "http://127.0.0.1:" + port + "/gateway.do";
  }

  /** Starts a program. */
  Worker worker(String contestant, String gateway) throws IOException {
    return worker(contestant, gateway, 2, List.of());
  }

  /**
   * Starts a program.
   *
   * @param options for its JVM; an option that does not start with a dash is put before the java
   *     command
   */
  Worker worker(String contestant, String gateway, int inFlight, List<String> options)
      throws IOException {
    Path keys = work.resolve("keys");
    String name = contestant + "-" + ++workers;
    Process process =
        java(
            options,
            name,
            WorkerMain.class,
            contestant,
            keys.toString(),
            gateway,
            Integer.toString(inFlight));
    return new Worker(contestant, process, work.resolve("homes").resolve(name));
  }

  private Process java(List<String> options, String name, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(options.stream().filter(o -> !isOfJava(o)).toList());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options.stream().filter(Children::isOfJava).toList());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(work.resolve(name + ".log").toFile()).start();
    processes.add(process);
    return process;
  }

  private static boolean isOfJava(String option) {
    return option.startsWith("-X") || option.startsWith("-D");
  }

  /** Starts anything else, whose standard error is kept in a file. */
  Process other(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  @Override
  public void close() throws IOException {
    for (Process process : processes) {
      end(process);
    }
  }

  static void end(Process process) {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
