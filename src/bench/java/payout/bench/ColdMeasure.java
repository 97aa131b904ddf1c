package payout.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import payout.bench.PayoutData.Order;

/**
 * Measure 11: the distribution, started by its script with its JVM options, and its first file,
 * dropped at once, compared with the same file in a warm JVM.
 */
final class ColdMeasure {

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
          try (Shipped cold = Shipped.start(run, "cold-" + round, gateway)) {
            ready.add(cold.ready());
            first.add(cold.pay(file, Product.POLL_NS));
          }
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
            "≤ 1.6",
            Report.ratio(Sample.wall(first), Sample.wall(warm)));
    run.report()
        .measure(
            "11",
            "command to ready",
            "≤ 3 s",
            "≤ 2 s",
            String.format(Locale.ROOT, "%.2f s", Sample.wall(ready)));
    String lines = run.lines() + " lines, ";
    run.report().spread("11", lines + "file to last batch taken", "fresh process", first);
    run.report()
        .spread("11", lines + "the same", "after " + run.warmRounds() + " such files", warm);
  }
}
