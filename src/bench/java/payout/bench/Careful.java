package payout.bench;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A careful program in plain Java: every line checked, one ledger row for each line with a unique
 * serial in SQLite (WAL, FULL), an intent before each post and its outcome after it, RSA with 2048
 * bits.
 *
 * <p>With one thread each outcome is committed separately. With two, the second thread signs and
 * posts, and its outcomes are part of the commits of the first. It posts while it is still reading,
 * so it finds a fault in the last line too late.
 */
final class Careful implements Contestant {

  private static final byte[] END = new byte[0];

  private final PrivateKey key;
  private final PostClient client;
  private final boolean twoThreads;
  private final Queue<Integer> outcomes = new ConcurrentLinkedQueue<>();
  private RowLedger ledger;

  Careful(Path keys, String gateway, boolean twoThreads) {
    this.key = BenchKeys.privateKey(keys, "payer-2048");
    this.client = new PostClient(gateway + "?_input_charset=utf-8");
    this.twoThreads = twoThreads;
  }

  @Override
  public void prepare(Path folder) throws SQLException {
    ledger = new RowLedger(folder.resolve("careful.db"));
  }

  @Override
  public void pay(Path file) throws Exception {
    if (!twoThreads) {
      read(file, this::postAndRecord);
      return;
    }
    BlockingQueue<Batch> queue = new ArrayBlockingQueue<>(4);
    CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> send(queue));
    read(file, queue::put);
    queue.put(new Batch(0, 0, 0, END));
    sender.get();
    recordOutcomes();
    ledger.commit();
  }

  private void read(Path file, Sink sink) throws Exception {
    try (CsvReader<CsvRecord> rows =
        CsvReader.builder().ofCsvRecord(file, StandardCharsets.UTF_8)) {
      List<String[]> lines = new ArrayList<>(1000);
      boolean isHeader = true;
      int batches = 0;
      for (CsvRecord row : rows) {
        if (isHeader) {
          isHeader = false;
          continue;
        }
        lines.add(checked(row));
        if (lines.size() == 1000) {
          sink.take(store(++batches, lines));
          lines.clear();
        }
      }
      if (!lines.isEmpty()) {
        sink.take(store(++batches, lines));
      }
    }
  }

  private static String[] checked(CsvRecord row) {
    if (row.getFieldCount() != 5) {
      throw new IllegalArgumentException(
          "Row " + row.getStartingLineNumber() + " does not have 5 fields.");
    }
    String[] fields = row.getFields().toArray(new String[0]);
    for (String field : fields) {
      for (int i = 0; i < field.length(); i++) {
        char c = field.charAt(i);
        if (c < ' ' || c == '^' || c == '|') {
          throw new IllegalArgumentException("A field holds a character that cannot be sent.");
        }
      }
    }
    int point = fields[3].length() - 3;
    if (fields[0].isEmpty()
        || fields[0].length() > 32
        || fields[1].isEmpty()
        || fields[2].isEmpty()
        || point < 1
        || fields[3].charAt(point) != '.') {
      throw new IllegalArgumentException("A field is empty, too long or no amount.");
    }
    return fields;
  }

  private Batch store(int number, List<String[]> lines) throws SQLException {
    StringBuilder details = new StringBuilder(80_000);
    long fen = 0;
    recordOutcomes();
    for (String[] fields : lines) {
      long amount = Long.parseLong(fields[3].replace(".", ""));
      ledger.line(number, fields, amount);
      fen += amount;
      if (details.length() > 0) {
        details.append('|');
      }
      details.append(fields[0]).append('^').append(fields[1]).append('^');
      details.append(fields[2]).append('^').append(fields[3]).append('^').append(fields[4]);
    }
    ledger.intent(number, lines.size(), fen);
    ledger.commit();
    return new Batch(
        number, lines.size(), fen, details.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void recordOutcomes() throws SQLException {
    for (Integer taken = outcomes.poll(); taken != null; taken = outcomes.poll()) {
      ledger.taken(taken);
    }
  }

  private void postAndRecord(Batch batch) throws Exception {
    post(batch);
    ledger.taken(batch.number);
    ledger.commit();
  }

  private void send(BlockingQueue<Batch> queue) {
    try {
      for (Batch batch = queue.take(); batch.details != END; batch = queue.take()) {
        post(batch);
        outcomes.add(batch.number);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void post(Batch batch) throws IOException {
    byte[] body =
        new PostRequest(
                "CAREFUL" + (1_000_000 + batch.number), batch.lines, batch.fen, batch.details)
            .bodyByTable(key);
    if (!client.post(body, "is_success")) {
      throw new IOException("The gateway refused.");
    }
  }

  @Override
  public void close() throws SQLException {
    ledger.close();
  }

  /** Takes a batch whose intent is committed. */
  private interface Sink {
    void take(Batch batch) throws Exception;
  }

  private record Batch(int number, int lines, long fen, byte[] details) {}
}
