package payout.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import payout.bench.PayoutData.Order;

/** Measure 18: what the look for repeats costs at intake, in an empty and in a grown ledger. */
final class RepeatMeasure {

  private final Bench.Run run;

  RepeatMeasure(Bench.Run run) {
    this.run = run;
  }

  void run() throws IOException {
    Path file = run.file(run.lines(), Order.SEQ, 1);
    try (Worker without = worker("intake");
        Worker with = worker("intake-with-repeats")) {
      List<List<Sample>> all =
          run.inTurn(List.of(() -> without.round(file), () -> with.round(file)));
      report("intake with repeats, empty ledger", all.get(0), all.get(1));
    }
    grownLedger();
  }

  /** One ledger each takes all files. */
  private void grownLedger() throws IOException {
    List<Sample> plain = new ArrayList<>();
    List<Sample> looked = new ArrayList<>();
    try (Worker without = worker("intake");
        Worker with = worker("intake-with-repeats")) {
      for (Worker each : List.of(without, with)) {
        each.prepare("");
        each.pay(run.file(5L * run.lines(), Order.RANDOM, 10));
        each.pay(run.file(5L * run.lines(), Order.RANDOM, 11));
      }
      for (int round = 0; round < run.rounds(); round++) {
        Path file = run.file(run.lines(), Order.RANDOM, 20 + round);
        plain.add(without.pay(file));
        looked.add(with.pay(file));
      }
    }
    report("intake with repeats, ten times as many lines in the ledger", plain, looked);
  }

  private Worker worker(String program) throws IOException {
    return run.children().worker(program, "");
  }

  private void report(String task, List<Sample> without, List<Sample> with) throws IOException {
    run.report().add(task, "without a look for repeats", without);
    run.report().add(task, "with it", with);
    run.report()
        .measure(
            "18",
            task + ", with a look for repeats against without",
            "≤ 1.15",
            "≤ 1.05",
            Report.ratio(Sample.wall(with), Sample.wall(without)));
  }
}
