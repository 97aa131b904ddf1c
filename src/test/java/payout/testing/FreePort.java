package payout.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port of this machine that nobody uses.
 *
 * <p>It is below the ports that the system gives to outgoing connections: one of those may be taken
 * before the test listens at it. Each JVM counts from a place of its own, so that two test runs do
 * not choose the same.
 */
public final class FreePort {

  private static final int FIRST = 10_000;
  private static final int COUNT = 22_000;
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 211 % COUNT));

  private FreePort() {}

  /** The next port at which this machine can listen. */
  public static int next() {
    for (int tries = 0; tries < COUNT; tries++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("No port is free.");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
