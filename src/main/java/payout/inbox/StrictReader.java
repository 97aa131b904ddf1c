package payout.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * Decodes strictly, and returns every character before a byte that cannot be decoded, so that the
 * row of that byte is known. Java's own reader drops the decoded part of the same buffer.
 */
final class StrictReader extends Reader {

  private static final int BUFFER_BYTES = 16 * 1024;

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).flip();
  private final CharBuffer characters = CharBuffer.allocate(BUFFER_BYTES).flip();
  private boolean ended;

  StrictReader(InputStream in, Charset charset) {
    this.in = in;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  @Override
  public int read(char[] buffer, int from, int length) throws IOException {
    while (!characters.hasRemaining()) {
      if (ended && !bytes.hasRemaining()) {
        return -1;
      }
      decode();
    }
    int count = Math.min(length, characters.remaining());
    characters.get(buffer, from, count);
    return count;
  }

  /** Decodes up to the end of the buffer or up to a byte that cannot be read. */
  private void decode() throws IOException {
    characters.clear();
    CoderResult result = decoder.decode(bytes, characters, ended);
    characters.flip();
    if (result.isError() && !characters.hasRemaining()) {
      result.throwException();
    }
    if (result.isUnderflow() && !ended) {
      fill();
    }
  }

  private void fill() throws IOException {
    bytes.compact();
    int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
    if (read < 0) {
      ended = true;
    } else {
      bytes.position(bytes.position() + read);
    }
    bytes.flip();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
