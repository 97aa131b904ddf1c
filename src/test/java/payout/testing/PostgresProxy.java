package payout.testing;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The line between a node and PostgreSQL, on a port of its own: it can break, go silent, be slow,
 * or lose exactly the answer to a COMMIT, or to a statement that is committed by itself. It reads
 * the protocol message by message, so the server must speak without TLS.
 */
public final class PostgresProxy implements AutoCloseable {

  /** A way on the line. */
  public enum Way {
    TO_SERVER,
    TO_CLIENT
  }

  /** What becomes of a connection whose answer to a COMMIT is lost. */
  public enum Loss {
    /** It breaks at once. */
    RESET,
    /** The server's answers stop, and the connection stays open. */
    SILENCE
  }

  /** What a silent way holds before the sender notices; then its window closes. */
  private static final int MESSAGES_UNDER_WAY = 16;

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final int serverPort;
  private final int port;
  private final Set<Line> lines = ConcurrentHashMap.newKeySet();
  private final Set<Way> silent = EnumSet.noneOf(Way.class);
  private final Map<Way, Long> delays = new EnumMap<>(Way.class);
  private final AtomicLong roundTrips = new AtomicLong();
  private final Set<Line> held = ConcurrentHashMap.newKeySet();
  private ServerSocket listener;
  private LostCommit toLose;
  private HeldStatement toHold;
  private EachCommit each;

  private PostgresProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.port = listen(0);
  }

  /** A line to the server at a port of this machine. */
  public static PostgresProxy to(int serverPort) {
    try {
      return new PostgresProxy(serverPort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where this end of the line is, on loopback. */
  public int port() {
    return port;
  }

  /** A JDBC address of the server, led over this line. */
  public String over(String url) {
    return url.replace("localhost:" + serverPort + "/", "localhost:" + port + "/");
  }

  /** How often the server was done with all that it had been asked, on all connections so far. */
  public long roundTrips() {
    return roundTrips.get();
  }

  /** Breaks every connection with a reset; new ones pass. */
  public void cut() {
    lines.forEach(Line::reset);
  }

  /** Lets nothing through on these ways, and breaks nothing; new connections are silent too. */
  public synchronized void silence(Way... ways) {
    silent.addAll(List.of(ways));
  }

  /** Lets each message arrive so much later. */
  public synchronized void delay(Way way, Duration by) {
    delays.put(way, by.toNanos());
  }

  /** Refuses new connections. */
  public synchronized void refuse() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Loses the server's answer to the next COMMIT of a transaction that ran a statement with these
   * words in it; the commit itself is done.
   *
   * @param words empty for any transaction
   * @return completed with the statements of that transaction when its answer is lost
   */
  public synchronized CompletableFuture<List<String>> loseCommit(Loss loss, String words) {
    toLose = new LostCommit(loss, words, new CompletableFuture<>());
    return toLose.lost;
  }

  /**
   * Loses, from now on, the server's answer to the first COMMIT of each kind of transaction: of
   * those that run the same set of statements.
   *
   * @return the statements of each transaction whose answer was lost; grows
   */
  public synchronized List<Set<String>> loseEachCommit(Loss loss) {
    each = new EachCommit(loss, new CopyOnWriteArrayList<>());
    return each.lost;
  }

  /**
   * Holds back the server's answers on the connection that is the next to run a statement with
   * these words in it: its client stands in the middle of that transaction until {@link #heal}.
   *
   * @return completed when the server has run the statement
   */
  public synchronized CompletableFuture<Void> holdAt(String words) {
    toHold = new HeldStatement(words, new CompletableFuture<>());
    return toHold.held;
  }

  /** Lets everything through at once again; what was silent arrives. */
  public synchronized void heal() {
    silent.clear();
    delays.clear();
    held.clear();
    toHold = null;
    toLose = null;
    each = null;
    notifyAll();
    if (listener.isClosed()) {
      try {
        listen(port);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    refuse();
    cut();
  }

  private synchronized int listen(int at) throws IOException {
    ServerSocket opened = new ServerSocket();
    opened.setReuseAddress(true);
    opened.bind(new InetSocketAddress(LOOPBACK, at));
    listener = opened;
    start(() -> accept(opened));
    return opened.getLocalPort();
  }

  private void accept(ServerSocket from) throws IOException {
    while (true) {
      Socket client = from.accept();
      try {
        lines.add(new Line(client, new Socket(LOOPBACK, serverPort)));
      } catch (IOException serverIsDown) {
        client.setSoLinger(true, 0);
        client.close();
      }
    }
  }

  private synchronized long arrival(Way way) {
    return System.nanoTime() + delays.getOrDefault(way, 0L);
  }

  private synchronized boolean mustWait(Line line, Way way, long arrival) {
    return silent.contains(way)
        || way == Way.TO_CLIENT && held.contains(line)
        || arrival - System.nanoTime() > 0;
  }

  private synchronized void await(Line line, Way way, long arrival) throws InterruptedException {
    while (mustWait(line, way, arrival)) {
      long early = arrival - System.nanoTime();
      if (early > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, early);
      } else {
        wait();
      }
    }
  }

  /** How the answer to this commit is to be lost; null when it is not. */
  private synchronized Loss lose(List<String> statements) {
    if (each != null && each.isNew(Set.copyOf(statements))) {
      return each.loss;
    }
    LostCommit wanted = toLose;
    if (wanted == null || statements.stream().noneMatch(each -> each.contains(wanted.words))) {
      return null;
    }
    toLose = null;
    wanted.lost.complete(statements);
    return wanted.loss;
  }

  /** What becomes complete when the server has run this statement; null when it is not held. */
  private synchronized CompletableFuture<Void> hold(Line line, String statement) {
    if (toHold == null || !statement.contains(toHold.words)) {
      return null;
    }
    CompletableFuture<Void> run = toHold.held;
    toHold = null;
    held.add(line);
    return run;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | InterruptedException over) {
                // The connection is over, or the listener is closed.
              }
            },
            "postgres-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private record LostCommit(Loss loss, String words, CompletableFuture<List<String>> lost) {}

  private record HeldStatement(String words, CompletableFuture<Void> held) {}

  private record EachCommit(Loss loss, List<Set<String>> lost) {

    boolean isNew(Set<String> statements) {
      return !lost.contains(statements) && lost.add(statements);
    }
  }

  private record Message(byte[] bytes, long arrival) {}

  /** One connection. */
  private final class Line {

    private static final int SSL_REQUEST = 80_877_103;
    private static final int GSS_REQUEST = 80_877_104;
    private static final byte[] END = {};

    private final Socket client;
    private final Socket server;
    private final AtomicInteger questions = new AtomicInteger();
    private final Statements statements = new Statements();
    private volatile CompletableFuture<Void> standing;

    /** Whether the last thing that the server was done with is a BEGIN. */
    private boolean begins;

    Line(Socket client, Socket server) throws IOException {
      this.client = client;
      this.server = server;
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      BlockingQueue<Message> toServer = new ArrayBlockingQueue<>(MESSAGES_UNDER_WAY);
      BlockingQueue<Message> toClient = new ArrayBlockingQueue<>(MESSAGES_UNDER_WAY);
      start(reading(Way.TO_SERVER, toServer, () -> readClient(input(client), toServer)));
      start(reading(Way.TO_CLIENT, toClient, () -> readServer(input(server), toClient)));
      start(() -> write(Way.TO_SERVER, toServer, server.getOutputStream()));
      start(() -> write(Way.TO_CLIENT, toClient, client.getOutputStream()));
    }

    /** That one end closed is a message, too: a silent way does not tell the other. */
    private Work reading(Way way, BlockingQueue<Message> out, Work work) {
      return () -> {
        try {
          work.run();
        } catch (IOException closed) {
          put(way, out, END);
        }
      };
    }

    private void readClient(DataInputStream in, BlockingQueue<Message> out)
        throws IOException, InterruptedException {
      int code;
      do {
        byte[] first = body(in);
        code = ByteBuffer.wrap(first, 4, 4).getInt();
        if (code == SSL_REQUEST || code == GSS_REQUEST) {
          questions.incrementAndGet();
        }
        put(Way.TO_SERVER, out, first);
      } while (code == SSL_REQUEST || code == GSS_REQUEST);
      while (true) {
        byte[] message = typed(in);
        CompletableFuture<Void> holds = hold(this, statements.hear(message));
        if (holds != null) {
          standing = holds;
        }
        put(Way.TO_SERVER, out, message);
      }
    }

    private void readServer(DataInputStream in, BlockingQueue<Message> out)
        throws IOException, InterruptedException {
      boolean lost = false;
      while (true) {
        byte[] message = answer(in);
        count(message);
        if (standing != null && message[0] == 'Z') {
          standing.complete(null);
        }
        Loss loss = lost ? null : loss(message);
        if (loss == Loss.RESET) {
          reset();
        }
        lost |= loss != null;
        if (!lost) {
          put(Way.TO_CLIENT, out, message);
        }
      }
    }

    /** A question about encryption is answered with a single byte. */
    private byte[] answer(DataInputStream in) throws IOException {
      in.mark(1);
      byte type = in.readByte();
      if (questions.get() > 0) {
        questions.decrementAndGet();
        return new byte[] {type};
      }
      in.reset();
      return typed(in);
    }

    /** The driver sends BEGIN along with the statement that follows. */
    private void count(byte[] message) {
      if (message[0] == 'C') {
        begins = text(message, 5).equals("BEGIN");
      }
      if (message[0] == 'Z' && !begins) {
        roundTrips.incrementAndGet();
      }
    }

    private Loss loss(byte[] message) {
      if (message[0] == 'Z' && message[5] == 'I' && statements.haveWritten()) {
        return lose(statements.end());
      }
      if (message[0] == 'E') {
        statements.end();
      }
      String done = message[0] == 'C' ? text(message, 5) : "";
      if (done.equals("COMMIT")) {
        return lose(statements.end());
      }
      if (done.equals("ROLLBACK")) {
        statements.end();
      }
      return null;
    }

    private void put(Way way, BlockingQueue<Message> out, byte[] message)
        throws InterruptedException {
      out.put(new Message(message, arrival(way)));
    }

    private void write(Way way, BlockingQueue<Message> from, OutputStream to)
        throws IOException, InterruptedException {
      BufferedOutputStream out = new BufferedOutputStream(to, 1 << 16);
      try {
        for (Message next = from.take(); ; next = from.take()) {
          if (mustWait(this, way, next.arrival)) {
            out.flush();
            await(this, way, next.arrival);
          }
          out.write(next.bytes);
          if (from.isEmpty() || next.bytes == END) {
            out.flush();
          }
          if (next.bytes == END) {
            return;
          }
        }
      } finally {
        close();
      }
    }

    private void reset() {
      for (Socket each : new Socket[] {client, server}) {
        try {
          each.setSoLinger(true, 0);
        } catch (IOException closed) {
          // It is gone already.
        }
      }
      close();
    }

    private void close() {
      lines.remove(this);
      for (Socket each : new Socket[] {client, server}) {
        try {
          each.close();
        } catch (IOException closed) {
          // It is gone already.
        }
      }
    }

    private DataInputStream input(Socket socket) throws IOException {
      return new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    }

    private byte[] typed(DataInputStream in) throws IOException {
      byte type = in.readByte();
      byte[] body = body(in);
      return ByteBuffer.allocate(1 + body.length).put(type).put(body).array();
    }

    /** A length, which counts itself, and what follows. */
    private byte[] body(DataInputStream in) throws IOException {
      int length = in.readInt();
      byte[] body = ByteBuffer.allocate(length).putInt(length).array();
      in.readFully(body, 4, length - 4);
      return body;
    }
  }

  /** What a client runs in its current transaction, from its prepared statements. */
  private static final class Statements {

    private final Map<String, String> prepared = new HashMap<>();
    private final List<String> running = new ArrayList<>();

    /** The statement that this message runs; empty when it runs none. */
    synchronized String hear(byte[] message) {
      String statement =
          switch (message[0]) {
            case 'Q' -> text(message, 5);
            case 'B' -> prepared.getOrDefault(second(message), "");
            default -> "";
          };
      if (message[0] == 'P') {
        prepared.put(text(message, 5), second(message));
      } else if (!statement.isEmpty()) {
        running.add(statement);
      }
      return statement;
    }

    /** Whether one of them writes; outside of a transaction it was committed by itself. */
    synchronized boolean haveWritten() {
      return running.stream().anyMatch(each -> each.matches("(?s)(WITH|INSERT|UPDATE|DELETE) .*"));
    }

    synchronized List<String> end() {
      List<String> all = List.copyOf(running);
      running.clear();
      return all;
    }

    private static String second(byte[] message) {
      return text(message, 5 + text(message, 5).getBytes(StandardCharsets.UTF_8).length + 1);
    }
  }

  /** A text that ends with a zero byte. */
  private static String text(byte[] message, int from) {
    int end = from;
    while (message[end] != 0) {
      end++;
    }
    return new String(message, from, end - from, StandardCharsets.UTF_8);
  }
}
