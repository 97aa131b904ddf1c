package payout.inbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A thread beside that of the route: it does what it is given, one thing after the other, while the
 * route goes on. What fails there fails in the route, as soon as the route asks for the outcome.
 *
 * <p>It is given work, asked and closed by one thread alone. How much it may be given ahead is up
 * to that thread, which asks for outcomes in between.
 *
 * @param <T> what comes of each piece of work
 */
final class SideThread<T> implements AutoCloseable {

  private final ThreadPoolExecutor executor;
  private final Deque<Future<T>> given = new ArrayDeque<>();

  /** A thread of this name; it begins with the first work. */
  SideThread(String name) {
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /** Gives it work, to be done after all that it was given before. */
  void give(Callable<T> work) {
    given.add(executor.submit(work));
  }

  /** How many outcomes were not asked for yet. */
  int given() {
    return given.size();
  }

  /**
   * Waits for the oldest outcome that was not asked for yet. What was thrown there is thrown here,
   * the very same if it is unchecked.
   */
  T take() {
    try {
      return given.remove().get();
    } catch (ExecutionException e) {
      throw unchecked(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The reading of a file was interrupted.", e);
    }
  }

  private static RuntimeException unchecked(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }

  /** Waits for the end of what is being done; what was not begun is never done. */
  @Override
  public void close() {
    given.forEach(each -> each.cancel(false));
    given.clear();
    executor.shutdown();
    boolean interrupted = false;
    while (!executor.isTerminated()) {
      try {
        executor.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true; // it must not write to the ledger behind our back
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
