package payout.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A webhook that keeps what it is posted, and answers as a test wants. */
public final class WebhookSink implements AutoCloseable {

  private final List<Post> posts = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final HttpServer server;
  private volatile int status = 200;
  private volatile String answer = "{\"errcode\":0,\"code\":0}";
  private volatile String location = "";
  private volatile boolean hangs;
  private volatile boolean isEndless;

  public WebhookSink() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::take);
    server.setExecutor(threads);
    server.start();
  }

  /** Its address. */
  public URI url(String pathAndQuery) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + pathAndQuery);
  }

  /** Answers with this from now on. */
  public void answers(int newStatus, String newAnswer) {
    answer = newAnswer;
    status = newStatus;
  }

  /** Sends callers there from now on. */
  public void redirects(String to) {
    location = to;
    status = 307;
  }

  /** Takes posts and never answers. */
  public void hang(boolean does) {
    hangs = does;
  }

  /** Never ends its answers. */
  public void answerEndlessly() {
    isEndless = true;
  }

  /** What was posted, the oldest first. */
  public List<Post> posts() {
    return List.copyOf(posts);
  }

  private void take(HttpExchange call) throws IOException {
    byte[] body = call.getRequestBody().readAllBytes();
    posts.add(
        new Post(
            call.getRequestMethod(),
            call.getRequestURI().toString(),
            String.valueOf(call.getRequestHeaders().getFirst("X-Payout-Signature")),
            String.valueOf(call.getRequestHeaders().getFirst("Content-Type")),
            body));
    if (hangs) {
      await();
    }
    if (!location.isEmpty()) {
      call.getResponseHeaders().set("Location", location);
    }
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(status, isEndless ? 0 : bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = call.getResponseBody()) {
      out.write(bytes);
      while (isEndless && closing.getCount() > 0) {
        out.write(new byte[8192]);
      }
    }
    call.close();
  }

  private void await() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  /** A post as it came. */
  public record Post(String method, String uri, String signature, String contentType, byte[] body) {

    /** The body as text. */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }
}
