package payout.route;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.SocketFactory;

/**
 * Makes connections to a mail server on which a dialogue has an end. The timeouts of the mail
 * library hold for each read, so a server that sends a byte now and then would keep its thread for
 * ever, and one that never ends its answer would fill the memory. TLS lies above these connections.
 */
final class MailSockets extends SocketFactory {

  private final long dialogueNs;
  private final int bytesMax;

  /**
   * For dialogues that take this long at most.
   *
   * @param dialogueNs from the connection to its end, nanoseconds; noticed at the next read
   * @param bytesMax what the server may send in all, with what TLS adds
   */
  MailSockets(long dialogueNs, int bytesMax) {
    this.dialogueNs = dialogueNs;
    this.bytesMax = bytesMax;
  }

  @Override
  public Socket createSocket() {
    return new Bounded(System.nanoTime() + dialogueNs, bytesMax);
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw connectsLater();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
    throw connectsLater();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw connectsLater();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
    throw connectsLater();
  }

  private static UnsupportedOperationException connectsLater() {
    return new UnsupportedOperationException("A connection is made first, and connected then.");
  }

  /** A connection that gives no byte after its end. */
  private static final class Bounded extends Socket {

    private final long endNs;
    private final int bytesMax;
    private InputStream in;

    Bounded(long endNs, int bytesMax) {
      this.endNs = endNs;
      this.bytesMax = bytesMax;
    }

    @Override
    public synchronized InputStream getInputStream() throws IOException {
      if (in == null) {
        in = new BoundedInput(super.getInputStream(), endNs, bytesMax);
      }
      return in;
    }
  }

  private static final class BoundedInput extends FilterInputStream {

    private final long endNs;
    private long left;

    BoundedInput(InputStream in, long endNs, int bytesMax) {
      super(in);
      this.endNs = endNs;
      this.left = bytesMax;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      if (count == 0) {
        return 0;
      }
      requireLeft();
      int read = super.read(bytes, from, (int) Math.min(count, left));
      left -= Math.max(0, read);
      return read;
    }

    /** TLS skips in a loop what is available when it closes, so this must get on, and end. */
    @Override
    public long skip(long count) throws IOException {
      long skipped = super.skip(count);
      left -= skipped;
      return skipped;
    }

    @Override
    public int available() throws IOException {
      return isLate() || left <= 0 ? 0 : super.available();
    }

    private boolean isLate() {
      return System.nanoTime() - endNs > 0;
    }

    private void requireLeft() throws IOException {
      if (isLate()) {
        throw new SocketTimeoutException("The mail server takes too long.");
      }
      if (left <= 0) {
        throw new IOException("The mail server sends too much.");
      }
    }
  }
}
