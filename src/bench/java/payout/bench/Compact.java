package payout.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The fastest known design: only bytes, one ledger row for each batch with the hashes of its
 * serials, one thread that reads and two that sign and post, outcomes in the commit of a later
 * batch.
 *
 * <p>It promises less than the product: it refuses quotes, treats two serials with the same hash as
 * equal, and posts while it is still reading.
 */
final class Compact implements Contestant {

  private static final int SENDERS = 2;
  private static final Batch END = new Batch(0, 0, 0, new byte[0]);

  private final PrivateKey key;
  private final PostClient client;
  private final Queue<Integer> outcomes = new ConcurrentLinkedQueue<>();
  private Connection ledger;
  private PreparedStatement insert;
  private PreparedStatement update;
  private LongSet serials;

  Compact(Path keys, String gateway) {
    this.key = BenchKeys.privateKey(keys, "payer-2048");
    this.client = new PostClient(gateway + "?_input_charset=utf-8");
  }

  @Override
  public void prepare(Path folder) throws SQLException {
    ledger = RowLedger.open(folder.resolve("compact.db"));
    try (Statement statement = ledger.createStatement()) {
      statement.execute(
          "CREATE TABLE batch (id INTEGER PRIMARY KEY, lines INT NOT NULL, amount INTEGER NOT NULL,"
              + " state TEXT NOT NULL, data BLOB NOT NULL, hashes BLOB NOT NULL)");
    }
    ledger.setAutoCommit(false);
    insert = ledger.prepareStatement("INSERT INTO batch VALUES (?, ?, ?, 'SENDING', ?, ?)");
    update = ledger.prepareStatement("UPDATE batch SET state = 'TAKEN' WHERE id = ?");
  }

  @Override
  public void pay(Path file) throws Exception {
    serials = new LongSet(Files.size(file) / 40);
    BlockingQueue<Batch> queue = new ArrayBlockingQueue<>(4);
    List<CompletableFuture<Void>> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      senders.add(CompletableFuture.runAsync(() -> send(queue), task -> new Thread(task).start()));
    }
    read(file, queue);
    for (int i = 0; i < SENDERS; i++) {
      queue.put(END);
    }
    for (CompletableFuture<Void> sender : senders) {
      sender.get();
    }
    recordOutcomes();
    ledger.commit();
  }

  private void read(Path file, BlockingQueue<Batch> queue) throws Exception {
    byte[] buffer = new byte[1 << 20];
    Cut cut = new Cut();
    try (InputStream in = Files.newInputStream(file)) {
      int length = 0;
      boolean isHeader = true;
      int read = in.read(buffer, 0, buffer.length);
      while (read > 0) {
        length += read;
        int start = 0;
        int end = newline(buffer, start, length);
        while (end >= 0) {
          if (!isHeader) {
            cut.line(buffer, start, end);
            if (cut.lines == 1000) {
              queue.put(store(cut));
            }
          }
          isHeader = false;
          start = end + 1;
          end = newline(buffer, start, length);
        }
        length -= start;
        System.arraycopy(buffer, start, buffer, 0, length);
        read = in.read(buffer, length, buffer.length - length);
      }
    }
    if (cut.lines > 0) {
      queue.put(store(cut));
    }
  }

  private static int newline(byte[] buffer, int from, int to) {
    for (int i = from; i < to; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private Batch store(Cut cut) throws SQLException {
    Batch batch = cut.take();
    insert.setInt(1, batch.number);
    insert.setInt(2, batch.lines);
    insert.setLong(3, batch.fen);
    insert.setBytes(4, batch.details);
    insert.setBytes(5, cut.hashBytes());
    insert.executeUpdate();
    recordOutcomes();
    ledger.commit();
    return batch;
  }

  private void recordOutcomes() throws SQLException {
    for (Integer taken = outcomes.poll(); taken != null; taken = outcomes.poll()) {
      update.setInt(1, taken);
      update.executeUpdate();
    }
  }

  private void send(BlockingQueue<Batch> queue) {
    try {
      for (Batch batch = queue.take(); batch != END; batch = queue.take()) {
        byte[] body =
            new PostRequest(
                    "COMPACT" + (1_000_000 + batch.number), batch.lines, batch.fen, batch.details)
                .bodyByTable(key);
        if (!client.post(body, "is_success")) {
          throw new IOException("The gateway refused.");
        }
        outcomes.add(batch.number);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws SQLException {
    insert.close();
    update.close();
    ledger.close();
    serials = null;
  }

  private record Batch(int number, int lines, long fen, byte[] details) {}

  /** The lines that are being collected for the next batch. */
  private final class Cut {

    private byte[] details = new byte[1 << 18];
    private final long[] hashes = new long[1000];
    private int length;
    private int lines;
    private int batches;
    private long fen;

    void line(byte[] buffer, int start, int end) {
      if (lines > 0) {
        details[length++] = '|';
      }
      if (details.length - length < end - start) {
        details = Arrays.copyOf(details, 2 * details.length);
      }
      int field = 0;
      int fieldStart = start;
      for (int i = start; i <= end; i++) {
        byte c = i == end ? (byte) ',' : buffer[i];
        if (c == ',') {
          take(field++, buffer, fieldStart, i);
          fieldStart = i + 1;
          c = '^';
        } else if (c >= 0 && c < ' ' || c == '"' || c == '^' || c == '|') {
          throw new IllegalArgumentException("A line holds a character that this reader refuses.");
        }
        if (i < end) {
          details[length++] = c;
        }
      }
      if (field != 5) {
        throw new IllegalArgumentException("A line has not 5 fields.");
      }
      lines++;
    }

    private void take(int field, byte[] buffer, int from, int to) {
      if (to == from) {
        throw new IllegalArgumentException("A field is empty.");
      }
      if (field == 0) {
        long hash = hash(buffer, from, to);
        if (!serials.add(hash)) {
          throw new IllegalArgumentException("A serial comes twice.");
        }
        hashes[lines] = hash;
      } else if (field == 3) {
        fen += amount(buffer, from, to);
      }
    }

    private static long hash(byte[] buffer, int from, int to) {
      long hash = 0xcbf29ce484222325L;
      for (int i = from; i < to; i++) {
        hash = (hash ^ buffer[i]) * 0x100000001b3L;
      }
      hash = (hash ^ hash >>> 32) * 0x9E3779B97F4A7C15L;
      return hash ^ hash >>> 29;
    }

    private static long amount(byte[] buffer, int from, int to) {
      if (to - from < 4 || buffer[to - 3] != '.') {
        throw new IllegalArgumentException("An amount cannot be read.");
      }
      long amount = 0;
      for (int i = from; i < to; i++) {
        if (i != to - 3) {
          if (buffer[i] < '0' || buffer[i] > '9') {
            throw new IllegalArgumentException("An amount cannot be read.");
          }
          amount = 10 * amount + buffer[i] - '0';
        }
      }
      return amount;
    }

    Batch take() {
      Batch batch = new Batch(++batches, lines, fen, Arrays.copyOf(details, length));
      length = 0;
      lines = 0;
      fen = 0;
      return batch;
    }

    byte[] hashBytes() {
      ByteBuffer bytes = ByteBuffer.allocate(8 * hashes.length);
      bytes.asLongBuffer().put(hashes);
      return bytes.array();
    }
  }

  /** A set of hashes with open addressing. */
  private static final class LongSet {

    private final long[] table;
    private final int mask;

    LongSet(long expected) {
      int size = Integer.highestOneBit((int) Math.min(expected * 2, 1 << 28)) * 2;
      table = new long[size];
      mask = size - 1;
    }

    boolean add(long value) {
      long key = value == 0 ? 1 : value;
      int at = (int) key & mask;
      while (table[at] != 0) {
        if (table[at] == key) {
          return false;
        }
        at = at + 1 & mask;
      }
      table[at] = key;
      return true;
    }
  }
}
