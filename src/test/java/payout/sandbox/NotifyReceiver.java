package payout.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Where the tests are notified: keeps every body, and answers as a test sets it. */
final class NotifyReceiver implements AutoCloseable {
  /** One delivery as received. */
  record Received(String body, String contentLength) {
    Map<String, String> params(String charset) {
      Map<String, String> params = new LinkedHashMap<>();
      for (String pair : body.split("&")) {
        int equals = pair.indexOf('=');
        String value = URLDecoder.decode(pair.substring(equals + 1), Charset.forName(charset));
        params.put(pair.substring(0, equals), value);
      }
      return params;
    }

    String param(String name) {
      return params("utf-8").getOrDefault(name, "");
    }
  }

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile Function<Received, String> answer = delivery -> "success";

  NotifyReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.createContext("/alipay/notify", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/alipay/notify";
  }

  void answer(Function<Received, String> how) {
    answer = how;
  }

  List<Received> of(String batchNo) {
    return received.stream().filter(one -> one.param("batch_no").equals(batchNo)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
    Received one = new Received(body, exchange.getRequestHeaders().getFirst("Content-Length"));
    received.add(one);
    byte[] reply = answer.apply(one).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, reply.length);
    exchange.getResponseBody().write(reply);
    exchange.close();
  }
}
