package payout.monitoring;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads what {@code /observe/metrics} answers. */
final class Exposition {

  private Exposition() {}

  /** The names with a type: those of histograms without the suffixes of their parts. */
  static Set<String> families(String metrics) {
    return metrics
        .lines()
        .filter(line -> line.startsWith("# TYPE "))
        .map(line -> line.split(" ")[2])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The names of series as a query writes them, with those of the parts of histograms. */
  static Set<String> names(String metrics) {
    return series(metrics).stream()
        .map(series -> series.replaceFirst("\\{.*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Each series, with its labels. */
  static Set<String> series(String metrics) {
    return metrics
        .lines()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
