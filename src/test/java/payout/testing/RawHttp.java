package payout.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** HTTP byte by byte, as no client library would send or show it. */
public final class RawHttp implements AutoCloseable {

  private static final int PATIENCE_MS = 60_000;

  private final Socket socket;

  private RawHttp(Socket socket) {
    this.socket = socket;
  }

  public static RawHttp to(URI address) {
    try {
      Socket socket = new Socket(address.getHost(), address.getPort());
      socket.setSoTimeout(PATIENCE_MS);
      return new RawHttp(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends one request and gives the whole answer, head and body. */
  public static String exchange(URI address, String method, String headers, byte[] body) {
    try (RawHttp wire = to(address)) {
      wire.send(head(address, method, headers));
      wire.send(body);
      return wire.answer();
    }
  }

  public static byte[] head(URI address, String method, String headers) {
    return ascii(
        method
            + " "
            + address.getRawPath()
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            + headers
            + "\r\n");
  }

  /** A body in chunks of this size, the last one empty. */
  public static byte[] chunked(byte[] body, int size) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int from = 0; from < body.length; from += size) {
      int length = Math.min(size, body.length - from);
      out.writeBytes(ascii(Integer.toHexString(length) + "\r\n"));
      out.write(body, from, length);
      out.writeBytes(ascii("\r\n"));
    }
    out.writeBytes(ascii("0\r\n\r\n"));
    return out.toByteArray();
  }

  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Sends what it can; false where a server that refuses took no more. */
  public boolean send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  /** Everything up to the end of the connection, or what came before it broke. */
  public String answer() {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      byte[] buffer = new byte[8192];
      for (int n = read(buffer); n >= 0; n = read(buffer)) {
        answer.write(buffer, 0, n);
      }
    } catch (SocketTimeoutException e) {
      throw new UncheckedIOException(e);
    } catch (IOException reset) {
      // what came before is the answer
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }

  private int read(byte[] buffer) throws IOException {
    return socket.getInputStream().read(buffer);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
