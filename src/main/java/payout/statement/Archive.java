package payout.statement;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The entries of a zip archive, read here because the gateway's archives have names in GBK that
 * sometimes carry the mark of UTF-8, which Java refuses. Bounded in entries and bytes; an entry
 * that is encrypted, damaged or packed in another way refuses the archive.
 */
final class Archive {

  static final int ENTRIES_MAX = 100;
  static final long BYTES_MAX = 128L * 1024 * 1024;

  private static final Charset NAMES = Charset.forName("GBK");
  private static final int END = 0x06054b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int LOCAL = 0x04034b50;
  private static final int END_BYTES = 22;
  private static final int CENTRAL_BYTES = 46;
  private static final int LOCAL_BYTES = 30;
  private static final int COMMENT_MAX = 0xffff;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int BUFFER = 64 * 1024;

  private final ByteBuffer bytes;
  private long left = BYTES_MAX;

  private Archive(byte[] file) {
    this.bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * A file of an archive.
   *
   * @param name as it is called there; only to be shown
   * @param bytes its content
   */
  record Entry(String name, byte[] bytes) {}

  /** Whether these bytes begin like an archive. */
  static boolean isOne(byte[] file) {
    return file.length >= END_BYTES
        && ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(0) == LOCAL;
  }

  /** All files of the archive, in its order. */
  static List<Entry> read(byte[] file) throws UnreadableStatementException {
    try {
      return new Archive(file).entries();
    } catch (IndexOutOfBoundsException | DataFormatException | IllegalArgumentException e) {
      throw damaged();
    }
  }

  private static UnreadableStatementException damaged() {
    return new UnreadableStatementException(
        "The archive is damaged or cut off; download it again.");
  }

  private List<Entry> entries() throws UnreadableStatementException, DataFormatException {
    int end = end();
    int count = unsigned(end + 10);
    int at = bytes.getInt(end + 16);
    if (count > ENTRIES_MAX) {
      throw new UnreadableStatementException(
          "The archive has more than " + ENTRIES_MAX + " files; hand in one statement.");
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (bytes.getInt(at) != CENTRAL) {
        throw damaged();
      }
      int nameLength = unsigned(at + 28);
      String name = name(at + CENTRAL_BYTES, nameLength);
      if (!name.endsWith("/")) {
        entries.add(new Entry(name, content(at)));
      }
      at += CENTRAL_BYTES + nameLength + unsigned(at + 30) + unsigned(at + 32);
    }
    return entries;
  }

  private int end() throws UnreadableStatementException {
    int last = bytes.limit() - END_BYTES;
    for (int at = last; at >= Math.max(0, last - COMMENT_MAX); at--) {
      if (bytes.getInt(at) == END) {
        return at;
      }
    }
    throw damaged();
  }

  private byte[] content(int central) throws UnreadableStatementException, DataFormatException {
    int flags = unsigned(central + 8);
    int method = unsigned(central + 10);
    int packed = bytes.getInt(central + 20);
    int local = bytes.getInt(central + 42);
    if ((flags & 1) != 0) {
      throw new UnreadableStatementException(
          "The archive is encrypted; unpack it, and hand in the statement.");
    }
    if (packed < 0 || local < 0 || bytes.getInt(local) != LOCAL) {
      throw damaged();
    }
    int from = local + LOCAL_BYTES + unsigned(local + 26) + unsigned(local + 28);
    if (from + (long) packed > bytes.limit()) {
      throw damaged();
    }
    byte[] content = unpacked(method, from, packed);
    CRC32 sum = new CRC32();
    sum.update(content);
    if ((int) sum.getValue() != bytes.getInt(central + 16)) {
      throw damaged();
    }
    return content;
  }

  private byte[] unpacked(int method, int from, int packed)
      throws UnreadableStatementException, DataFormatException {
    if (method == STORED) {
      take(packed);
      byte[] content = new byte[packed];
      bytes.get(from, content);
      return content;
    }
    if (method != DEFLATED) {
      throw damaged();
    }
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(bytes.array(), from, packed);
      return inflate(inflater);
    } finally {
      inflater.end();
    }
  }

  private byte[] inflate(Inflater inflater)
      throws UnreadableStatementException, DataFormatException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    while (!inflater.finished()) {
      int length = inflater.inflate(buffer);
      if (length == 0 && !inflater.finished()) {
        throw damaged();
      }
      take(length);
      content.write(buffer, 0, length);
    }
    return content.toByteArray();
  }

  private void take(int length) throws UnreadableStatementException {
    left -= length;
    if (left < 0) {
      throw new UnreadableStatementException(
          "The archive unpacks to more than " + BYTES_MAX / 1024 / 1024 + " MiB; nothing is read.");
    }
  }

  private int unsigned(int at) {
    return bytes.getShort(at) & 0xffff;
  }

  private String name(int from, int length) {
    byte[] name = new byte[length];
    bytes.get(from, name);
    return new String(name, NAMES);
  }
}
