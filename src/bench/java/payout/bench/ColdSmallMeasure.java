package payout.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import payout.bench.PayoutData.Order;

/**
 * Measure 19: a file of 1000 lines, one batch: the first one of a fresh process, dropped as soon as
 * it is ready, and after a while; the same in a process that paid hundreds; and one bare signed
 * post of the same lines.
 */
final class ColdSmallMeasure {

  private static final int LINES = 1000;
  private static final int FILES_BEFORE = 300;
  private static final int POSTS_BEFORE = 2000;
  private static final int OF_A_ROUND = 5;
  private static final long POLL_NS = 500_000;

  /** What a service that just started needs before a person would drop a file. */
  private static final long A_WHILE_NS = TimeUnit.SECONDS.toNanos(30);

  private final Bench.Run run;
  private int seed = 1000;

  ColdSmallMeasure(Bench.Run run) {
    this.run = run;
  }

  void run() throws IOException {
    String gateway = run.children().gateway(0);
    List<Sample> first = new ArrayList<>();
    List<Sample> later = new ArrayList<>();
    List<Sample> warm = new ArrayList<>();
    List<Sample> bare = new ArrayList<>();
    try (Shipped old = Shipped.start(run, "old", gateway);
        Bare post = new Bare(run.work().resolve("keys"), gateway, next())) {
      for (int i = 0; i < FILES_BEFORE; i++) {
        old.pay(next(), POLL_NS);
      }
      for (int i = 0; i < POSTS_BEFORE; i++) {
        post.send();
      }
      for (int round = 0; round < run.rounds(); round++) {
        first.add(ofFresh(gateway, "fresh-" + round, 0));
        later.add(ofFresh(gateway, "idle-" + round, A_WHILE_NS));
        for (int i = 0; i < OF_A_ROUND; i++) {
          warm.add(old.pay(next(), POLL_NS));
          bare.add(post.send());
        }
      }
    }
    report(first, later, warm, bare);
  }

  private Sample ofFresh(String gateway, String name, long waitNs) throws IOException {
    try (Shipped fresh = Shipped.start(run, name, gateway)) {
      long end = System.nanoTime() + waitNs;
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
      return fresh.pay(next(), POLL_NS);
    }
  }

  private void report(List<Sample> first, List<Sample> later, List<Sample> warm, List<Sample> bare)
      throws IOException {
    Report report = run.report();
    String task = LINES + " lines, name to last batch taken";
    report.spread("19", task, "fresh process, dropped when it is ready", first);
    report.spread("19", task, "fresh process, 30 s after it is ready", later);
    report.spread("19", task, "after " + FILES_BEFORE + " such files", warm);
    report.spread(
        "19", "one bare signed post of them", "after " + POSTS_BEFORE + " such posts", bare);
    ratio("first file of 1000 lines against a warm one", "≤ 4", first, warm);
    ratio("the same, 30 s after it is ready", "≤ 4", later, warm);
    ratio("a warm one (age 0, poll 10 ms) against one bare signed post", "≤ 5", warm, bare);
  }

  private void ratio(String what, String aim, List<Sample> ours, List<Sample> theirs)
      throws IOException {
    run.report().measure("19", what, "", aim, Report.ratio(Sample.wall(ours), Sample.wall(theirs)));
  }

  private Path next() throws IOException {
    return run.file(LINES, Order.SEQ, seed++);
  }

  /** What a program by hand does for one batch, when all it has to do is to post it. */
  private static final class Bare implements AutoCloseable {

    private final PrivateKey key;
    private final PostClient client;
    private final List<String> rows;
    private int sent;

    Bare(Path keys, String gateway, Path file) throws IOException {
      this.key = BenchKeys.privateKey(keys, "payer-2048");
      this.client = new PostClient(gateway + "?_input_charset=utf-8");
      this.rows = Files.readAllLines(file).subList(1, LINES + 1);
    }

    Sample send() throws IOException {
      long cpu = WorkerMain.cpuNs();
      long start = System.nanoTime();
      ByteArrayOutputStream details = new ByteArrayOutputStream(128 * 1024);
      long fen = 0;
      for (String row : rows) {
        String[] fields = row.split(",");
        fen += Long.parseLong(fields[3].replace(".", ""));
        details.writeBytes((String.join("^", fields) + "|").getBytes(StandardCharsets.UTF_8));
      }
      PostRequest request =
          new PostRequest("BARE" + (1_000_000 + ++sent), rows.size(), fen, details.toByteArray());
      if (!client.post(request.bodyByTable(key), "is_success")) {
        throw new IOException("The gateway refused.");
      }
      return new Sample(System.nanoTime() - start, WorkerMain.cpuNs() - cpu, "");
    }

    @Override
    public void close() throws IOException {
      client.close();
    }
  }
}
