package payout.route;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Streams that tell of each block that went through them: proof that a thread gets on. */
final class Progress {

  private Progress() {}

  /** What is read. */
  static final class In extends FilterInputStream {

    private final Runnable told;

    In(InputStream in, Runnable told) {
      super(in);
      this.told = told;
    }

    @Override
    public int read(byte[] block, int from, int length) throws IOException {
      told.run();
      return super.read(block, from, length);
    }
  }

  /** What is written. */
  static final class Out extends FilterOutputStream {

    private final Runnable told;

    Out(OutputStream out, Runnable told) {
      super(out);
      this.told = told;
    }

    @Override
    public void write(byte[] block, int from, int length) throws IOException {
      told.run();
      out.write(block, from, length);
    }
  }
}
