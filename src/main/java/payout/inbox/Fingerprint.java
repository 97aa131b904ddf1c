package payout.inbox;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a first pass over a file tells: the SHA-256 of its bytes and its charset.
 *
 * @param sha256 64 hexadecimal digits
 * @param size in bytes
 * @param charset the charset in which it is to be read
 * @param endsWithLineEnd whether the last byte ends a line; one that does not may be cut off
 */
public record Fingerprint(String sha256, long size, Charset charset, boolean endsWithLineEnd) {

  private static final String AUTO = "auto";
  private static final Charset GBK = Charset.forName("GBK");
  private static final int BUFFER = 64 * 1024;

  /**
   * Reads the whole file once.
   *
   * @param charset a charset's name, or {@code auto}: UTF-8 when it has its mark or when all bytes
   *     are UTF-8, else GBK
   */
  static Fingerprint of(Path file, String charset) throws IOException {
    MessageDigest digest = newDigest();
    boolean utf8;
    CountingStream counted;
    try (InputStream in = Files.newInputStream(file)) {
      counted = new CountingStream(new DigestInputStream(in, digest));
      BufferedInputStream buffered = new BufferedInputStream(counted, BUFFER);
      utf8 = RowReader.stepOverMark(buffered) || isUtf8(buffered);
      buffered.transferTo(OutputStream.nullOutputStream());
    }
    Charset chosen =
        charset.equals(AUTO) ? (utf8 ? StandardCharsets.UTF_8 : GBK) : Charset.forName(charset);
    String sha256 = HexFormat.of().formatHex(digest.digest());
    boolean lineEnd = counted.last == '\n' || counted.last == '\r';
    return new Fingerprint(sha256, counted.count, chosen, lineEnd);
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  private static boolean isUtf8(InputStream in) throws IOException {
    Reader reader =
        new InputStreamReader(
            in,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    char[] buffer = new char[BUFFER];
    try {
      while (reader.read(buffer) >= 0) {
        // Only whether it can be read matters here.
      }
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Counts what was really read, which the folder's entry may not say yet; keeps the last. */
  private static final class CountingStream extends FilterInputStream {

    private long count;
    private int last;

    CountingStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int each = super.read();
      if (each >= 0) {
        count++;
        last = each;
      }
      return each;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int read = super.read(buffer, from, length);
      if (read > 0) {
        count += read;
        last = buffer[from + read - 1];
      }
      return read;
    }
  }
}
