package payout.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The append-only file behind the book, {@code book.jsonl} in the data folder, one event per line.
 * An appended event survives a kill of the process; it is not synced, so it may not survive a power
 * cut.
 */
final class Journal implements Closeable {
  static final String FILE_NAME = "book.jsonl";

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final Map<String, Class<? extends Event>> KINDS =
      Map.of(
          "posted", Event.Posted.class,
          "delivered", Event.Delivered.class,
          "balance-set", Event.BalanceSet.class);

  private final FileChannel file;

  private Journal(FileChannel file) {
    this.file = file;
  }

  /** Passes every event of the file to the reader, then opens the file for appending. */
  static Journal open(Path folder, Consumer<Event> reader) {
    try {
      Files.createDirectories(folder);
      Path path = folder.resolve(FILE_NAME);
      long length = Files.exists(path) ? replay(Files.readAllBytes(path), reader) : 0;
      FileChannel file =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      file.truncate(length);
      file.position(length);
      return new Journal(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open the journal in " + folder, e);
    }
  }

  synchronized void append(Event event) {
    String kind =
        KINDS.entrySet().stream()
            .filter(entry -> entry.getValue() == event.getClass())
            .findFirst()
            .orElseThrow()
            .getKey();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.writeBytes(Json.bytes(Map.of(kind, event)));
    line.write('\n');
    write(ByteBuffer.wrap(line.toByteArray()));
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the journal", e);
    }
  }

  /** The length of the complete lines: a kill may have left half a line at the end. */
  private static long replay(byte[] content, Consumer<Event> reader) throws IOException {
    int from = 0;
    for (int i = 0; i < content.length; i++) {
      if (content[i] == '\n') {
        reader.accept(event(Json.MAPPER.readTree(content, from, i - from)));
        from = i + 1;
      }
    }
    if (from < content.length) {
      LOG.warn("half an event at the end of the journal is ignored");
    }
    return from;
  }

  private static Event event(JsonNode node) throws IOException {
    String kind = node.fieldNames().next();
    return Json.MAPPER.treeToValue(node.get(kind), KINDS.get(kind));
  }

  /** An event of the journal: the book consists of these, in the order in which they happened. */
  sealed interface Event {

    /**
     * A post came.
     *
     * @param post the post
     * @param details {@code detail_data} of a post that was not taken, to count its serials
     * @param batch the batch, null unless this post was taken
     */
    record Posted(PostRecord post, String details, TakenBatch batch) implements Event {}

    /** A notify was delivered. */
    record Delivered(DeliveryRecord delivery) implements Event {}

    /** The payer's balance was set by hand, yuan. */
    record BalanceSet(BigDecimal amount) implements Event {}
  }
}
