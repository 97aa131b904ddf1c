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
 * A thread beside that of the route. It runs tasks one after the other while the route goes on. A
 * failure there becomes a failure of the route as soon as the route asks for the result.
 *
 * <p>One thread alone submits tasks, asks for results and closes it. That thread also limits how
 * many tasks are pending, by asking for results in between.
 *
 * @param <T> the result of a task
 */
final class SideThread<T> implements AutoCloseable {

  private final ThreadPoolExecutor executor;
  private final Deque<Future<T>> given = new ArrayDeque<>();

  /** A thread of this name; it starts with the first task. */
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

  /** Submits a task, to run after all earlier ones. */
  void give(Callable<T> work) {
    given.add(executor.submit(work));
  }

  /** How many results were not asked for yet. */
  int given() {
    return given.size();
  }

  /**
   * Waits for the oldest result that was not asked for yet. An exception of the task is thrown
   * here; an unchecked one is the same object.
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

  /** Waits for the running task; tasks that did not start are dropped. */
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
