package payout.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measure 20: from the command to ready, the distribution by its script against a bare Camel Main
 * on the same jars; ready is an answer 200 of the same readiness check.
 */
final class StartMeasure {

  private final Bench.Run run;

  StartMeasure(Bench.Run run) {
    this.run = run;
  }

  void run() throws IOException {
    String gateway = run.children().gateway(0);
    List<Sample> ours = new ArrayList<>();
    List<Sample> bare = new ArrayList<>();
    for (int round = -1; round < run.rounds(); round++) {
      Sample camel = bare();
      try (Shipped shipped = Shipped.start(run, "start-" + round, gateway)) {
        if (round >= 0) {
          ours.add(shipped.ready());
          bare.add(camel);
        }
      }
    }
    Report report = run.report();
    report.spread("20", "command to ready", "every round a new process and home", ours);
    report.spread("20", "a bare Camel Main to ready", "every round a new process", bare);
    report.measure(
        "20",
        "command to ready against a bare Camel Main",
        "",
        "≤ 1.6",
        Report.ratio(Sample.wall(ours), Sample.wall(bare)));
    report.measure(
        "20", "the same in CPU time", "", "", Report.ratio(Sample.cpu(ours), Sample.cpu(bare)));
  }

  private Sample bare() throws IOException {
    String management = Integer.toString(Product.freePort());
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            Path.of("target/test-classes").toAbsolutePath()
                + File.pathSeparator
                + Shipped.DISTRIBUTION.resolve("lib")
                + "/*",
            BareCamel.class.getName(),
            Integer.toString(Product.freePort()),
            management);
    builder.redirectErrorStream(true).redirectOutput(run.work().resolve("bare.log").toFile());
    long begin = System.nanoTime();
    Process process = run.children().other(builder);
    Shipped.awaitHealth(process, management);
    Sample sample = new Sample(System.nanoTime() - begin, Shipped.cpuNs(process), "");
    process.destroy();
    Children.end(process);
    return sample;
  }
}
