package payout.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import payout.bench.PayoutData.Order;

/** Measure 22: resident memory of the distribution as shipped, idle and after a large file. */
final class MemoryMeasure {

  private static final long A_WHILE_NS = TimeUnit.SECONDS.toNanos(30);

  private final Bench.Run run;

  MemoryMeasure(Bench.Run run) {
    this.run = run;
  }

  void run() throws IOException {
    Path file = run.file(run.lines(), Order.SEQ, 1);
    String gateway = run.children().gateway(0);
    List<Long> idle = new ArrayList<>();
    List<Long> after = new ArrayList<>();
    List<Long> most = new ArrayList<>();
    for (int round = 0; round < run.rounds(); round++) {
      try (Shipped shipped = Shipped.start(run, "memory-" + round, gateway)) {
        LockSupport.parkNanos(A_WHILE_NS);
        idle.add(shipped.memoryKb("VmRSS"));
        shipped.pay(file, Product.POLL_NS);
        after.add(shipped.memoryKb("VmRSS"));
        most.add(shipped.memoryKb("VmHWM"));
      }
    }
    String lines = "resident after " + run.lines() + " lines";
    String first = "fresh process, its first file";
    run.report().spreadMb("22", "resident, idle", "fresh process, 30 s after it is ready", idle);
    run.report().spreadMb("22", lines, first, after);
    run.report().spreadMb("22", "the most until then", first, most);
    measure("resident memory, idle", "≤ 250 MB", idle);
    measure(lines, "≤ 450 MB", after);
  }

  private void measure(String what, String aim, List<Long> kb) throws IOException {
    String figure = String.format(Locale.ROOT, "%.0f MB", Report.medianMb(kb));
    run.report().measure("22", what, "", aim, figure);
  }
}
