package payout.cli;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import payout.batch.Money;

/** The last output of the demo: what was paid and what failed, by reason. */
final class DemoTable {

  private DemoTable() {}

  /** The file's result in the outbox; null while it is not there. */
  static Path find(Path outbox) throws IOException {
    try (Stream<Path> files = Files.list(outbox)) {
      return files
          .filter(file -> file.getFileName().toString().matches(".*\\.[0-9a-f]{8}\\.result\\.csv"))
          .findFirst()
          .orElse(null);
    }
  }

  static void print(Path result, PrintWriter out) throws IOException {
    Map<String, Sum> sums = new TreeMap<>();
    Sum all = new Sum();
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(result)) {
      for (NamedCsvRecord row : rows) {
        Money amount = Money.parse(row.getField("amount"));
        String what = (row.getField("status") + " " + row.getField("code")).strip();
        sums.computeIfAbsent(what, key -> new Sum()).add(amount, row.getField("reason"));
        all.add(amount, "");
      }
    }
    out.println();
    out.printf(Locale.ROOT, "%-52s %6s %14s%n", "", "lines", "amount");
    sums.forEach((what, sum) -> line(out, what, sum));
    line(out, "all", all);
    out.println();
    out.println("Results: " + result);
  }

  private static void line(PrintWriter out, String what, Sum sum) {
    out.printf(Locale.ROOT, "%-52s %6d %14s  %s%n", what, sum.lines, sum.amount, sum.reason);
  }

  private static final class Sum {

    private int lines;
    private Money amount = Money.ZERO;
    private String reason = "";

    void add(Money more, String why) {
      lines++;
      amount = amount.plus(more);
      reason = why;
    }
  }
}
