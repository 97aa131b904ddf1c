package payout.house;

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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The wire between the product and the gateway, down to its bytes. It passes on what comes, counts
 * every request that was read whole, and spoils an answer in ways that no sound server can.
 */
final class GatewayWire implements AutoCloseable {

  /** Makes of the gateway's true answer what goes back over the wire. */
  @FunctionalInterface
  interface Spoiler {
    void answer(Line line, byte[] truth) throws IOException, InterruptedException;
  }

  /** A post that arrived whole: its number and everything that makes out its lines. */
  record Post(String batchNo, String lines, String payDate) {}

  private record Spoilt(String method, String lines, Spoiler spoiler, boolean passedOn) {}

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ConcurrentLinkedDeque<Spoilt> spoilers = new ConcurrentLinkedDeque<>();
  private final List<Post> posts = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final int port;
  private volatile ServerSocket server;
  private Thread acceptor;
  private volatile boolean deaf;
  private volatile URI gateway;

  GatewayWire() {
    port = RunningHouse.freePort();
    open();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port + "/gateway.do");
  }

  /** Where the wire leads to. */
  void leadsTo(URI address) {
    gateway = address;
  }

  /**
   * Spoils the answers to the next posts of a batch; the gateway gets them, or never hears of them.
   *
   * @param serial a part of a serial of the batch
   */
  void spoil(String serial, Spoiler spoiler, boolean passedOn, int times) {
    for (int i = 0; i < times; i++) {
      spoilers.add(new Spoilt("POST", serial, spoiler, passedOn));
    }
  }

  /** Spoils the answer to the next question about a notify. */
  void spoilVerify(Spoiler spoiler, boolean passedOn) {
    spoilers.add(new Spoilt("GET", "", spoiler, passedOn));
  }

  void heal() {
    spoilers.clear();
    deaf = false;
  }

  /** Nobody listens any more: connections are refused. */
  void shut() {
    closeAll();
  }

  /** Resets every connection before a byte of it is read. */
  void deafen() {
    deaf = true;
    sockets.forEach(GatewayWire::reset);
  }

  /** Resets every connection that is open now; new ones are served. */
  void dropConnections() {
    sockets.forEach(GatewayWire::reset);
  }

  /** Somebody listens and nobody accepts, and the queue is full: a connection takes for ever. */
  void jam() {
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

  /** Listens and passes on again. */
  void mend() {
    closeAll();
    heal();
    open();
  }

  /** Every post that was read whole, oldest first. */
  List<Post> posts() {
    return List.copyOf(posts);
  }

  /** The posts of a batch, oldest first. */
  List<Post> postsOf(String batchNo) {
    return posts.stream().filter(post -> post.batchNo().equals(batchNo)).toList();
  }

  @Override
  public void close() {
    closing.countDown();
    closeAll();
  }

  private void open() {
    ServerSocket opened = bind(50);
    server = opened;
    acceptor = new Thread(() -> accept(opened), "wire");
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
    sockets.forEach(GatewayWire::reset);
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
        Thread thread = new Thread(() -> serve(socket), "wire-line");
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
    String lines = "";
    if (request.method.equals("POST")) {
      Map<String, String> form = request.form();
      lines = form.get("batch_num") + " " + form.get("batch_fee") + " " + form.get("detail_data");
      posts.add(new Post(form.get("batch_no"), lines, form.get("pay_date")));
    }
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
  static final class Line {

    private final Socket socket;
    private final CountDownLatch closing;
    private int requests;

    private Line(Socket socket, CountDownLatch closing) {
      this.socket = socket;
      this.closing = closing;
    }

    /** How many requests came over this connection, with the one to be answered. */
    int requests() {
      return requests;
    }

    /** A sound HTTP answer. */
    void answer(int status, String type, byte[] body) throws IOException {
      head("HTTP/1.1 " + status + " x", "Content-Type: " + type, "Content-Length: " + body.length);
      bytes(body);
    }

    void head(String... lines) throws IOException {
      text(String.join("\r\n", lines) + "\r\n\r\n");
    }

    void text(String text) throws IOException {
      bytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void bytes(byte[] bytes) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
    }

    /** Letter by letter, for as long as the caller bears it. */
    void drip(String text) throws IOException, InterruptedException {
      for (char letter : text.toCharArray()) {
        text(String.valueOf(letter));
        pause(60);
      }
    }

    void pause(long millis) throws InterruptedException {
      closing.await(millis, TimeUnit.MILLISECONDS);
    }

    void reset() {
      GatewayWire.reset(socket);
    }

    void close() throws IOException {
      socket.close();
    }
  }

  /** A request that was read whole. */
  private record Request(String method, String query, byte[] body) {

    static Request read(InputStream in) throws IOException {
      String head = head(in);
      if (head.isEmpty()) {
        return null;
      }
      String[] first = head.substring(0, head.indexOf('\r')).split(" ");
      int query = first[1].indexOf('?');
      byte[] body = in.readNBytes(length(head));
      return new Request(first[0], query < 0 ? "" : first[1].substring(query + 1), body);
    }

    Map<String, String> form() {
      Map<String, String> form = new TreeMap<>();
      for (String pair : new String(body, StandardCharsets.US_ASCII).split("&")) {
        String[] parts = pair.split("=", 2);
        form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
      return form;
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

    private static int length(String head) {
      List<Integer> lengths = new ArrayList<>();
      for (String line : head.split("\r\n")) {
        if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          lengths.add(Integer.valueOf(line.substring(line.indexOf(':') + 1).strip()));
        }
      }
      return lengths.isEmpty() ? 0 : lengths.get(0);
    }
  }
}
