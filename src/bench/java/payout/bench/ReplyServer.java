package payout.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A gateway that takes everything, in a separate process: reads a request from the socket, waits
 * for the given time and answers. It checks nothing, so that only the other side is measured.
 */
final class ReplyServer {

  private static final byte[] TAKEN =
      answer(
          "text/xml",
          "<?xml version=\"1.0\" encoding=\"utf-8\"?><alipay><is_success>T</is_success></alipay>");
  private static final byte[] TRUE = answer("text/plain", "true");

  private ReplyServer() {}

  /** Serves until its standard input ends; argument: milliseconds before each answer to a POST. */
  public static void main(String[] arguments) throws IOException {
    long delayNs = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[0]));
    try (ServerSocket server = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"))) {
      System.out.println(server.getLocalPort());
      Thread acceptor = new Thread(() -> accept(server, delayNs));
      acceptor.setDaemon(true);
      acceptor.start();
      while (System.in.read() >= 0) {
        // it gets no input; only the end of it counts
      }
    }
  }

  private static void accept(ServerSocket server, long delayNs) {
    try {
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        Thread thread = new Thread(() -> serve(socket, delayNs));
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException e) {
      // the server was closed: the process ends
    }
  }

  private static void serve(Socket socket, long delayNs) {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16)) {
      OutputStream out = socket.getOutputStream();
      while (true) {
        boolean isPost = skipRequest(in);
        if (isPost && delayNs > 0) {
          pause(delayNs);
        }
        out.write(isPost ? TAKEN : TRUE);
        out.flush();
      }
    } catch (IOException e) {
      // the client has gone
    }
  }

  private static void pause(long delayNs) {
    long end = System.nanoTime() + delayNs;
    long left = delayNs;
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = end - System.nanoTime();
    }
  }

  private static boolean skipRequest(InputStream in) throws IOException {
    String first = line(in);
    long length = 0;
    String header = line(in);
    while (!header.isEmpty()) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Long.parseLong(header.substring(header.indexOf(':') + 1).strip());
      }
      header = line(in);
    }
    in.skipNBytes(length);
    return first.startsWith("POST");
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    while (c != '\n') {
      if (c < 0) {
        throw new EOFException();
      }
      if (c != '\r') {
        line.append((char) c);
      }
      c = in.read();
    }
    return line.toString();
  }

  private static byte[] answer(String type, String body) {
    return ("HTTP/1.1 200 OK\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
