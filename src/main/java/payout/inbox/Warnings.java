package payout.inbox;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import payout.batch.Fault;
import payout.batch.Language;
import payout.batch.Words;

/** The warnings about a file: all are counted, the first 1000 in the file's order are kept. */
final class Warnings {

  static final int KEPT_MAX = 1000;

  private static final Comparator<Fault> IN_ORDER =
      Comparator.comparingLong(Fault::row).thenComparing(Fault::code).thenComparing(Fault::reason);

  private final Words words;
  private final PriorityQueue<Fault> kept = new PriorityQueue<>(IN_ORDER.reversed());
  private long total;

  Warnings(Language language) {
    this.words = Words.in(language);
  }

  /** Adds a warning in the code's own sentence; see {@link Words#of}. */
  void add(long row, WarningCode code, Object... values) {
    addText(row, code, words.of(code.name(), values));
  }

  /** Adds a warning in a sentence that was made before. */
  void addText(long row, WarningCode code, String sentence) {
    total++;
    if (kept.size() < KEPT_MAX || row <= kept.element().row()) {
      kept.add(new Fault(row, "", code.name(), sentence));
    }
    if (kept.size() > KEPT_MAX) {
      kept.poll();
    }
  }

  /** A sentence of the settings' language. */
  String sentence(String key, Object... values) {
    return words.of(key, values);
  }

  /** All warnings, kept or not. */
  long total() {
    return total;
  }

  /** The first warnings, in the order of the rows; what concerns the whole file comes first. */
  List<Fault> first() {
    return kept.stream().sorted(IN_ORDER).toList();
  }
}
