package payout.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import payout.batch.ChinaClock;
import payout.batch.LineCodec;
import payout.batch.Money;
import payout.batch.PayoutLine;
import payout.bench.PayoutData.Order;
import payout.config.Home;
import payout.config.KeyCheck;
import payout.config.Settings;
import payout.config.SettingsLoader;
import payout.console.Console;
import payout.console.Role;
import payout.ledger.Ledger;
import payout.ledger.account.AccountEntry;
import payout.ledger.account.AccountIndex;
import payout.ledger.page.HashEntry;
import payout.ledger.page.Pairs;
import payout.ledger.serial.SerialEntry;
import payout.ledger.serial.SerialIndex;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerAddress;
import payout.testing.ConsoleClient;
import payout.testing.ConsoleClient.Answer;

/**
 * Measures 16 and 17: what pages cost intake and sending, and how long a page takes where the
 * ledger holds ten million lines.
 */
final class ConsoleMeasures {

  private static final int LINES_A_BATCH = 1000;
  private static final int BATCHES_A_FILE = 5;

  /** The newest files have lines; what those of the others are, no page asks. */
  private static final int NEWEST = 20;

  private static final String HOT = "hot@example.com";
  private static final String USER = "vera";

  private final Bench.Run run;

  ConsoleMeasures(Bench.Run run) {
    this.run = run;
  }

  void run(Set<String> chosen) throws IOException, SQLException {
    if (chosen.contains("16")) {
      beside();
    }
    if (chosen.contains("17")) {
      pages();
    }
  }

  private void beside() throws IOException {
    Path file = run.file(run.lines(), Order.SEQ, 1);
    String gateway = run.children().gateway(0);
    try (Worker alone = run.children().worker("product", gateway);
        Worker visited = run.children().worker("product-visited", gateway)) {
      List<List<Sample>> all =
          run.inTurn(List.of(() -> alone.round(file), () -> visited.round(file)));
      String task = run.lines() + " lines";
      run.report().add(task, "product", all.get(0));
      run.report().add(task, "product, 20 pages a second", all.get(1));
      run.report()
          .measure(
              "16",
              "file to last batch taken while 20 pages a second are asked for, against without",
              "≤ 1.15",
              "≤ 1.05",
              Report.ratio(Sample.wall(all.get(1)), Sample.wall(all.get(0))));
    }
  }

  private void pages() throws IOException, SQLException {
    Path folder = Files.createTempDirectory(run.work().resolve("homes"), "pages");
    Files.createDirectories(folder.resolve("config"));
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("config/application.properties"), "");
    Map<String, String> environment =
        Product.environment(run.work().resolve("keys"), "http://127.0.0.1:9/gateway.do");
    Settings settings =
        new SettingsLoader(
                new Home(folder, Path.of("").toAbsolutePath()), environment, KeyCheck.NONE)
            .production();
    String url = settings.ledger().url();
    int files =
        Math.max(
            NEWEST,
            Bench.number("bench.ledger-lines", 10_000_000) / LINES_A_BATCH / BATCHES_A_FILE);
    try (Ledger ledger =
        Ledger.run(new LedgerAddress(url, "", ""), "PRODUCTION", ChinaClock.system())) {
      fill(url, files);
      ConsoleClient.addUser(settings, USER, Role.VIEWER, Role.SUBMITTER);
      try (Console console = Console.start(settings, ledger, 0)) {
        ask(ConsoleClient.of(console).logIn(USER), files);
      }
    }
  }

  private void ask(ConsoleClient browser, int files) throws IOException {
    Map<String, Supplier<Answer>> pages = new LinkedHashMap<>();
    pages.put("overview", () -> browser.get("/"));
    pages.put("files", () -> browser.get("/files"));
    pages.put("files by state", () -> browser.get("/files?state=SETTLED"));
    pages.put("files by text", () -> browser.get("/files?text=f1.csv"));
    pages.put("a file", () -> browser.get("/files/" + files));
    pages.put("a batch", () -> browser.get("/batches/b" + files + "x1"));
    pages.put("search by serial", () -> browser.get("/payments?q=S-7"));
    pages.put("search by batch", () -> browser.get("/payments?q=b" + files + "x1"));
    pages.put("search by account", () -> browser.post("/payments", Map.of("q", HOT)));
    pages.put("a payment", () -> browser.get("/payments/b" + files + "x1/S-7"));
    pages.put("what waits", () -> browser.get("/waiting"));
    pages.put("submit", () -> browser.get("/submit"));
    pages.put("audit", () -> browser.get("/audit"));
    List<String> told = new ArrayList<>();
    long slowest = 0;
    for (Map.Entry<String, Supplier<Answer>> page : pages.entrySet()) {
      long p95 = p95(page.getValue(), page.getKey());
      System.out.printf(Locale.ROOT, "  %s: p95 %.1f ms%n", page.getKey(), p95 / 1e6);
      told.add(String.format(Locale.ROOT, "%s %.1f", page.getKey(), p95 / 1e6));
      slowest = Math.max(slowest, p95);
    }
    run.report()
        .measure(
            "17",
            "p95 of each page with "
                + (long) files * BATCHES_A_FILE * LINES_A_BATCH
                + " lines in the ledger, the slowest (ms each: "
                + String.join(", ", told)
                + ")",
            "≤ 200 ms",
            "≤ 50 ms",
            String.format(Locale.ROOT, "%.1f ms", slowest / 1e6));
  }

  private static long p95(Supplier<Answer> page, String name) {
    int count = Bench.number("bench.pages", 200);
    long[] times = new long[count];
    for (int i = -10; i < count; i++) {
      long start = System.nanoTime();
      Answer answer = page.get();
      if (answer.status() >= 400) {
        throw new IllegalStateException(name + " answered " + answer.status() + ".");
      }
      if (i >= 0) {
        times[i] = System.nanoTime() - start;
      }
    }
    Arrays.sort(times);
    return times[(count * 95 + 99) / 100 - 1];
  }

  /** Rows as intake and sending leave them, and both indexes, without taking ten million lines. */
  private static void fill(String url, int files) throws SQLException {
    String numbers =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + files + ")";
    int newest = files - NEWEST;
    long start = ChinaClock.system().millis() - files * 60_000L;
    try (Connection connection = DriverManager.getConnection(url);
        Statement sql = connection.createStatement()) {
      sql.execute(
          "INSERT INTO payout_file (id, inbox, name, sha256, size, modified_at, stem, short_hash,"
              + " arrival, state, lines, amount, batches, open_lines, partner, email, account_name,"
              + " buyer_account_name, extend_param, gateway, charset, received_at, decided_at,"
              + " accounts_from) "
              + numbers
              + " SELECT i, 'inbox', 'f' || i || '.csv', 'x' || i, 9, i, 'f' || i, 'h', 1,"
              + " CASE WHEN i > "
              + newest
              + " THEN 'ACCEPTED' ELSE 'SETTLED' END, 5000, 500000, 5, CASE WHEN i > "
              + newest
              + " THEN 1 ELSE 0 END, 'p', 'e', 'a', '', '', 'g', 'utf-8', "
              + start
              + " + i * 60000, 1, NULL FROM n");
      sql.execute(
          "INSERT INTO batch (id, file_id, place, batch_no, state, lines, amount, open_lines,"
              + " trouble_since, taken_at) "
              + numbers
              + ", places(place) AS (SELECT * FROM (VALUES (1), (2), (3), (4), (5)) v)"
              + " SELECT i * 10000000 + place, i, place, 'b' || i || 'x' || place, CASE WHEN i > "
              + newest
              + " THEN 'UNKNOWN' ELSE 'SETTLED' END, 1000, 100000, 1, 7, 7 FROM n CROSS JOIN places");
      sql.execute(
          "INSERT INTO event (at, file_id, batch_id, kind, cause)"
              + " SELECT 7, file_id, id, 'TAKEN', 'submit-batch' FROM batch");
      sql.execute(
          "INSERT INTO batch_lines SELECT id, CASE WHEN file_id > "
              + newest
              + " THEN x'"
              + HexFormat.of().formatHex(lines())
              + "' ELSE x'"
              + HexFormat.of().formatHex("v1\n".getBytes(StandardCharsets.US_ASCII))
              + "' END FROM batch");
    }
    index(url, files);
    try (Connection connection = DriverManager.getConnection(url);
        Statement sql = connection.createStatement()) {
      sql.execute("ANALYZE");
    }
  }

  private static byte[] lines() {
    List<PayoutLine> lines = new ArrayList<>();
    for (int i = 1; i <= LINES_A_BATCH; i++) {
      lines.add(new PayoutLine(i, "S-" + i, HOT, "李四", new Money(100), "工资"));
    }
    return LineCodec.encodeLines(lines);
  }

  /** A tenth of the hashes at a time, in the order of their index. */
  private static void index(String url, int files) {
    Random random = new Random(5);
    int chunks = 10;
    int count = files * BATCHES_A_FILE * LINES_A_BATCH / chunks;
    long space = (1L << HashEntry.HASH_BITS) / chunks;
    try (Database database = Database.open(url, "", "")) {
      for (int chunk = 0; chunk < chunks; chunk++) {
        long low = chunk * space;
        Pairs pairs = new Pairs(count);
        for (int i = 0; i < count; i++) {
          int place = 1 + random.nextInt(BATCHES_A_FILE);
          long hash = low + random.nextLong(space);
          AccountIndex.collect(pairs, 1 + random.nextInt(files), HashEntry.of(hash, place));
        }
        pairs.sort();
        long[] serials =
            random
                .longs(count, low, low + space)
                .map(hash -> HashEntry.of(hash, 1))
                .sorted()
                .toArray();
        long file = 1 + chunk;
        database.write(
            sql -> {
              AccountIndex.add(sql, pairs);
              return SerialIndex.add(sql, file, serials);
            });
      }
      for (int file = files - NEWEST + 1; file <= files; file++) {
        long id = file;
        database.write(
            sql -> {
              for (int place = 1; place <= BATCHES_A_FILE; place++) {
                AccountIndex.add(sql, id, AccountEntry.of(HOT, new Money(100), place));
              }
              return SerialIndex.add(sql, id, new long[] {SerialEntry.of("S-7", 1)});
            });
      }
    }
  }
}
