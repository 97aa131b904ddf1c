package payout.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import payout.bench.PayoutData.Order;

/** Measures 7 and 8: large files, full ledgers, small heaps. */
final class SizeMeasures {

  private final Bench.Run run;

  SizeMeasures(Bench.Run run) {
    this.run = run;
  }

  void run(Set<String> chosen) throws IOException {
    if (chosen.contains("7")) {
      largeFile();
      fullLedger();
    }
    if (chosen.contains("8")) {
      smallHeap();
    }
  }

  private void largeFile() throws IOException {
    Path one = run.file(run.lines(), Order.RANDOM, 1);
    Path five = run.file(5L * run.lines(), Order.RANDOM, 1);
    try (Worker product = run.children().worker("product", run.children().gateway(0))) {
      List<List<Sample>> all =
          run.inTurn(List.of(() -> product.round(one), () -> product.round(five)));
      run.report().add(run.lines() + " lines, random serials", "product", all.get(0));
      run.report().add(5L * run.lines() + " lines, random serials", "product", all.get(1));
      run.report()
          .measure(
              "7",
              "five times the lines",
              "≤ 5.5",
              "≤ 5.0",
              Report.ratio(Sample.wall(all.get(1)), Sample.wall(all.get(0))));
    }
  }

  /** One ledger takes all files; the empty one is created again for each file. */
  private void fullLedger() throws IOException {
    String gateway = run.children().gateway(0);
    List<Sample> empty = new ArrayList<>();
    List<Sample> full = new ArrayList<>();
    try (Worker fresh = run.children().worker("product", gateway);
        Worker grown = run.children().worker("product", gateway)) {
      grown.prepare("");
      grown.pay(run.file(5L * run.lines(), Order.RANDOM, 10));
      grown.pay(run.file(5L * run.lines(), Order.RANDOM, 11));
      fresh.round(run.file(run.lines(), Order.RANDOM, 1));
      fresh.round(run.file(run.lines(), Order.RANDOM, 1));
      for (int round = 0; round < run.rounds(); round++) {
        Path file = run.file(run.lines(), Order.RANDOM, 20 + round);
        empty.add(fresh.round(file));
        full.add(grown.pay(file));
      }
    }
    run.report().add("random serials, empty ledger", "product", empty);
    run.report().add("random serials, ten times as many in the ledger", "product", full);
    run.report()
        .measure(
            "7",
            "a line with ten times the file in the ledger, against an empty one",
            "≤ 1.3",
            "≤ 1.15",
            Report.ratio(Sample.wall(full), Sample.wall(empty)));
  }

  private void smallHeap() throws IOException {
    String gateway = run.children().gateway(0);
    for (String heap : List.of("-Xmx128m", "-Xmx64m")) {
      StringBuilder passed = new StringBuilder();
      for (int lines : new int[] {10_000, 100_000, 1_000_000, 5_000_000}) {
        Path file = run.file(lines, Order.RANDOM, 1);
        try (Worker product = run.children().worker("product", gateway, 2, List.of(heap))) {
          passed.append(String.format("%d: %.1f s; ", lines, product.round(file).wallNs() / 1e9));
        } catch (IOException e) {
          passed.append(lines).append(": fails; ");
        }
      }
      boolean isAim = heap.equals("-Xmx64m");
      run.report()
          .measure(
              "8",
              "heap of " + heap + ", one file in a fresh JVM, send side only",
              isAim ? "" : "passes",
              isAim ? "passes" : "",
              passed.toString());
    }
  }
}
