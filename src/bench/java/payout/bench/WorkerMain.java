package payout.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs a measured program in a separate JVM. It reads commands from standard input and answers each
 * with a line: the nanoseconds of elapsed time and of CPU time.
 */
final class WorkerMain {

  /** The start of an answer; other lines on standard output are no answers. */
  static final String ANSWER = "@@ ";

  private static final long SETTLE_MAX_NS = TimeUnit.SECONDS.toNanos(5);
  private static final long SETTLE_LOOK_NS = TimeUnit.MILLISECONDS.toNanos(300);

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Path keys;
  private final Contestant contestant;
  private CarefulNotifies notifies;
  private Path folder;

  private WorkerMain(Path keys, Contestant contestant) {
    this.keys = keys;
    this.contestant = contestant;
  }

  /**
   * Arguments: the contestant, the folder of the keys, the gateway, the maximum number of posts in
   * flight.
   */
  public static void main(String[] arguments) throws Exception {
    Path keys = Path.of(arguments[1]);
    int inFlight = Integer.parseInt(arguments[3]);
    WorkerMain worker =
        new WorkerMain(keys, contestant(arguments[0], keys, arguments[2], inFlight));
    worker.serve(System.out);
    System.exit(0);
  }

  private static Contestant contestant(String name, Path keys, String gateway, int inFlight) {
    return switch (name) {
      case "naive" -> new Naive(keys, gateway);
      case "careful" -> new Careful(keys, gateway, false);
      case "careful-2" -> new Careful(keys, gateway, true);
      case "compact" -> new Compact(keys, gateway);
      case "product" -> new Product(keys, gateway, inFlight);
      case "product-visited" -> new Product(keys, gateway, inFlight, true);
      case "intake" -> new IntakeOnly(true, false);
      case "intake-without-accounts" -> new IntakeOnly(false, false);
      case "intake-with-repeats" -> new IntakeOnly(true, true);
      default -> throw new IllegalArgumentException("There is no program " + name + ".");
    };
  }

  static long cpuNs() {
    return SYSTEM.getProcessCpuTime();
  }

  private void serve(PrintStream out) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      List<String> words = List.of(line.split(" "));
      long cpu = cpuNs();
      long wall = System.nanoTime();
      String more = run(words);
      wall = System.nanoTime() - wall;
      cpu = cpuNs() - cpu;
      out.println(ANSWER + wall + " " + cpu + " " + more);
      out.flush();
    }
  }

  private String run(List<String> words) throws Exception {
    switch (words.get(0)) {
      case "prepare" -> prepare(Path.of(words.get(1)), words.size() > 2 ? words.get(2) : "");
      case "stage" -> contestant.stage(Path.of(words.get(1)));
      case "pay" -> {
        contestant.pay(Path.of(words.get(1)));
        return contestant instanceof Product product ? product.marks().toString() : "";
      }
      case "stage-many" -> ((Product) contestant).stageMany(Path.of(words.get(1)));
      case "pay-many" -> ((Product) contestant).payMany();
      case "published" -> {
        ((Product) contestant).awaitPublished();
        return ((Product) contestant).marks().toString();
      }
      case "close" -> contestant.close();
      case "prepare-notifies" -> prepareNotifies(Path.of(words.get(1)));
      case "notifies" -> {
        if (contestant instanceof Product product) {
          product.takeNotifies();
          return product.marks().toString();
        }
        notifies.run();
      }
      case "answer-times" -> {
        Product product = (Product) contestant;
        return product
            .answerTimesWhileTaking(Path.of(words.get(1)), Long.parseLong(words.get(2)))
            .toString();
      }
      default -> throw new IllegalArgumentException("There is no command " + words.get(0) + ".");
    }
    return "";
  }

  private void prepare(Path to, String ledgerUrl) throws Exception {
    folder = Files.createDirectories(to);
    if (contestant instanceof Product product) {
      product.useLedger(ledgerUrl);
    }
    contestant.prepare(to);
    settle();
  }

  private void prepareNotifies(Path file) throws Exception {
    if (contestant instanceof Product product) {
      product.prepareNotifies();
    } else {
      if (notifies != null) {
        notifies.close();
      }
      notifies = new CarefulNotifies(keys, folder, file);
    }
    settle();
  }

  /**
   * Collects, and waits until the compilers rest, for at most some seconds: a program that starts a
   * service for each round would compile its start while it is measured.
   */
  private static void settle() {
    System.gc();
    CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
    long end = System.nanoTime() + SETTLE_MAX_NS;
    long before = -1;
    long now = compilers.getTotalCompilationTime();
    while (now != before && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(SETTLE_LOOK_NS);
      before = now;
      now = compilers.getTotalCompilationTime();
    }
  }
}
