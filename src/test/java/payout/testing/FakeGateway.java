package payout.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A gateway down to the bytes of its connections. It keeps every post that arrived whole, passes
 * requests on to a simulator of the gateway, or takes every batch where it leads nowhere, and
 * spoils answers in ways that no valid server can.
 */
public final class FakeGateway implements AutoCloseable {

  /** Makes of the gateway's true answer what the product gets. */
  @FunctionalInterface
  public interface Spoiler {
    void answer(Line line, byte[] truth) throws IOException, InterruptedException;
  }

  private static final String TAKEN =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?><alipay><is_success>T</is_success></alipay>";

  private record Spoilt(String method, String lines, Spoiler spoiler, boolean passedOn) {}

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ConcurrentLinkedDeque<Spoilt> spoilers = new ConcurrentLinkedDeque<>();
  private final List<Post> posts = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch holding = new CountDownLatch(1);
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();
  private final int port;
  private volatile ServerSocket server;
  private Thread acceptor;
  private volatile boolean deaf;
  private volatile boolean holds;
  private volatile URI gateway;

  public FakeGateway() {
    port = FreePort.next();
    open();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port + "/gateway.do");
  }

  /** The simulator to which requests are passed on. */
  public void leadsTo(URI address) {
    gateway = address;
  }

  /** Answers no post until {@link #letGo}. */
  public FakeGateway holding() {
    holds = true;
    return this;
  }

  public void letGo() {
    holding.countDown();
  }

  /** How many posts are not answered yet. */
  public int inFlight() {
    return inFlight.get();
  }

  /** How many posts were not answered yet at the same time. */
  public int mostInFlight() {
    return mostInFlight.get();
  }

  /**
   * Spoils the answers to the next posts of a batch; the gateway gets them, or never hears of them.
   *
   * @param serial a part of a serial of the batch
   */
  public void spoil(String serial, Spoiler spoiler, boolean passedOn, int times) {
    for (int i = 0; i < times; i++) {
      spoilers.add(new Spoilt("POST", serial, spoiler, passedOn));
    }
  }

  /** Spoils the answer to the next question about a notify. */
  public void spoilVerify(Spoiler spoiler, boolean passedOn) {
    spoilers.add(new Spoilt("GET", "", spoiler, passedOn));
  }

  public void heal() {
    spoilers.clear();
    deaf = false;
  }

  /** Nobody listens any more: connections are refused. */
  public void shut() {
    closeAll();
  }

  /** Resets every connection before a byte of it is read. */
  public void deafen() {
    deaf = true;
    sockets.forEach(FakeGateway::reset);
  }

  /** Resets every connection that is open now; new ones are served. */
  public void dropConnections() {
    sockets.forEach(FakeGateway::reset);
  }

  /** Somebody listens and nobody accepts, and the queue is full: connecting takes forever. */
  public void jam() {
    closeAll();
    server = bind(1);
    try {
      for (int i = 0; i < 64; i++) {
        Socket filler = new Socket();
        sockets.add(filler);
        filler.connect(new InetSocketAddress("127.0.0.1", port), 150);
      }
    } catch (SocketTimeoutException full) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("the queue of connections does not fill up");
  }

  /** Listens and answers again. */
  public void repair() {
    closeAll();
    heal();
    open();
  }

  /** Every post that was read whole, oldest first. */
  public List<Post> posts() {
    return List.copyOf(posts);
  }

  /** The posts of a batch, oldest first. */
  public List<Post> postsOf(String batchNo) {
    return posts.stream().filter(post -> post.batchNo().equals(batchNo)).toList();
  }

  @Override
  public void close() {
    closing.countDown();
    letGo();
    closeAll();
  }

  private void open() {
    ServerSocket opened = bind(50);
    server = opened;
    acceptor = new Thread(() -> accept(opened), "fake-gateway");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  private ServerSocket bind(int backlog) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), backlog);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void closeAll() {
    try {
      server.close();
      // The port is free only when nobody waits at it any more.
      acceptor.join(5_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sockets.forEach(FakeGateway::reset);
    sockets.clear();
  }

  private void accept(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        Socket socket = from.accept();
        sockets.add(socket);
        if (deaf) {
          reset(socket);
          continue;
        }
        Thread thread = new Thread(() -> serve(socket), "fake-gateway-line");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Line line = new Line(socket, closing);
      Request request = Request.read(socket.getInputStream());
      while (request != null) {
        line.requests++;
        answer(line, request);
        request = Request.read(socket.getInputStream());
      }
    } catch (IOException | InterruptedException broken) {
      // The product ended the call; what it makes of that is the test.
    } finally {
      sockets.remove(socket);
    }
  }

  private void answer(Line line, Request request) throws IOException, InterruptedException {
    if (!request.method.equals("POST")) {
      answer(line, request, "");
      return;
    }
    mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    try {
      Post post = new Post(request.query, request.headers, request.text());
      posts.add(post);
      if (holds) {
        holding.await();
      }
      answer(line, request, post.lines());
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private void answer(Line line, Request request, String lines)
      throws IOException, InterruptedException {
    Spoilt spoilt = next(request.method, lines);
    byte[] truth = spoilt == null || spoilt.passedOn ? passOn(request) : new byte[0];
    if (spoilt == null) {
      line.answer(200, "text/xml", truth);
    } else {
      spoilt.spoiler.answer(line, truth);
    }
  }

  private synchronized Spoilt next(String method, String lines) {
    for (Spoilt spoilt : spoilers) {
      if (spoilt.method.equals(method) && lines.contains(spoilt.lines)) {
        spoilers.remove(spoilt);
        return spoilt;
      }
    }
    return null;
  }

  private byte[] passOn(Request request) throws IOException, InterruptedException {
    if (gateway == null) {
      return TAKEN.getBytes(StandardCharsets.US_ASCII);
    }
    URI target = URI.create(gateway + "?" + request.query);
    HttpRequest.Builder call = HttpRequest.newBuilder(target);
    if (request.method.equals("POST")) {
      call.header("Content-Type", "application/x-www-form-urlencoded");
      call.POST(HttpRequest.BodyPublishers.ofByteArray(request.body));
    }
    return client.send(call.build(), HttpResponse.BodyHandlers.ofByteArray()).body();
  }

  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException closed) {
      // It is gone already.
    }
  }

  /** The answering side of a connection. */
  public static final class Line {

    private final Socket socket;
    private final CountDownLatch closing;
    private int requests;

    private Line(Socket socket, CountDownLatch closing) {
      this.socket = socket;
      this.closing = closing;
    }

    /** How many requests came over this connection, with the one to be answered. */
    public int requests() {
      return requests;
    }

    /** A valid HTTP answer. */
    public void answer(int status, String type, byte[] body) throws IOException {
      head("HTTP/1.1 " + status + " x", "Content-Type: " + type, "Content-Length: " + body.length);
      bytes(body);
    }

    public void head(String... lines) throws IOException {
      text(String.join("\r\n", lines) + "\r\n\r\n");
    }

    public void text(String text) throws IOException {
      bytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void bytes(byte[] bytes) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
    }

    /** Character by character, as long as the caller waits. */
    public void drip(String text) throws IOException, InterruptedException {
      for (char each : text.toCharArray()) {
        text(String.valueOf(each));
        pause(60);
      }
    }

    public void pause(long millis) throws InterruptedException {
      closing.await(millis, TimeUnit.MILLISECONDS);
    }

    public void reset() {
      FakeGateway.reset(socket);
    }

    public void close() throws IOException {
      socket.close();
    }
  }

  /**
   * A post that arrived whole.
   *
   * @param headers by their names in lower case
   * @param body as it came, percent-encoded
   */
  public record Post(String query, Map<String, String> headers, String body) {

    public String batchNo() {
      return parameters("utf-8").get("batch_no");
    }

    public String payDate() {
      return parameters("utf-8").get("pay_date");
    }

    /** Everything that makes out the lines. */
    public String lines() {
      Map<String, String> form = parameters("utf-8");
      return form.get("batch_num") + " " + form.get("batch_fee") + " " + form.get("detail_data");
    }

    /** The parameters, decoded in a charset. */
    public Map<String, String> parameters(String charset) {
      Map<String, String> parameters = new TreeMap<>();
      for (String pair : body.split("&")) {
        String[] parts = pair.split("=", 2);
        parameters.put(parts[0], URLDecoder.decode(parts[1], Charset.forName(charset)));
      }
      return parameters;
    }
  }

  /** A request that was read whole. */
  private record Request(String method, String query, Map<String, String> headers, byte[] body) {

    static Request read(InputStream in) throws IOException {
      String head = head(in);
      if (head.isEmpty()) {
        return null;
      }
      String[] first = head.substring(0, head.indexOf('\r')).split(" ");
      int query = first[1].indexOf('?');
      Map<String, String> headers = headers(head);
      byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
      return new Request(first[0], query < 0 ? "" : first[1].substring(query + 1), headers, body);
    }

    String text() {
      return new String(body, StandardCharsets.US_ASCII);
    }

    private static String head(InputStream in) throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      int each = in.read();
      while (each >= 0) {
        head.write(each);
        if (each == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
          return head.toString(StandardCharsets.ISO_8859_1);
        }
        each = in.read();
      }
      return "";
    }

    private static Map<String, String> headers(String head) {
      Map<String, String> headers = new TreeMap<>();
      head.lines()
          .skip(1)
          .filter(line -> !line.isEmpty())
          .forEach(
              line -> {
                int colon = line.indexOf(':');
                String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
                headers.put(name, line.substring(colon + 1).strip());
              });
      return headers;
    }
  }
}
