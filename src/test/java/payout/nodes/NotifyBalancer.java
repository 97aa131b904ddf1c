package payout.nodes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** Leads each connection of the gateway's notifies to any node that accepts it. */
final class NotifyBalancer implements AutoCloseable {

  /** A connection over which a node says nothing for so long is closed. */
  private static final int ANSWER_MS = 5000;

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final List<Integer> ports = new CopyOnWriteArrayList<>();
  private final Random random;
  private final ServerSocket server;

  NotifyBalancer(long seed) {
    random = new Random(seed);
    try {
      server = new ServerSocket(0, 50, LOOPBACK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/alipay/notify";
  }

  /** Leads to this port as well. */
  void add(int port) {
    ports.add(port);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      Socket node = connect();
      if (node == null) {
        client.close();
      } else {
        start(() -> pump(client, node));
        start(() -> pump(node, client));
      }
    }
  }

  /** Null when no node accepts. */
  private Socket connect() {
    List<Integer> any = new ArrayList<>(ports);
    Collections.shuffle(any, random);
    for (int port : any) {
      try {
        Socket node = new Socket(LOOPBACK, port);
        node.setSoTimeout(ANSWER_MS);
        return node;
      } catch (IOException down) {
        // The next one.
      }
    }
    return null;
  }

  private static void pump(Socket from, Socket to) throws IOException {
    try (from;
        to;
        InputStream in = from.getInputStream()) {
      in.transferTo(to.getOutputStream());
    }
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException over) {
                // One side is gone, or the balancer is closed.
              }
            },
            "notify-balancer");
    thread.setDaemon(true);
    thread.start();
  }

  private interface Work {
    void run() throws IOException;
  }
}
