package payout.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import payout.bench.PayoutData.Order;

/** Measures 5 and 6: the notifies of the gateway. */
final class NotifyMeasures {

  private static final int PACE_MS = 5;

  private final Bench.Run run;

  NotifyMeasures(Bench.Run run) {
    this.run = run;
  }

  void run(Set<String> chosen) throws IOException {
    if (chosen.contains("5")) {
      notifies();
    }
    if (chosen.contains("6")) {
      answerTimes();
    }
  }

  private void notifies() throws IOException {
    Path file = run.file(run.lines(), Order.SEQ, 1);
    String gateway = run.children().gateway(0);
    try (Worker careful = run.children().worker("careful", gateway);
        Worker product = run.children().worker("product", gateway)) {
      List<List<Sample>> all =
          run.inTurn(List.of(() -> round(careful, file, false), () -> round(product, file, true)));
      String task = "notifies of " + run.lines() + " lines";
      run.report().add(task, "careful, by hand", all.get(0));
      run.report().add(task, "product", all.get(1));
      run.report()
          .measure(
              "5",
              "notifies of 1000 lines: verified, merged, durable, files written, against careful",
              "≤ 1.0",
              "≤ 0.5",
              Report.ratio(Sample.wall(all.get(1)), Sample.wall(all.get(0))));
    }
  }

  private static Sample round(Worker worker, Path file, boolean pays) throws IOException {
    worker.prepare("");
    if (pays) {
      worker.pay(file);
    }
    worker.ask("prepare-notifies " + file);
    Sample sample = worker.ask("notifies");
    worker.leave();
    return sample;
  }

  private void answerTimes() throws IOException {
    Path earlier = run.file(600_000, Order.RANDOM, 2);
    Path file = run.file(run.lines(), Order.RANDOM, 1);
    List<Long> times = new ArrayList<>();
    try (Worker product = run.children().worker("product", run.children().gateway(0))) {
      for (int round = -1; round < run.rounds(); round++) {
        product.prepare("");
        product.pay(earlier);
        product.ask("prepare-notifies " + earlier);
        Sample sample = product.ask("answer-times " + file + " " + PACE_MS);
        product.leave();
        if (round >= 0) {
          Arrays.stream(sample.numbers()).forEach(times::add);
        }
      }
    }
    times.sort(null);
    run.report()
        .measure(
            "6",
            "answer to a 1000-line notify while a file is read, of " + times.size(),
            "p50 ≤ 50 ms, p99 ≤ 250 ms",
            "half",
            String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms, longest %.1f ms",
                times.get(times.size() / 2) / 1e3,
                times.get(times.size() * 99 / 100) / 1e3,
                times.get(times.size() - 1) / 1e3));
  }
}
