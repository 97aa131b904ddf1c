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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import payout.batch.ChinaClock;
import payout.bench.PayoutData.Order;
import payout.ledger.Ledger;
import payout.ledger.StatusLedger;
import payout.ledger.sql.LedgerAddress;

/**
 * Measure 11: the distribution, started by its script with its JVM options, and its first file,
 * compared with the same file in a warm JVM. It starts without and with an archive of classes. It
 * is ready when the readiness check answers 200.
 */
final class ColdMeasure {

  private static final String SCRIPT = "target/payout/bin/payout";
  private static final Duration A_LOOK = Duration.ofSeconds(5);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Bench.Run run;

  ColdMeasure(Bench.Run run) {
    this.run = run;
  }

  void run() throws IOException {
    Path file = run.file(run.lines(), Order.SEQ, 1);
    String gateway = run.children().gateway(0);
    List<Sample> ready = new ArrayList<>();
    List<Sample> first = new ArrayList<>();
    List<Sample> warm = new ArrayList<>();
    try (Worker product = run.children().worker("product", gateway)) {
      for (int round = -run.warmRounds(); round < run.rounds(); round++) {
        Sample sample = product.round(file);
        if (round >= 0) {
          warm.add(sample);
          start(round, gateway, file, ready, first);
        }
      }
    }
    run.report().add("command to ready", "bin/payout run", ready);
    run.report().add("first file of a fresh JVM", "bin/payout run", first);
    run.report().add("the same file, warm", "product", warm);
    run.report()
        .measure(
            "11",
            "first file of a fresh JVM against warm",
            "≤ 2.3",
            "≤ 1.8",
            Report.ratio(Sample.wall(first), Sample.wall(warm)));
    run.report()
        .measure(
            "11",
            "command to ready",
            "≤ 3 s",
            "≤ 2 s",
            String.format(Locale.ROOT, "%.2f s", Sample.wall(ready)));
  }

  private void start(int round, String gateway, Path file, List<Sample> ready, List<Sample> first)
      throws IOException {
    Path home = Files.createDirectories(run.work().resolve("homes/cold-" + round));
    Files.createDirectories(home.resolve("inbox"));
    Map<String, String> environment = Product.environment(run.work().resolve("keys"), gateway);
    environment.put("PAYOUT_HOME", home.toString());
    ProcessBuilder builder = script("run");
    builder.environment().putAll(environment);
    long begin = System.nanoTime();
    Process process = run.children().other(builder);
    awaitReady(process);
    awaitHealth(environment.get("CAMEL_MANAGEMENT_PORT"));
    ready.add(new Sample(System.nanoTime() - begin, cpuNs(process), ""));
    Thread drain = new Thread(() -> drain(process));
    drain.setDaemon(true);
    drain.start();
    first.add(pay(process, home, file));
    process.destroy();
    Children.end(process);
    Children.delete(home);
  }

  private static Sample pay(Process process, Path home, Path file) throws IOException {
    LedgerAddress address =
        new LedgerAddress("jdbc:sqlite:" + home.resolve("data/ledger.db"), "", "");
    try (Ledger ledger = Ledger.beside(address, new ChinaClock(Clock.systemUTC()))) {
      StatusLedger status = ledger.status();
      Path staged = Files.copy(file, home.resolve("inbox/.staged"));
      long cpu = cpuNs(process);
      long dropped = System.nanoTime();
      Files.move(staged, home.resolve("inbox/pay.csv"), StandardCopyOption.ATOMIC_MOVE);
      Product.await(() -> status.files(1).stream().anyMatch(each -> each.batches() > 0));
      Product.await(() -> status.totals().waiting() == 0 && status.totals().sending() == 0);
      return new Sample(System.nanoTime() - dropped, cpuNs(process) - cpu, "");
    }
  }

  private static ProcessBuilder script(String command) {
    ProcessBuilder builder =
        new ProcessBuilder(Path.of(SCRIPT).toAbsolutePath().toString(), command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  private static void awaitHealth(String port) {
    HttpRequest question =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/health/ready"))
            .timeout(A_LOOK)
            .build();
    Product.await(() -> status(question) == 200);
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

  private static long cpuNs(Process process) {
    return process.info().totalCpuDuration().map(java.time.Duration::toNanos).orElse(0L);
  }

  private static void awaitReady(Process process) throws IOException {
    BufferedReader log = log(process);
    String line = log.readLine();
    while (line != null && !line.contains("Ready:")) {
      line = log.readLine();
    }
    if (line == null) {
      throw new IOException("bin/payout run did not start.");
    }
  }

  private static void drain(Process process) {
    try {
      process.getErrorStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // it ended
    }
  }

  private static BufferedReader log(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
  }
}
