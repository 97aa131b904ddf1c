package payout.testing;

import java.util.concurrent.Executor;

/**
 * Runs each piece of work on a thread of its own. From Java 25 on, {@code CompletableFuture} leaves
 * its work to the common pool even if that has a single thread, so what is to run side by side
 * would wait for each other.
 */
public final class OwnThread {

  /** For {@code CompletableFuture}. */
  public static final Executor EACH = OwnThread::start;

  private OwnThread() {}

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "own-thread");
    thread.setDaemon(true);
    thread.start();
  }
}
