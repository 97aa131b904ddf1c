package payout.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import payout.bench.PayoutData.Order;

/** Measures 1 to 4: from the file to the last batch taken. */
final class PayMeasures {

  private final Bench.Run run;

  PayMeasures(Bench.Run run) {
    this.run = run;
  }

  void run(Set<String> chosen) throws IOException {
    boolean random = chosen.contains("3");
    if (random || chosen.contains("1") || chosen.contains("2")) {
      againstByHand(random);
    }
    if (chosen.contains("4")) {
      slowGateway();
    }
  }

  private void againstByHand(boolean random) throws IOException {
    Path seq = run.file(run.lines(), Order.SEQ, 1);
    Path rand = run.file(run.lines(), Order.RANDOM, 1);
    String gateway = run.children().gateway(0);
    try (Worker naive = run.children().worker("naive", gateway);
        Worker careful = run.children().worker("careful", gateway);
        Worker two = run.children().worker("careful-2", gateway);
        Worker compact = run.children().worker("compact", gateway);
        Worker product = run.children().worker("product", gateway)) {
      List<Bench.Task> tasks =
          new java.util.ArrayList<>(
              List.of(
                  () -> naive.round(seq),
                  () -> careful.round(seq),
                  () -> two.round(seq),
                  () -> compact.round(seq),
                  () -> product.round(seq)));
      if (random) {
        tasks.add(() -> product.round(rand));
        tasks.add(() -> careful.round(rand));
      }
      List<List<Sample>> all = run.inTurn(tasks);
      List<String> names =
          List.of("naive", "careful", "careful, two threads", "compact", "product");
      for (int i = 0; i < names.size(); i++) {
        run.report().add(run.lines() + " lines, serials in order", names.get(i), all.get(i));
      }
      double ours = Sample.wall(all.get(4));
      report("1", "file to last batch taken, against careful", "≤ 0.7", "≤ 0.5", ours, all.get(1));
      report("1", "the same, against careful, two threads", "≤ 1.05", "≤ 0.75", ours, all.get(2));
      report("2", "the same, against naive", "≤ 2.2", "≤ 1.6", ours, all.get(0));
      if (random) {
        run.report().add(run.lines() + " lines, random serials", "product", all.get(5));
        run.report().add(run.lines() + " lines, random serials", "careful", all.get(6));
        double oursRandom = Sample.wall(all.get(5));
        report("3", "random serials against ordered", "≤ 1.2", "≤ 1.05", oursRandom, all.get(4));
        report("3", "random serials, against careful", "≤ 0.25", "≤ 0.15", oursRandom, all.get(6));
      }
    }
  }

  private void slowGateway() throws IOException {
    Path file = run.file(run.lines(), Order.SEQ, 1);
    String gateway = run.children().gateway(20);
    try (Worker one = run.children().worker("product", gateway, 1, List.of());
        Worker eight = run.children().worker("product", gateway, 8, List.of())) {
      List<List<Sample>> all = run.inTurn(List.of(() -> one.round(file), () -> eight.round(file)));
      run.report().add("answers in 20 ms", "product, 1 in flight", all.get(0));
      run.report().add("answers in 20 ms", "product, 8 in flight", all.get(1));
      report(
          "4",
          "answers in 20 ms, 8 in flight against one at a time",
          "≤ 0.2",
          "≤ 0.15",
          Sample.wall(all.get(1)),
          all.get(0));
    }
  }

  private void report(
      String number, String what, String bar, String aim, double ours, List<Sample> theirs)
      throws IOException {
    run.report().measure(number, what, bar, aim, Report.ratio(ours, Sample.wall(theirs)));
  }
}
