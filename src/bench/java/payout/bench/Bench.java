package payout.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Runs the measures and prints their tables.
 *
 * <p>System properties: {@code bench} names the measures, separated by commas ({@code 1} to {@code
 * 22}, {@code parts}; all of them when empty), {@code bench.lines} the lines of the file (a
 * million), {@code bench.rounds} the counted rounds (5), {@code bench.warm-rounds} the uncounted
 * rounds before them (5), {@code bench.work} a folder on the disk to be measured.
 */
public final class Bench {

  private Bench() {}

  /** Runs the measures that the system properties name. */
  public static void main(String[] arguments) throws Exception {
    Path work = Path.of(property("bench.work", "target/bench")).toAbsolutePath();
    // What a run that was killed left would be taken for work done.
    Children.delete(work.resolve("homes"));
    Files.createDirectories(work.resolve("homes"));
    BenchKeys.make(work.resolve("keys"));
    Set<String> chosen = chosen();
    Report report = new Report(work.resolve("table.md"));
    try (Children children = new Children(work)) {
      Run run = new Run(work, children, report);
      new PayMeasures(run).run(chosen);
      new NotifyMeasures(run).run(chosen);
      new SizeMeasures(run).run(chosen);
      new DiskMeasures(run).run(chosen);
      if (chosen.contains("11")) {
        new ColdMeasure(run).run();
      }
      new SenderMeasures(run).run(chosen);
      if (chosen.contains("15")) {
        new AccountMeasure(run).run();
      }
      new ConsoleMeasures(run).run(chosen);
      if (chosen.contains("18")) {
        new RepeatMeasure(run).run();
      }
      if (chosen.contains("19")) {
        new ColdSmallMeasure(run).run();
      }
      if (chosen.contains("20")) {
        new StartMeasure(run).run();
      }
      if (chosen.contains("21")) {
        new ManyFilesMeasure(run).run();
      }
      if (chosen.contains("22")) {
        new MemoryMeasure(run).run();
      }
    }
    Children.delete(work.resolve("homes"));
    if (chosen.contains("parts")) {
      PartsBenchmark.main(arguments);
    }
    System.out.println(report.text());
  }

  private static Set<String> chosen() {
    String given = property("bench", "");
    Set<String> all = new LinkedHashSet<>();
    for (int i = 1; i <= 22; i++) {
      all.add(Integer.toString(i));
    }
    all.add("parts");
    return given.isEmpty() ? all : new LinkedHashSet<>(Arrays.asList(given.split(",")));
  }

  static String property(String name, String otherwise) {
    String given = System.getProperty(name, "");
    return given.isEmpty() ? otherwise : given;
  }

  static int number(String name, int otherwise) {
    return Integer.parseInt(property(name, Integer.toString(otherwise)));
  }

  /**
   * What all measures share.
   *
   * @param work the folder of the run
   * @param children its processes
   * @param report collects the figures
   */
  record Run(Path work, Children children, Report report) {

    int lines() {
      return number("bench.lines", 1_000_000);
    }

    int rounds() {
      return number("bench.rounds", 5);
    }

    int warmRounds() {
      return number("bench.warm-rounds", 5);
    }

    Path file(long lines, PayoutData.Order order, long seed) throws java.io.IOException {
      return PayoutData.file(work, lines, order, seed);
    }

    /** Runs a task for each program alternately, so that a busy machine slows all of them. */
    List<List<Sample>> inTurn(List<Task> tasks) throws java.io.IOException {
      List<List<Sample>> samples =
          tasks.stream().<List<Sample>>map(task -> new java.util.ArrayList<>()).toList();
      for (int round = -warmRounds(); round < rounds(); round++) {
        for (int i = 0; i < tasks.size(); i++) {
          Sample sample = tasks.get(i).round();
          System.out.printf(
              "  round %d, task %d: %.2f s, CPU %.2f s %s%n",
              round,
              i,
              sample.wallNs() / 1e9,
              sample.cpuNs() / 1e9,
              sample.more().length() < 200 ? sample.more() : "");
          if (round >= 0) {
            samples.get(i).add(sample);
          }
        }
      }
      return samples;
    }
  }

  interface Task {
    Sample round() throws java.io.IOException;
  }
}
