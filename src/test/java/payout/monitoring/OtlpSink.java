package payout.monitoring;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/**
 * A collector of traces: takes OTLP over HTTP and reads as much of the protocol buffers as a test
 * needs.
 */
final class OtlpSink implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<byte[]> received = new CopyOnWriteArrayList<>();

  private OtlpSink(HttpServer server) {
    this.server = server;
  }

  static OtlpSink start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
      OtlpSink sink = new OtlpSink(server);
      server.setExecutor(sink.threads);
      server.createContext(
          "/v1/traces",
          call -> {
            boolean packed = "gzip".equals(call.getRequestHeaders().getFirst("Content-Encoding"));
            try (InputStream in =
                packed ? new GZIPInputStream(call.getRequestBody()) : call.getRequestBody()) {
              sink.received.add(in.readAllBytes());
            }
            call.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            call.sendResponseHeaders(200, -1);
            call.close();
          });
      server.start();
      return sink;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An address that takes connections and says nothing; open until the end of the tests. */
  static String silent() throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    return "http://127.0.0.1:" + socket.getLocalPort() + "/v1/traces";
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
  }

  /** Everything that came, as text. */
  String bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    received.forEach(all::writeBytes);
    return all.toString(StandardCharsets.UTF_8);
  }

  /** The spans that came: resource_spans 1, scope_spans 2, spans 2. */
  List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    for (byte[] request : received) {
      for (byte[] resource : Message.of(request).all(1)) {
        for (byte[] scope : Message.of(resource).all(2)) {
          Message.of(scope).all(2).forEach(span -> spans.add(Span.of(span)));
        }
      }
    }
    return spans;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** A span, with the attributes that are texts. */
  record Span(
      String traceId, String id, String parentId, String name, Map<String, String> attributes) {

    static Span of(byte[] bytes) {
      Message span = Message.of(bytes);
      Map<String, String> attributes = new HashMap<>();
      for (byte[] each : span.all(9)) {
        Message attribute = Message.of(each);
        attributes.put(attribute.text(1), Message.of(attribute.all(2).get(0)).text(1));
      }
      return new Span(span.hex(1), span.hex(2), span.hex(4), span.text(5), attributes);
    }
  }

  /** The fields of a message that have a length, by number. */
  private record Message(Map<Integer, List<byte[]>> fields) {

    static Message of(byte[] bytes) {
      Map<Integer, List<byte[]>> fields = new HashMap<>();
      int[] at = {0};
      while (at[0] < bytes.length) {
        long key = number(bytes, at);
        int type = (int) (key & 7);
        if (type == 2) {
          int length = (int) number(bytes, at);
          byte[] value = Arrays.copyOfRange(bytes, at[0], at[0] + length);
          fields.computeIfAbsent((int) (key >> 3), each -> new ArrayList<>()).add(value);
          at[0] += length;
        } else if (type == 0) {
          number(bytes, at);
        } else {
          at[0] += type == 1 ? 8 : 4;
        }
      }
      return new Message(fields);
    }

    private static long number(byte[] bytes, int[] at) {
      long value = 0;
      int shift = 0;
      byte next;
      do {
        next = bytes[at[0]++];
        value |= (long) (next & 0x7f) << shift;
        shift += 7;
      } while (next < 0);
      return value;
    }

    List<byte[]> all(int field) {
      return fields.getOrDefault(field, List.of());
    }

    String text(int field) {
      return all(field).isEmpty() ? "" : new String(all(field).get(0), StandardCharsets.UTF_8);
    }

    String hex(int field) {
      return all(field).isEmpty() ? "" : HexFormat.of().formatHex(all(field).get(0));
    }
  }
}
