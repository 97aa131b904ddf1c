package payout.bench;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import payout.batch.BatchLines;
import payout.batch.BatchNo;
import payout.batch.ChinaClock;
import payout.batch.LineCodec;
import payout.batch.Money;
import payout.batch.Payer;
import payout.batch.PayoutLine;
import payout.batch.RequestCharset;
import payout.gateway.KeyPairSigner;
import payout.gateway.PayoutRequest;
import payout.gateway.SignType;
import payout.gateway.Signer;
import payout.inbox.RawLine;
import payout.inbox.RecordBinder;
import payout.inbox.Row;
import payout.ledger.Ledger;
import payout.ledger.sql.LedgerAddress;

/** The parts of paying a batch of 1000 lines, each measured separately. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PartsBenchmark {

  private static final String TEXT_DATE = "20260310";

  private final RecordBinder binder = new RecordBinder();
  private Path folder;
  private String text;
  private List<Row> rows;
  private List<PayoutLine> lines;
  private Money total;
  private Payer payer;
  private Signer signer;
  private PayoutRequest request;
  private byte[] stored;
  private Ledger ledger;

  /** Runs all of them. */
  public static void main(String[] arguments) throws RunnerException {
    new Runner(new OptionsBuilder().include(PartsBenchmark.class.getName()).build()).run();
  }

  /** Makes one batch and what belongs to it. */
  @Setup
  public void prepare() throws Exception {
    folder = Files.createTempDirectory("payout-bench");
    BenchKeys.make(folder);
    Path file = PayoutData.file(folder, 1000, PayoutData.Order.RANDOM, 1);
    text = Files.readString(file);
    rows = readRows();
    rows.remove(0);
    lines = new ArrayList<>();
    total = Money.ZERO;
    for (Row row : rows) {
      List<String> fields = row.fields();
      Money amount = Money.parse(fields.get(3));
      total = total.plus(amount);
      lines.add(
          new PayoutLine(
              row.number(), fields.get(0), fields.get(1), fields.get(2), amount, fields.get(4)));
    }
    payer =
        new Payer(
            "2088002464631181",
            "payer@company.example",
            "毛毛有限公司",
            "",
            "",
            "http://127.0.0.1/gateway.do",
            RequestCharset.UTF_8);
    signer =
        new KeyPairSigner(
            SignType.RSA,
            Files.readString(folder.resolve("payer-2048.private")),
            Files.readString(folder.resolve("gateway-2048.public")));
    stored = LineCodec.encodeLines(lines);
    request = request();
    ledger =
        Ledger.run(
            new LedgerAddress("jdbc:sqlite:" + folder.resolve("ledger.db"), "", ""),
            "production",
            new ChinaClock(Clock.systemUTC()));
  }

  /** Deletes the files. */
  @TearDown
  public void clear() throws IOException {
    ledger.close();
    Children.delete(folder);
  }

  /** From text to rows of fields. */
  @Benchmark
  public List<Row> reading() {
    return readRows();
  }

  private List<Row> readRows() {
    List<Row> read = new ArrayList<>(1001);
    for (CsvRecord row : CsvReader.builder().ofCsvRecord(text)) {
      read.add(new Row(row.getStartingLineNumber(), row.getFields()));
    }
    return read;
  }

  /** From rows to records, by Bindy. */
  @Benchmark
  public List<RawLine> binding() {
    return binder.bind(rows);
  }

  /** The whole request without its body: built, checked, signed. */
  @Benchmark
  public PayoutRequest request() {
    return PayoutRequest.of(
        payer,
        new BatchNo("20260310BENCH0001"),
        new BatchLines(stored, lines.size(), total),
        TEXT_DATE,
        "http://127.0.0.1:8080/alipay/notify",
        signer);
  }

  /** Only the signature, over the same number of bytes. */
  @Benchmark
  public String signing() {
    return signer.sign(stored);
  }

  /** The request as a form. */
  @Benchmark
  public byte[] encoding() {
    return request.form();
  }

  /** Lines to the value that the ledger keeps. */
  @Benchmark
  public byte[] storing() {
    return LineCodec.encodeLines(lines);
  }

  /** The value of the ledger back to lines. */
  @Benchmark
  public List<PayoutLine> loading() {
    return LineCodec.decodeLines(stored);
  }

  /** The shortest commit of the ledger: one row changed, one sync. */
  @Benchmark
  public void commit() {
    ledger.claims().claim("inbox", "pay.csv");
  }

  /** A query of the ledger that finds nothing. */
  @Benchmark
  public boolean question() {
    return ledger.status().pause(StandardCharsets.UTF_8.name()).isPresent();
  }
}
