package payout.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import payout.bench.PayoutData.Order;

/**
 * Measure 21: 1000 files ({@code bench.files}) of 100 lines that get their names at once, from the
 * first name to the last batch taken, and to the last ack in the outbox. The syncs are counted with
 * strace in a round of their own.
 */
final class ManyFilesMeasure {

  private static final int LINES = 100;

  private final Bench.Run run;
  private final int count = Bench.number("bench.files", 1000);

  ManyFilesMeasure(Bench.Run run) {
    this.run = run;
  }

  void run() throws IOException {
    Path files = Files.createDirectories(run.work().resolve("many-" + count));
    for (int i = 0; i < count; i++) {
      PayoutData.file(files, LINES, Order.SEQ, 2000 + i);
    }
    String gateway = run.children().gateway(0);
    List<Sample> all = new ArrayList<>();
    try (Worker product = run.children().worker("product", gateway)) {
      for (int round = -run.warmRounds(); round < run.rounds(); round++) {
        Sample sample = product.manyRound(files);
        System.out.printf("  round %d: %.2f s %s%n", round, sample.wallNs() / 1e9, sample.more());
        if (round >= 0) {
          all.add(sample);
        }
      }
    }
    String task = count + " files of " + LINES + " lines at once, to the last batch taken";
    run.report().spread("21", task, "after " + run.warmRounds() + " such rounds", all);
    run.report()
        .measure(
            "21",
            task + ", files a second",
            "",
            "",
            String.format(Locale.ROOT, "%.0f", count / Sample.wall(all)));
    syncs(files, gateway);
  }

  private void syncs(Path files, String gateway) throws IOException {
    Path trace = run.work().resolve("syncs-many.txt");
    String figure;
    try (Worker product =
        run.children().worker("product", gateway, 2, DiskMeasures.straceTo(trace))) {
      Sample sample = product.manyRound(files);
      long taken = DiskMeasures.calls(trace, sample.mark("dropped"), sample.mark("taken")).size();
      List<String> calls =
          DiskMeasures.calls(trace, sample.mark("dropped"), sample.mark("published"));
      long ledger = calls.stream().filter(call -> call.contains("ledger.db")).count();
      figure =
          String.format(
              Locale.ROOT,
              "%.2f, %.2f until the last ack is out (%.2f of them by the ledger)",
              taken / (double) count,
              calls.size() / (double) count,
              ledger / (double) count);
    } catch (IOException e) {
      figure = "not measured, strace does not run: " + e.getMessage();
    }
    run.report().measure("21", "syncs a file, to the last batch taken (strace)", "", "≤ 4", figure);
  }
}
