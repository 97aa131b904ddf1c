package payout.sandbox;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** The bytes one by one, with a pause before each. */
final class DripStream extends InputStream {
  private final ByteArrayInputStream bytes;
  private final Runnable pause;

  DripStream(byte[] bytes, Runnable pause) {
    this.bytes = new ByteArrayInputStream(bytes);
    this.pause = pause;
  }

  @Override
  public int read() {
    pause.run();
    return bytes.read();
  }

  @Override
  public int read(byte[] into, int from, int length) {
    pause.run();
    return bytes.read(into, from, Math.min(1, length));
  }
}
