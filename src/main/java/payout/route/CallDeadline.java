package payout.route;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * Ends a call of the gateway that takes too long as a whole. The client's own timeouts bound each
 * read, so that an answer of one letter a second, or one that never ends, would hold a sender for
 * ever.
 */
public final class CallDeadline implements HttpClientConfigurer {

  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(CallDeadline::daemon);

  private final long limitMs;
  private final Timer timer;
  private final ThreadLocal<Call> running = new ThreadLocal<>();
  private final Set<Call> all = ConcurrentHashMap.newKeySet();

  /**
   * A deadline.
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
  }

  /**
   * Tells that this thread's call is over: its answer was read, or it broke. A connection whose
   * answer was not read to its end is given up at once: its exchange may go on for a while, until
   * what came of it is recorded.
   */
  public void over() {
    Call call = running.get();
    if (call != null) {
      call.timer.cancel(false);
      call.breakOff.run();
      all.remove(call);
      running.remove();
    }
  }

  /** Whether this thread's call was broken off because it took too long. */
  boolean isPassed() {
    Call call = running.get();
    return call != null && call.broken.get();
  }

  /** Breaks off what is still in the air after so long: the process is about to end. */
  public void breakOffIn(long delayMs) {
    timer.after(() -> all.forEach(call -> call.breakOff.run()), delayMs);
  }

  private void begin(Runnable breakOff) {
    over();
    AtomicBoolean broken = new AtomicBoolean();
    Runnable ending =
        () -> {
          broken.set(true);
          breakOff.run();
        };
    Call call = new Call(ending, timer.after(ending, limitMs), broken);
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

  /** A call in the air, and what will end it. */
  private record Call(Runnable breakOff, Future<?> timer, AtomicBoolean broken) {}
}
