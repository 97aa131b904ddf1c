package payout.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The two tables of a run, on standard output and in a file. */
final class Report {

  private final Path file;
  private final StringBuilder seconds = new StringBuilder();
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

  /** Both tables, as they go into a document. */
  String text() {
    return "Java "
        + Runtime.version()
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " cores\n\n| task | program | wall s, median | least | CPU s, median | rounds |\n"
        + "| --- | --- | --- | --- | --- | --- |\n"
        + seconds
        + "\n| # | measure | bar | aim | measured |\n| --- | --- | --- | --- | --- |\n"
        + ratios;
  }
}
