package payout.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import payout.bench.PayoutData.Order;

/** Measures 9 and 10: syncs to disk, and the other database. */
final class DiskMeasures {

  private final Bench.Run run;

  DiskMeasures(Bench.Run run) {
    this.run = run;
  }

  void run(Set<String> chosen) throws IOException {
    if (chosen.contains("9")) {
      syncs();
    }
    if (chosen.contains("10")) {
      postgres();
    }
  }

  /** Counts the system calls between the decision on the file and the last batch taken. */
  private void syncs() throws IOException {
    int batches = (run.lines() + 999) / 1000;
    Path file = run.file(run.lines(), Order.SEQ, 1);
    Path trace = run.work().resolve("syncs.txt");
    List<String> strace = straceTo(trace);
    List<String> figures = new ArrayList<>();
    List<String> kinds = new ArrayList<>();
    for (int inFlight : new int[] {2, 8}) {
      try (Worker product =
          run.children().worker("product", run.children().gateway(0), inFlight, strace)) {
        Sample sample = product.round(file);
        long from = sample.mark("accepted");
        long to = sample.mark("taken");
        List<String> calls = calls(trace, from, to);
        long ledger = calls.stream().filter(call -> call.contains("ledger.db")).count();
        figures.add(
            String.format(
                Locale.ROOT, "%.2f with %d in flight", calls.size() / (double) batches, inFlight));
        kinds.add(
            String.format(Locale.ROOT, "%.2f of them by the ledger", ledger / (double) batches));
      } catch (IOException e) {
        figures.add("not measured, strace does not run: " + e.getMessage());
      }
    }
    run.report()
        .measure(
            "9",
            "syncs a batch, from the decision to the last batch taken (strace)",
            "≤ 2.2",
            "≤ 1.1",
            String.join("; ", figures) + " (" + String.join("; ", kinds) + ")");
  }

  /** What runs a program so that its syncs are written to a file. */
  static List<String> straceTo(Path trace) {
    return List.of(
        "strace",
        "--follow-forks",
        "--seccomp-bpf",
        "--quiet=all",
        "--trace=fsync,fdatasync,msync,sync_file_range",
        "--absolute-timestamps=format:unix,precision:us",
        "--decode-fds=path",
        "--output=" + trace);
  }

  /** The syncs between two moments, milliseconds since 1970. */
  static List<String> calls(Path trace, long fromMs, long toMs) throws IOException {
    try (Stream<String> lines = Files.lines(trace)) {
      return lines
          .filter(line -> line.contains("sync("))
          .filter(
              line -> {
                String at = line.replaceFirst("^\\d+\\s+", "").split(" ", 2)[0].replace(".", "");
                long ms = Long.parseLong(at) / 1000;
                return ms >= fromMs && ms <= toMs;
              })
          .toList();
    }
  }

  private void postgres() throws IOException {
    Path file = run.file(run.lines(), Order.SEQ, 1);
    String gateway = run.children().gateway(0);
    try (PostgresSchemas server = new PostgresSchemas();
        Worker sqlite = run.children().worker("product", gateway);
        Worker postgres = run.children().worker("product", gateway)) {
      List<List<Sample>> all =
          run.inTurn(List.of(() -> sqlite.round(file), () -> postgres.round(file, server.next())));
      run.report().add(run.lines() + " lines", "product, SQLite", all.get(0));
      run.report().add(run.lines() + " lines", "product, PostgreSQL", all.get(1));
      run.report()
          .measure(
              "10",
              "PostgreSQL against SQLite",
              "≤ 1.3",
              "≤ 1.15",
              Report.ratio(Sample.wall(all.get(1)), Sample.wall(all.get(0))));
    }
  }
}
