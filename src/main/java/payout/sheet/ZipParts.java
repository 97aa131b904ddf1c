package payout.sheet;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import payout.sheet.WorkbookFault.Kind;

/**
 * The parts of a workbook, which is a ZIP archive.
 *
 * <p>What a part says of itself is not believed: its bytes are counted while they are unpacked, and
 * compared with its size and its sum, which Java's reader of archives does not do. What is read of
 * all parts together is limited, however often one is opened.
 */
final class ZipParts implements Closeable {

  /** How many parts a workbook has at most. */
  static final int PARTS_MAX = 2000;

  /** How many bytes all parts have at most when they are unpacked. */
  static final long UNPACKED_MAX = 2L << 30;

  /** How many times its packed size a part has at most, from {@link #RATIO_FROM} bytes on. */
  static final int RATIO_MAX = 250;

  private static final long RATIO_FROM = 8L << 20;
  private static final int DIRECTORY_BYTES_MAX = 1 << 20;
  private static final int END_BYTES = 22;
  private static final int END_MARK = 0x06054b50;
  private static final int NAME_LENGTH_MAX = 200;
  private static final Pattern UNSAFE =
      Pattern.compile("^/|\\\\|:|//|(^|/)\\.{1,2}(/|$)|\\p{Cntrl}");

  private final ZipFile zip;
  private final Runnable progress;
  private final Map<String, ZipEntry> parts = new HashMap<>();
  private long unpacked;
  private long read;

  /**
   * Opens an archive and deletes its file, which stays readable until this is closed.
   *
   * @param progress runs whenever something was read
   */
  ZipParts(Path file, Runnable progress) throws IOException {
    this.progress = progress;
    checkEnd(file);
    this.zip = open(file);
    try {
      Files.delete(file);
      for (ZipEntry part : Collections.list(zip.entries())) {
        add(part);
      }
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  /**
   * The end of the archive says how long its directory is, which is read into memory. It must be
   * the very end, so that there is no second one.
   */
  private static void checkEnd(Path file) throws IOException {
    ByteBuffer end = ByteBuffer.allocate(END_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      bytes.seek(Math.max(0, bytes.length() - END_BYTES));
      bytes.readFully(end.array());
    } catch (EOFException e) {
      throw UnusableWorkbookException.broken("zip");
    }
    if (end.getInt(0) != END_MARK || end.getShort(20) != 0) {
      throw UnusableWorkbookException.broken("zip");
    }
    if (Short.toUnsignedInt(end.getShort(10)) > PARTS_MAX
        || Integer.toUnsignedLong(end.getInt(12)) > DIRECTORY_BYTES_MAX) {
      throw new UnusableWorkbookException(Kind.TOO_BIG, "parts", PARTS_MAX);
    }
  }

  private static ZipFile open(Path file) throws IOException {
    try {
      return new ZipFile(file.toFile());
    } catch (ZipException e) {
      if (String.valueOf(e.getMessage()).contains("encrypted")) {
        throw new UnusableWorkbookException(Kind.ENCRYPTED, "");
      }
      throw UnusableWorkbookException.broken("zip");
    } catch (IllegalArgumentException e) {
      throw UnusableWorkbookException.broken("zip");
    }
  }

  private void add(ZipEntry part) throws IOException {
    String name = part.getName();
    if (name.length() > NAME_LENGTH_MAX || UNSAFE.matcher(name).find()) {
      throw UnusableWorkbookException.broken("names");
    }
    if (parts.put(key(name), part) != null) {
      throw UnusableWorkbookException.broken("twice");
    }
    unpacked += Math.max(0, part.getSize());
    checkSize(unpacked);
    checkRatio(part, part.getSize());
  }

  private static void checkSize(long bytes) throws IOException {
    if (bytes > UNPACKED_MAX) {
      throw new UnusableWorkbookException(Kind.TOO_BIG, "unpacked", UNPACKED_MAX >> 20);
    }
  }

  private static void checkRatio(ZipEntry part, long bytes) throws IOException {
    if (bytes > RATIO_FROM && bytes / RATIO_MAX > part.getCompressedSize()) {
      throw new UnusableWorkbookException(Kind.TOO_BIG, "ratio", RATIO_MAX);
    }
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The names of all parts, in lower case. */
  Set<String> names() {
    return parts.keySet();
  }

  /**
   * A part as it unpacks; at its end its size and sum are compared.
   *
   * @throws UnusableWorkbookException when there is none of this name
   */
  InputStream open(String name) throws IOException {
    ZipEntry part = parts.get(key(name));
    if (part == null || part.isDirectory()) {
      throw UnusableWorkbookException.broken("part");
    }
    try {
      return new Part(part, zip.getInputStream(part));
    } catch (ZipException e) {
      throw UnusableWorkbookException.broken("zip");
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /** Counts and sums what it unpacks. */
  private final class Part extends FilterInputStream {

    private final ZipEntry part;
    private final CRC32 sum = new CRC32();
    private long length;

    private Part(ZipEntry part, InputStream in) {
      super(in);
      this.part = part;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int room) throws IOException {
      int count = unpack(buffer, from, room);
      if (count < 0) {
        checkEnd();
        return count;
      }
      sum.update(buffer, from, count);
      length += count;
      read += count;
      checkSize(read);
      if (length > part.getSize()) {
        throw UnusableWorkbookException.broken("zip");
      }
      progress.run();
      return count;
    }

    private int unpack(byte[] buffer, int from, int room) throws IOException {
      try {
        return super.read(buffer, from, room);
      } catch (ZipException | EOFException e) {
        throw UnusableWorkbookException.broken("zip");
      }
    }

    private void checkEnd() throws IOException {
      if (length != part.getSize() || sum.getValue() != part.getCrc()) {
        throw UnusableWorkbookException.broken("zip");
      }
    }

    @Override
    public long skip(long count) throws IOException {
      return readNBytes((int) Math.min(count, 1 << 16)).length;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
