package payout.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.ledger.FileRecord;
import payout.ledger.Ledger;
import payout.ledger.StatusLedger;
import payout.ledger.sql.LedgerAddress;

/**
 * The distribution, started by its script with the JVM options that it ships, in a home of its own.
 * It is ready when the readiness check answers 200. The property {@code bench.opts} adds options
 * for Java, as an operator would.
 */
final class Shipped implements AutoCloseable {

  /** The distribution that the build left. */
  static final Path DISTRIBUTION = Path.of("target/payout").toAbsolutePath();

  private static final Duration A_LOOK = Duration.ofSeconds(5);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Process process;
  private final Path home;
  private final Sample ready;
  private final Ledger ledger;
  private int files;

  private Shipped(Process process, Path home, Sample ready) {
    this.process = process;
    this.home = home;
    this.ready = ready;
    LedgerAddress address =
        new LedgerAddress("jdbc:sqlite:" + home.resolve("data/ledger.db"), "", "");
    this.ledger = Ledger.beside(address, new ChinaClock(Clock.systemUTC()));
  }

  /** Starts it and waits until it is ready. */
  static Shipped start(Bench.Run run, String name, String gateway) throws IOException {
    Path home = Files.createDirectories(run.work().resolve("homes").resolve(name));
    Files.createDirectories(home.resolve("inbox"));
    Map<String, String> environment = Product.environment(run.work().resolve("keys"), gateway);
    environment.put("PAYOUT_HOME", home.toString());
    environment.put("PAYOUT_OPTS", Bench.property("bench.opts", ""));
    ProcessBuilder builder =
        new ProcessBuilder(DISTRIBUTION.resolve("bin/payout").toString(), "run");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    long begin = System.nanoTime();
    Process process = run.children().other(builder);
    awaitReady(process);
    awaitHealth(process, environment.get("CAMEL_MANAGEMENT_PORT"));
    Sample ready = new Sample(System.nanoTime() - begin, cpuNs(process), "");
    drain(process);
    return new Shipped(process, home, ready);
  }

  /** From the command to ready. */
  Sample ready() {
    return ready;
  }

  /** Pays a file: from its final name in the inbox to its last batch taken. */
  Sample pay(Path file, long pollNs) throws IOException {
    StatusLedger status = ledger.status();
    long before = status.files(1).stream().mapToLong(FileRecord::id).findFirst().orElse(0);
    Path staged = Files.copy(file, home.resolve("inbox/.staged"));
    long cpu = cpuNs(process);
    long dropped = System.nanoTime();
    Files.move(
        staged, home.resolve("inbox/pay-" + ++files + ".csv"), StandardCopyOption.ATOMIC_MOVE);
    Product.await(() -> isDecided(status, before), pollNs);
    if (status.files(1).get(0).state() != FileState.ACCEPTED) {
      throw new IllegalStateException("Not accepted: " + status.files(1).get(0).reason());
    }
    Product.await(() -> Product.isSent(status), pollNs);
    return new Sample(System.nanoTime() - dropped, cpuNs(process) - cpu, "");
  }

  private static boolean isDecided(StatusLedger status, long before) {
    List<FileRecord> newest = status.files(1);
    return !newest.isEmpty()
        && newest.get(0).id() > before
        && newest.get(0).state() != FileState.RECEIVED;
  }

  /**
   * Kilobytes of memory as Linux counts them.
   *
   * @param what {@code VmRSS} for now, {@code VmHWM} for the most so far
   */
  long memoryKb(String what) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith(what + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws IOException {
    ledger.close();
    process.destroy();
    Children.end(process);
    Children.delete(home);
  }

  /** Waits until the readiness check of a process on this port answers 200. */
  static void awaitHealth(Process process, String port) {
    HttpRequest question =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/health/ready"))
            .timeout(A_LOOK)
            .build();
    Product.await(
        () -> {
          if (!process.isAlive()) {
            throw new IllegalStateException("It ended before it was ready; see its log.");
          }
          return status(question) == 200;
        });
  }

  private static int status(HttpRequest question) {
    try {
      return CLIENT.send(question, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** CPU time of a process so far, nanoseconds. */
  static long cpuNs(Process process) {
    return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  private static void awaitReady(Process process) throws IOException {
    BufferedReader log =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    String line = log.readLine();
    while (line != null && !line.contains("Ready:")) {
      line = log.readLine();
    }
    if (line == null) {
      throw new IOException("bin/payout run did not start.");
    }
  }

  /** Else it would stand still once the pipe of its log is full. */
  private static void drain(Process process) {
    Thread drain =
        new Thread(
            () -> {
              try {
                process.getErrorStream().transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // it ended
              }
            });
    drain.setDaemon(true);
    drain.start();
  }
}
