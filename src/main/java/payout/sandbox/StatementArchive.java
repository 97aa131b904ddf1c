package payout.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip archive as the merchant page makes it: names in GBK, perhaps with the mark of UTF-8. */
final class StatementArchive {
  private static final Charset GBK = Charset.forName("GBK");
  private static final int LOCAL_FLAGS = 7;
  private static final int CENTRAL_FLAGS = 9;
  private static final int UTF_8_MARK = 8;

  private StatementArchive() {}

  /**
   * @param files in this order, by their names
   * @param marked whether the names carry the mark of UTF-8 wrongly
   */
  static byte[] of(Map<String, byte[]> files, boolean marked) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, GBK)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] archive = bytes.toByteArray();
    if (marked) {
      mark(archive);
    }
    return archive;
  }

  /** Sets the mark in each header; packed bytes that look like one are too rare to be heeded. */
  private static void mark(byte[] archive) {
    for (int i = 0; i + CENTRAL_FLAGS < archive.length; i++) {
      if (archive[i] == 'P' && archive[i + 1] == 'K') {
        if (archive[i + 2] == 3 && archive[i + 3] == 4) {
          archive[i + LOCAL_FLAGS] |= UTF_8_MARK;
        } else if (archive[i + 2] == 1 && archive[i + 3] == 2) {
          archive[i + CENTRAL_FLAGS] |= UTF_8_MARK;
        }
      }
    }
  }
}
