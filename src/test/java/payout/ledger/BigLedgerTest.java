package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import payout.batch.FileState;
import payout.batch.LineCodec;
import payout.batch.Money;
import payout.batch.PayoutLine;
import payout.ledger.FileList.Filter;
import payout.ledger.account.AccountEntry;
import payout.ledger.account.AccountIndex;
import payout.ledger.page.HashEntry;
import payout.ledger.page.Pairs;
import payout.ledger.serial.SerialEntry;
import payout.ledger.serial.SerialIndex;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/** What pages ask for, of a ledger with ten million lines in ten thousand batches. */
@OnBothDatabases
@Tag("long")
class BigLedgerTest extends LedgerFixture {

  private static final int FILES = 2000;
  private static final int BATCHES_A_FILE = 5;
  private static final int LINES_A_BATCH = 1000;

  /** The newest files; each of their lines pays to one account. */
  private static final int HOT_FILES = 20;

  private static final String HOT = "hot@example.com";

  /** Paid by one line of each of their batches, as in a payroll. */
  private static final String PAYEE = "payee@example.com";

  private static final int CHUNKS = 10;

  /**
   * Tens of milliseconds on a machine of today; reading all lines takes many seconds. The plans are
   * what QueryPlanTest looks at.
   */
  private static final long MEDIAN_MAX_MS = 2_000;

  @Test
  void answers_at_once() {
    fill();
    PaymentLedger payments = ledger.payments();

    PaymentPage first = payments.ofAccount(HOT, "");
    assertThat(first.payments()).hasSize(PaymentSearch.ROWS_MAX);
    assertThat(walk(HOT)).isEqualTo(HOT_FILES * BATCHES_A_FILE * (LINES_A_BATCH - 1));
    assertThat(walk(PAYEE)).isEqualTo(HOT_FILES * BATCHES_A_FILE);

    List<String> slow = new ArrayList<>();
    measure("account", slow, () -> payments.ofAccount(HOT, ""));
    measure("account, next page", slow, () -> payments.ofAccount(HOT, first.next()));
    measure("account, one line a batch", slow, () -> payments.ofAccount(PAYEE, ""));
    measure("account of nobody", slow, () -> payments.ofAccount("nobody@example.com", ""));
    measure("serial", slow, () -> payments.ofSerial("S-7", ""));
    measure("batch", slow, () -> payments.ofBatch("b" + FILES + "-1", ""));
    measure("story", slow, () -> payments.story("b" + FILES + "-1", "S-7").orElseThrow());
    measure("needs", slow, () -> ledger.overview().needs());
    measure("under way", slow, () -> ledger.overview().underWay());
    measure("today", slow, () -> ledger.overview().today());
    measure("files", slow, () -> ledger.files().page(Filter.ALL, "", 200));
    measure("files by state", slow, () -> page(Filter.ALL.in(FileState.ACCEPTED)));
    measure("files by inbox", slow, () -> page(Filter.ALL.of("inbox")));
    measure("files of a day", slow, () -> page(Filter.ALL.on(clock.today().minusDays(1))));
    measure("files by text", slow, () -> page(Filter.ALL.named("f1.csv")));
    measure("sums of a file", slow, () -> ledger.files().sums(FILES));

    assertThat(slow).isEmpty();
  }

  private int walk(String account) {
    int found = 0;
    String next = "";
    do {
      PaymentPage page = ledger.payments().ofAccount(account, next);
      found += page.payments().size();
      next = page.next();
    } while (!next.isEmpty());
    return found;
  }

  private FileList.Page page(Filter filter) {
    return ledger.files().page(filter, "", 200);
  }

  private void measure(String what, List<String> slow, Supplier<?> question) {
    long[] times = new long[7];
    for (int i = 0; i < times.length; i++) {
      long start = System.nanoTime();
      assertThat(question.get()).isNotNull();
      times[i] = System.nanoTime() - start;
    }
    Arrays.sort(times);
    long medianUs = TimeUnit.NANOSECONDS.toMicros(times[times.length / 2]);
    System.out.printf("Ten million lines, %s, %s: %d us.%n", engine, what, medianUs);
    if (medianUs > MEDIAN_MAX_MS * 1000) {
      slow.add(what + " " + medianUs);
    }
  }

  private void fill() {
    String numbers =
        "WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < "
            + FILES
            + ")";
    long start = clock.millis() - FILES * 60_000L;
    change(
        "INSERT INTO payout_file (id, inbox, name, sha256, size, modified_at, stem, short_hash,"
            + " arrival, state, lines, amount, batches, open_lines, partner, email, account_name,"
            + " buyer_account_name, extend_param, gateway, charset, received_at, decided_at,"
            + " accounts_from) "
            + numbers
            + " SELECT i, 'inbox', 'f' || i || '.csv', 'x' || i, 9, i, 'f' || i, 'h', 1,"
            + " CASE WHEN i > 1980 THEN 'ACCEPTED' ELSE 'SETTLED' END, 5000, 500000, 5,"
            + " CASE WHEN i > 1980 THEN 1 ELSE 0 END, 'p', 'e', 'a', '', '', 'g', 'utf-8', "
            + start
            + " + i * 60000, 1, NULL FROM n");
    change(
        "INSERT INTO batch (id, file_id, place, batch_no, state, lines, amount, open_lines,"
            + " trouble_since, taken_at) "
            + numbers
            + ", places(place) AS (SELECT * FROM (VALUES (1), (2), (3), (4), (5)) v)"
            + " SELECT i * 10000000 + place, i, place, 'b' || i || '-' || place, CASE WHEN i > 1980"
            + " THEN 'UNKNOWN' ELSE 'SETTLED' END, 1000, 100000, 1, 7, 7 FROM n CROSS JOIN places");
    change(
        "INSERT INTO event (at, file_id, batch_id, kind, cause)"
            + " SELECT id, file_id, id, 'TAKEN', 'submit-batch' FROM batch");
    String hot = HexFormat.of().formatHex(hotLines());
    String empty = HexFormat.of().formatHex("v1\n".getBytes(StandardCharsets.US_ASCII));
    change(
        "INSERT INTO batch_lines SELECT id, CASE WHEN file_id > "
            + (FILES - HOT_FILES)
            + " THEN "
            + bytes(hot)
            + " ELSE "
            + bytes(empty)
            + " END FROM batch");
    index();
    change("ANALYZE");
  }

  private String bytes(String hex) {
    return engine == Engine.SQLITE ? "x'" + hex + "'" : "decode('" + hex + "', 'hex')";
  }

  private static byte[] hotLines() {
    List<PayoutLine> lines = new ArrayList<>();
    for (int i = 1; i <= LINES_A_BATCH; i++) {
      lines.add(
          new PayoutLine(i, "S-" + i, i < LINES_A_BATCH ? HOT : PAYEE, "李四", new Money(100), "工资"));
    }
    return LineCodec.encodeLines(lines);
  }

  /**
   * Ten million entries of other accounts and serials, in the order of their index, and those of
   * the ones that are looked for.
   */
  private void index() {
    Random random = new Random(5);
    long space = (1L << HashEntry.HASH_BITS) / CHUNKS;
    try (Database database = Database.open(address.url(), address.user(), address.password())) {
      for (int chunk = 0; chunk < CHUNKS; chunk++) {
        Pairs pairs = new Pairs(FILES * BATCHES_A_FILE * LINES_A_BATCH / CHUNKS);
        for (int i = 0; i < FILES * BATCHES_A_FILE * LINES_A_BATCH / CHUNKS; i++) {
          long hash = chunk * space + random.nextLong(space);
          int place = 1 + random.nextInt(BATCHES_A_FILE);
          AccountIndex.collect(pairs, 1 + random.nextInt(FILES), HashEntry.of(hash, place));
        }
        pairs.sort();
        write(database, sql -> AccountIndex.add(sql, pairs));
        long file = 1 + chunk;
        long low = chunk * space;
        long[] serials =
            random
                .longs(FILES * BATCHES_A_FILE * LINES_A_BATCH / CHUNKS, low, low + space)
                .map(hash -> HashEntry.of(hash, 1))
                .sorted()
                .toArray();
        write(database, sql -> SerialIndex.add(sql, file, serials));
      }
      for (long file = FILES - HOT_FILES + 1; file <= FILES; file++) {
        long id = file;
        long[] entries =
            IntStream.rangeClosed(1, BATCHES_A_FILE)
                .mapToObj(place -> LongStream.of(entry(HOT, place), entry(PAYEE, place)))
                .flatMapToLong(each -> each)
                .sorted()
                .toArray();
        write(database, sql -> AccountIndex.add(sql, id, entries));
        write(database, sql -> SerialIndex.add(sql, id, new long[] {SerialEntry.of("S-7", 1)}));
      }
    }
  }

  private static long entry(String account, int place) {
    return AccountEntry.of(account, new Money(place), place);
  }

  private static void write(Database database, Change change) {
    database.write(
        sql -> {
          change.in(sql);
          return null;
        });
  }

  /** A change of an index. */
  private interface Change {
    void in(Sql sql) throws SQLException;
  }
}
