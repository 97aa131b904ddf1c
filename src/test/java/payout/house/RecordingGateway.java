package payout.house;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A gateway that keeps each post byte by byte and answers what it is told to. */
final class RecordingGateway implements AutoCloseable {

  static final String TAKEN =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?><alipay><is_success>T</is_success></alipay>";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Post> posts = new CopyOnWriteArrayList<>();
  private final AtomicInteger now = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final CountDownLatch letGo = new CountDownLatch(1);
  private volatile int status = 200;
  private volatile boolean holding;

  RecordingGateway() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/gateway.do", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/gateway.do");
  }

  RecordingGateway answering(int code) {
    status = code;
    return this;
  }

  /** Answers nothing until {@link #letGo}. */
  RecordingGateway holding() {
    holding = true;
    return this;
  }

  void letGo() {
    letGo.countDown();
  }

  List<Post> posts() {
    return posts;
  }

  int inTheAir() {
    return now.get();
  }

  int mostInTheAir() {
    return most.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    most.accumulateAndGet(now.incrementAndGet(), Math::max);
    try {
      byte[] body = exchange.getRequestBody().readAllBytes();
      posts.add(
          new Post(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getRawQuery(),
              new TreeMap<>(exchange.getRequestHeaders()),
              new String(body, StandardCharsets.ISO_8859_1)));
      if (holding) {
        letGo.await();
      }
      byte[] answer = TAKEN.getBytes(StandardCharsets.US_ASCII);
      exchange.sendResponseHeaders(status, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      now.decrementAndGet();
      exchange.close();
    }
  }

  @Override
  public void close() {
    letGo();
    server.stop(0);
    threads.shutdownNow();
  }

  /** A post as it came. */
  record Post(String method, String query, Map<String, List<String>> headers, String body) {

    Map<String, String> parameters(String charset) {
      Map<String, String> parameters = new TreeMap<>();
      for (String each : body.split("&")) {
        String[] parts = each.split("=", 2);
        parameters.put(parts[0], URLDecoder.decode(parts[1], Charset.forName(charset)));
      }
      return parameters;
    }
  }
}
