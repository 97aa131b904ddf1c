package payout.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The tables of a run, on standard output and in a file. */
final class Report {

  private final Path file;
  private final StringBuilder seconds = new StringBuilder();
  private final StringBuilder spreads = new StringBuilder();
  private final StringBuilder ratios = new StringBuilder();

  Report(Path file) {
    this.file = file;
  }

  /** A program on a task, in wall and CPU seconds. */
  void add(String task, String program, List<Sample> samples) throws IOException {
    line(
        seconds,
        "| %s | %s | %.2f | %.2f | %.2f | %d |",
        task,
        program,
        Sample.wall(samples),
        Sample.least(samples),
        Sample.cpu(samples),
        samples.size());
  }

  /** How the times of a task are spread, and how warm the process was. */
  void spread(String number, String what, String warmth, List<Sample> samples) throws IOException {
    double[] ms = samples.stream().mapToDouble(sample -> sample.wallNs() / 1e6).toArray();
    spread(number, what, warmth, "ms", ms);
  }

  /** The same for kilobytes of memory. */
  void spreadMb(String number, String what, String warmth, List<Long> kb) throws IOException {
    spread(number, what, warmth, "MB", megabytes(kb));
  }

  private void spread(String number, String what, String warmth, String unit, double[] values)
      throws IOException {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    line(
        spreads,
        "| %s | %s | %s | %s | %d | %.1f | %.1f | %.1f |",
        number,
        what,
        warmth,
        unit,
        sorted.length,
        sorted[0],
        median(sorted),
        sorted[sorted.length - 1]);
  }

  static double medianMb(List<Long> kb) {
    return median(Arrays.stream(megabytes(kb)).sorted().toArray());
  }

  /** Of a million bytes each, as operators count. */
  private static double[] megabytes(List<Long> kb) {
    return kb.stream().mapToDouble(each -> each * 1024 / 1e6).toArray();
  }

  private static double median(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** Adds a measure with its limit. */
  void measure(String number, String what, String bar, String aim, String value)
      throws IOException {
    line(ratios, "| %s | %s | %s | %s | **%s** |", number, what, bar, aim, value);
  }

  static String ratio(double ours, double theirs) {
    return String.format(Locale.ROOT, "%.2f", ours / theirs);
  }

  private void line(StringBuilder table, String format, Object... values) throws IOException {
    String line = String.format(Locale.ROOT, format, values);
    System.out.println(line);
    table.append(line).append('\n');
    Files.writeString(file, text());
  }

  /** All tables, as they go into a document. */
  String text() {
    return "Java "
        + Runtime.version()
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " cores\n\n| # | what | how warm | unit | rounds | least | median | most |\n"
        + "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
        + spreads
        + "\n| task | program | wall s, median | least | CPU s, median | rounds |\n"
        + "| --- | --- | --- | --- | --- | --- |\n"
        + seconds
        + "\n| # | measure | bar | aim | measured |\n| --- | --- | --- | --- | --- |\n"
        + ratios;
  }
}
