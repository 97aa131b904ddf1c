package payout.sandbox;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Half of the bytes, then the connection is closed under the reader. */
final class CutStream extends InputStream {
  private final ByteArrayInputStream half;
  private final Runnable close;

  CutStream(byte[] whole, Runnable close) {
    this.half = new ByteArrayInputStream(whole, 0, whole.length / 2);
    this.close = close;
  }

  @Override
  public int read() {
    int octet = half.read();
    if (octet < 0) {
      close.run();
    }
    return octet;
  }

  @Override
  public int read(byte[] into, int from, int length) {
    int count = half.read(into, from, length);
    if (count < 0) {
      close.run();
    }
    return count;
  }
}
