package payout.ledger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import payout.batch.Deflated;
import payout.ledger.sql.LedgerException;

/**
 * What is packed, as one compressed value. It begins with its version outside the compression, so
 * that a later program can add to it and older ledgers stay readable.
 */
final class PackCodec {

  /** The most bytes of notifies that are packed together; more stays as it is. */
  static final int BYTES_MAX = 32 << 20;

  /** The most bytes of a value before it is compressed; more could not be read again. */
  private static final int VALUE_MAX = 2 * BYTES_MAX;

  private static final byte VERSION = 1;
  private static final int NOTHING = -1;

  private PackCodec() {}

  /** The value; empty when it would be too large to be read again. */
  static Optional<byte[]> encode(Packed packed) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out, packed.lines());
      write(out, packed.results());
      out.writeInt(packed.events().size());
      for (PackedEvent each : packed.events()) {
        write(out, each);
      }
      out.writeInt(packed.notifies().size());
      for (PackedNotify each : packed.notifies()) {
        write(out, each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (bytes.size() > VALUE_MAX) {
      return Optional.empty();
    }
    byte[] deflated = Deflated.of(bytes.toByteArray());
    byte[] value = new byte[deflated.length + 1];
    value[0] = VERSION;
    System.arraycopy(deflated, 0, value, 1, deflated.length);
    return Optional.of(value);
  }

  /**
   * The reverse.
   *
   * @throws LedgerException when the value is damaged, or of a newer program
   */
  static Packed decode(byte[] value) {
    if (value.length == 0 || value[0] != VERSION) {
      throw new LedgerException("A packed value of the ledger was written by a newer program.");
    }
    byte[] deflated = new byte[value.length - 1];
    System.arraycopy(value, 1, deflated, 0, deflated.length);
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(Deflated.inflate(deflated, VALUE_MAX)))) {
      byte[] lines = bytes(in);
      byte[] results = bytes(in);
      List<PackedEvent> events = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        events.add(event(in));
      }
      List<PackedNotify> notifies = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        notifies.add(notification(in));
      }
      return new Packed(lines, results, events, notifies);
    } catch (IOException | IllegalArgumentException e) {
      throw new LedgerException("A packed value of the ledger is damaged: " + e.getMessage(), e);
    }
  }

  private static void write(DataOutputStream out, PackedEvent event) throws IOException {
    out.writeLong(event.id());
    out.writeLong(event.at());
    write(out, event.kind());
    write(out, event.from());
    write(out, event.to());
    write(out, event.cause());
    write(out, event.detail());
    write(out, event.node());
  }

  private static PackedEvent event(DataInputStream in) throws IOException {
    return new PackedEvent(
        in.readLong(), in.readLong(), text(in), text(in), text(in), text(in), text(in), text(in));
  }

  private static void write(DataOutputStream out, PackedNotify notify) throws IOException {
    out.writeLong(notify.id());
    write(out, notify.notifyId());
    write(out, notify.digest());
    write(out, notify.batchNo());
    write(out, notify.verdict());
    write(out, notify.detail());
    out.writeLong(notify.receivedAt());
    write(out, notify.body());
  }

  private static PackedNotify notification(DataInputStream in) throws IOException {
    return new PackedNotify(
        in.readLong(), text(in), text(in), text(in), text(in), text(in), in.readLong(), bytes(in));
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    write(out, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(DataInputStream in) throws IOException {
    byte[] bytes = bytes(in);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes == null ? NOTHING : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length == NOTHING) {
      return null;
    }
    if (length < 0 || length > in.available()) {
      throw new IOException("a length in it is wrong");
    }
    return in.readNBytes(length);
  }
}
