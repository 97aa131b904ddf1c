package payout.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a first pass over a file tells: the SHA-256 of its bytes and its charset.
 *
 * @param sha256 64 hexadecimal digits
 * @param size in bytes
 * @param charset the charset in which it is to be read
 * @param kind what its first bytes say it is
 * @param endsWithLineEnd whether the last byte ends a line; one that does not may be cut off
 */
public record Fingerprint(
    String sha256, long size, Charset charset, FileKind kind, boolean endsWithLineEnd) {

  private static final String AUTO = "auto";
  private static final Charset GBK = Charset.forName("GBK");
  private static final int BLOCK_BYTES = 64 * 1024;

  /**
   * Reads the whole file once.
   *
   * @param charset a charset's name, or {@code auto}: UTF-8 when it has its mark or when all bytes
   *     are UTF-8, else GBK
   */
  static Fingerprint of(Path file, String charset) throws IOException {
    MessageDigest digest = newDigest();
    Utf8Check check = new Utf8Check();
    long size = 0;
    byte last = 0;
    byte[] block = new byte[BLOCK_BYTES];
    byte[] head = new byte[0];
    try (InputStream in = Files.newInputStream(file)) {
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

  /** What was really read counts: the folder's entry may not say it yet. */
  private static int fill(InputStream in, byte[] block) throws IOException {
    return in.readNBytes(block, 0, block.length);
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
