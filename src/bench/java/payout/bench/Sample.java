package payout.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The time of one round.
 *
 * @param wallNs elapsed time
 * @param cpuNs CPU time of all threads of the process
 * @param more what else the program reported
 */
record Sample(long wallNs, long cpuNs, String more) {

  /** A number that the program reported under a name. */
  long mark(String name) {
    Matcher matcher = Pattern.compile("\\b" + name + "=(\\d+)").matcher(more);
    if (!matcher.find()) {
      throw new IllegalStateException("There is no " + name + " in " + more);
    }
    return Long.parseLong(matcher.group(1));
  }

  /** All numbers that the program reported, sorted. */
  long[] numbers() {
    return Arrays.stream(more.replaceAll("[\\[\\]]", "").split(", "))
        .filter(each -> !each.isEmpty())
        .mapToLong(Long::parseLong)
        .sorted()
        .toArray();
  }

  static double wall(List<Sample> samples) {
    return median(samples, Sample::wallNs) / 1e9;
  }

  static double cpu(List<Sample> samples) {
    return median(samples, Sample::cpuNs) / 1e9;
  }

  static double least(List<Sample> samples) {
    return samples.stream().mapToLong(Sample::wallNs).min().orElseThrow() / 1e9;
  }

  static double median(List<Sample> samples, ToLongFunction<Sample> figure) {
    long[] sorted = samples.stream().mapToLong(figure).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2.0;
  }
}
