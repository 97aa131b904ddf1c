package payout.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import payout.batch.Sha256;

/**
 * The result of a first pass over a file: the SHA-256 of its bytes and its charset.
 *
 * @param sha256 64 hexadecimal digits; of a file that is too big 56 of them and {@link #NO_HASH}
 * @param size in bytes
 * @param charset the charset in which it is to be read
 * @param kind its kind by its first bytes
 * @param endsWithLineEnd whether the last byte ends a line; otherwise the file may be cut off
 */
public record Fingerprint(
    String sha256, long size, Charset charset, FileKind kind, boolean endsWithLineEnd) {

  /** The end of a mark that replaces the hash. */
  static final String NO_HASH = "-too-big";

  private static final String AUTO = "auto";
  private static final Charset GBK = Charset.forName("GBK");

  /** How much of a file is read at once; of a file that is too big, no more is read. */
  public static final int BLOCK_BYTES = 64 * 1024;

  /**
   * Reads the whole file once.
   *
   * @param charset a charset's name, or {@code auto}: UTF-8 when it has a byte order mark or when
   *     all bytes are UTF-8, otherwise GBK
   */
  static Fingerprint of(OpenFile file, String charset) throws IOException {
    MessageDigest digest = newDigest();
    Utf8Check check = new Utf8Check();
    long size = 0;
    byte last = 0;
    byte[] block = new byte[BLOCK_BYTES];
    byte[] head = new byte[0];
    try (InputStream in = file.stream()) {
      for (int read = fill(in, block); read > 0; read = fill(in, block)) {
        digest.update(block, 0, read);
        head = size == 0 ? Arrays.copyOf(block, read) : head;
        check.add(block, read);
        size += read;
        last = block[read - 1];
      }
    }
    boolean utf8 = RowReader.startsWithMark(head, head.length) || check.isUtf8();
    Charset chosen =
        charset.equals(AUTO) ? (utf8 ? StandardCharsets.UTF_8 : GBK) : Charset.forName(charset);
    String sha256 = HexFormat.of().formatHex(digest.digest());
    boolean lineEnd = last == '\n' || last == '\r';
    FileKind kind = FileKind.of(head, head.length, chosen);
    return new Fingerprint(sha256, size, chosen, kind, lineEnd);
  }

  /**
   * The fingerprint of a file that is refused for its size and not read to its end.
   *
   * <p>A mark replaces the hash. It holds characters other than hexadecimal digits, so it never
   * equals the hash of a file.
   */
  static Fingerprint ofTooBig(OpenFile file) throws IOException {
    MessageDigest digest = newDigest();
    try (InputStream in = file.stream()) {
      digest.update(in.readNBytes(BLOCK_BYTES));
    }
    long size = file.stamp().size();
    digest.update(Long.toString(size).getBytes(StandardCharsets.US_ASCII));
    String hash = HexFormat.of().formatHex(digest.digest());
    String mark = hash.substring(0, hash.length() - NO_HASH.length()) + NO_HASH;
    return new Fingerprint(mark, size, StandardCharsets.UTF_8, FileKind.TEXT, true);
  }

  /** The bytes that were read count; the folder's entry may not show them yet. */
  private static int fill(InputStream in, byte[] block) throws IOException {
    return in.readNBytes(block, 0, block.length);
  }

  /** A SHA-256 without bytes yet. */
  public static MessageDigest newDigest() {
    return Sha256.newDigest();
  }
}
