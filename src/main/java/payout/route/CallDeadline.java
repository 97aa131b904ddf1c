package payout.route;

import java.io.InterruptedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * Aborts a call of the gateway that exceeds its deadline as a whole. The client's own timeouts
 * limit each read, so an answer of one character a second, or one that never ends, would hold a
 * sender forever.
 */
public final class CallDeadline implements HttpClientConfigurer {

  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(CallDeadline::daemon);

  private final long limitMs;
  private final Timer timer;
  private final ThreadLocal<Call> running = new ThreadLocal<>();
  private final Set<Call> all = ConcurrentHashMap.newKeySet();

  /**
   * A deadline for each call.
   *
   * @param limitMs how long a call may take, from the request to the last byte of the answer
   */
  public CallDeadline(long limitMs) {
    this(limitMs, (work, ms) -> TIMER.schedule(work, ms, TimeUnit.MILLISECONDS));
  }

  CallDeadline(long limitMs, Timer timer) {
    this.limitMs = limitMs;
    this.timer = timer;
  }

  @Override
  public void configureHttpClient(HttpClientBuilder client) {
    client.addExecInterceptorFirst(
        "deadline",
        (request, scope, chain) -> {
          begin(scope.execRuntime::discardEndpoint);
          return chain.proceed(request, scope);
        });
    client.addExecInterceptorAfter(
        ChainElement.CONNECT.name(),
        "deadline-connected",
        (request, scope, chain) -> {
          requireTime();
          return chain.proceed(request, scope);
        });
  }

  /**
   * A call that exceeded its deadline while it waited for a connection had none to be discarded;
   * nothing of it was sent yet.
   */
  private void requireTime() throws InterruptedIOException {
    if (isPassed()) {
      throw new InterruptedIOException(
          "The call exceeded its deadline before it had a connection.");
    }
  }

  /**
   * Ends this thread's call: its answer was read, or it failed. A connection whose answer was not
   * read to its end is discarded at once, because the exchange may continue for a while, until its
   * outcome is recorded.
   *
   * @return how long the call took, nanoseconds; 0 when there was none
   */
  public long over() {
    Call call = running.get();
    if (call == null) {
      return 0;
    }
    call.timer.cancel(false);
    call.abort.run();
    all.remove(call);
    running.remove();
    return System.nanoTime() - call.begunAt;
  }

  /** Whether this thread's call was aborted because it took too long. */
  boolean isPassed() {
    Call call = running.get();
    return call != null && call.aborted.get();
  }

  /** Aborts the calls that are still in flight after this delay: the process shuts down. */
  public void abortIn(long delayMs) {
    timer.after(() -> all.forEach(call -> call.abort.run()), delayMs);
  }

  private void begin(Runnable abort) {
    over();
    AtomicBoolean aborted = new AtomicBoolean();
    Runnable ending =
        () -> {
          aborted.set(true);
          abort.run();
        };
    Call call = new Call(ending, timer.after(ending, limitMs), aborted, System.nanoTime());
    all.add(call);
    running.set(call);
  }

  /** Runs work after so many milliseconds, unless its future is cancelled before. */
  @FunctionalInterface
  interface Timer {
    Future<?> after(Runnable work, long ms);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "payout-call-deadline");
    thread.setDaemon(true);
    return thread;
  }

  /** A call in flight, and what will end it. */
  private record Call(Runnable abort, Future<?> timer, AtomicBoolean aborted, long begunAt) {}
}
