package payout.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import payout.batch.BatchState;
import payout.batch.ChinaClock;
import payout.batch.Earlier;
import payout.batch.Outcome;
import payout.batch.Payer;
import payout.batch.RequestCharset;
import payout.batch.Verdict;
import payout.bench.PayoutData.Order;
import payout.ledger.Claim;
import payout.ledger.Ledger;
import payout.ledger.SendLedger;
import payout.ledger.SendRules;
import payout.ledger.sql.LedgerAddress;
import payout.testing.PostgresProxy;
import payout.testing.PostgresProxy.Way;

/**
 * Measures 12 to 14: many senders on several nodes and one PostgreSQL, far away, beside a dump, and
 * with a slow gateway.
 */
final class SenderMeasures {

  private static final int NODES = 3;
  private static final int SENDERS_OF_A_NODE = 8;
  private static final int BATCHES = 30_000;

  /** Half of it on each way: a statement and its answer take 5 ms. */
  private static final Duration WAY = Duration.ofNanos(2_500_000);

  private static final long RUN_NS = TimeUnit.SECONDS.toNanos(4);
  private static final int GATEWAY_MS = 20;

  private static final Payer PAYER =
      new Payer(
          Product.PARTNER,
          "payer@company.example",
          "毛毛有限公司",
          "",
          "",
          "https://gateway.example/gateway.do",
          RequestCharset.UTF_8);
  private static final SendRules RULES = new SendRules(PAYER, 120_000, 60_000, 3_600_000, 900_000);
  private static final Verdict TAKEN =
      Verdict.of(BatchState.TAKEN, new Outcome.Taken(), Earlier.MAY_HAVE_ARRIVED);

  private final Bench.Run run;

  SenderMeasures(Bench.Run run) {
    this.run = run;
  }

  void run(Set<String> chosen) throws IOException, SQLException {
    boolean dump = chosen.contains("13");
    if (chosen.contains("12") || dump || chosen.contains("14")) {
      try (PostgresSchemas server = new PostgresSchemas()) {
        if (chosen.contains("12") || dump) {
          farAway(server, dump);
        }
        if (chosen.contains("14")) {
          slowGateway(server);
        }
      }
    }
  }

  /** Claims and outcomes alone, in this JVM: what a gateway and HTTP cost would hide them. */
  private void farAway(PostgresSchemas server, boolean dump) throws IOException, SQLException {
    List<List<Double>> rates = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    try (PostgresProxy line = PostgresProxy.to(server.port())) {
      line.delay(Way.TO_SERVER, WAY);
      line.delay(Way.TO_CLIENT, WAY);
      for (int round = -1; round < run.rounds(); round++) {
        for (int task = 0; task < (dump ? 3 : 2); task++) {
          double rate = rate(server, line, task);
          System.out.printf("  round %d, task %d: %.0f a second%n", round, task, rate);
          if (round >= 0) {
            rates.get(task).add(rate);
          }
        }
      }
    }
    String times = " (%.0f against %.0f a second)";
    double one = median(rates.get(0));
    double all = median(rates.get(1));
    run.report()
        .measure(
            "12",
            "claims and outcomes a second 5 ms away, 24 senders on three nodes against one",
            "≥ 5",
            "≥ 15",
            Report.ratio(all, one) + String.format(Locale.ROOT, times, all, one));
    if (dump) {
      double beside = median(rates.get(2));
      run.report()
          .measure(
              "13",
              "the same 24 with a snapshot of REPEATABLE READ held open, against without",
              "≥ 0.8",
              "≥ 0.95",
              Report.ratio(beside, all) + String.format(Locale.ROOT, times, beside, all));
    }
  }

  /**
   * Outcomes a second.
   *
   * @param task 0: one sender; 1: 24 on three nodes; 2: the same beside a dump
   */
  private static double rate(PostgresSchemas server, PostgresProxy line, int task)
      throws IOException, SQLException {
    String url = server.next();
    List<Ledger> nodes = new ArrayList<>();
    try (Connection dump = server.connection()) {
      for (int i = 0; i < (task == 0 ? 1 : NODES); i++) {
        nodes.add(
            Ledger.run(
                new LedgerAddress(line.over(url), PostgresSchemas.USER, PostgresSchemas.USER),
                "production",
                ChinaClock.system()));
      }
      fill(server, url);
      if (task == 2) {
        dump.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        dump.setAutoCommit(false);
        try (Statement statement = dump.createStatement()) {
          statement.execute("SELECT COUNT(*) FROM pg_class");
        }
      }
      return rate(nodes, task == 0 ? 1 : SENDERS_OF_A_NODE);
    } finally {
      nodes.forEach(Ledger::close);
    }
  }

  private static double rate(List<Ledger> nodes, int sendersOfANode) {
    long end = System.nanoTime() + RUN_NS;
    List<Callable<Integer>> senders = new ArrayList<>();
    for (Ledger node : nodes) {
      SendLedger sending = node.sending(RULES);
      for (int i = 0; i < sendersOfANode; i++) {
        senders.add(() -> send(sending, end));
      }
    }
    ExecutorService threads = Executors.newFixedThreadPool(senders.size());
    try {
      int sent = 0;
      for (Future<Integer> each : threads.invokeAll(senders)) {
        sent += each.get();
      }
      return sent / (RUN_NS / 1e9);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      threads.shutdown();
    }
  }

  private static int send(SendLedger sending, long end) {
    int sent = 0;
    Optional<Claim> claim = sending.claim();
    while (System.nanoTime() < end) {
      Claim posted =
          claim.orElseThrow(() -> new IllegalStateException("There are too few batches."));
      claim = sending.recordAndClaim(posted, TAKEN).next();
      sent++;
    }
    return sent;
  }

  /** A file that was accepted, in batches whose lines take a kilobyte. */
  private static void fill(PostgresSchemas server, String url) throws SQLException {
    try (Connection connection = server.connection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO payout_file (inbox, name, sha256, size, modified_at, stem, short_hash,"
              + " arrival, state, partner, email, account_name, buyer_account_name, extend_param,"
              + " gateway, charset, received_at) VALUES ('inbox', 'a.csv', 'a', 1, 1, 'a', 'a', 1,"
              + " 'ACCEPTED', '"
              + String.join(
                  "', '",
                  PAYER.partner(),
                  PAYER.email(),
                  PAYER.accountName(),
                  PAYER.buyerAccountName(),
                  PAYER.extendParam(),
                  PAYER.gateway(),
                  PAYER.charset().toString())
              + "', 1)");
      statement.execute(
          "INSERT INTO batch (id, file_id, place, batch_no, state, lines, amount, open_lines,"
              + " due_at) SELECT f.id * 10000000 + i, f.id, i, 'b' || i, 'READY', 10, 1000, 10, 1"
              + " FROM payout_file f, generate_series(1, "
              + BATCHES
              + ") i");
      statement.execute(
          "INSERT INTO batch_lines SELECT id, convert_to(repeat('x', 1000), 'UTF8') FROM batch");
      statement.execute("VACUUM ANALYZE");
    }
  }

  /** From the decision on the file to the last batch taken: each node sends two at a time. */
  private void slowGateway(PostgresSchemas server) throws IOException {
    int lines = run.lines() / 2;
    Path file = run.file(lines, Order.SEQ, 1);
    String gateway = run.children().gateway(GATEWAY_MS);
    List<Worker> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < NODES; i++) {
        nodes.add(run.children().worker("product", gateway));
      }
      List<List<Sample>> all =
          run.inTurn(
              List.of(
                  () -> sending(server, nodes.subList(0, 1), file),
                  () -> sending(server, nodes, file)));
      run.report().add(lines + " lines, answers in 20 ms", "product, one node", all.get(0));
      run.report().add(lines + " lines, answers in 20 ms", "product, three nodes", all.get(1));
      run.report()
          .measure(
              "14",
              "answers in 20 ms, batches a second of three nodes against one",
              "≥ 2.5",
              "≥ 2.8",
              Report.ratio(Sample.wall(all.get(0)), Sample.wall(all.get(1))));
    } finally {
      nodes.forEach(Worker::close);
    }
  }

  /** The first node reads the file. */
  private static Sample sending(PostgresSchemas server, List<Worker> nodes, Path file)
      throws IOException {
    String url = server.next();
    for (Worker node : nodes) {
      node.prepare(url);
    }
    Sample sample = nodes.get(0).pay(file);
    for (Worker node : nodes) {
      node.leave();
    }
    long ms = sample.mark("taken") - sample.mark("accepted");
    long cpuMs = sample.mark("taken-cpu") - sample.mark("accepted-cpu");
    return new Sample(
        TimeUnit.MILLISECONDS.toNanos(ms), TimeUnit.MILLISECONDS.toNanos(cpuMs), sample.more());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
