package payout.route;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/**
 * The body of one request, from its first byte until it is answered. Everything except {@link
 * #done} runs on the event loop of its connection.
 */
final class NotifyBody {

  private final Caller caller;
  private final Callers callers;
  private final WorkMemory memory;
  private final Context loop = Vertx.currentContext();
  private Buffer coming = Buffer.buffer();
  private byte[] bytes;
  private WorkMemory.Work work;
  private boolean isPassed;
  private boolean isOver;

  /** A body that is still empty. */
  NotifyBody(Caller caller, Callers callers, WorkMemory memory) {
    this.caller = caller;
    this.callers = callers;
    this.memory = memory;
  }

  /**
   * Counts it from now on.
   *
   * @param refusal answers the caller, and closes the connection
   */
  void begin(Consumer<Refusal> refusal) {
    callers.begin(caller, this, refusal);
  }

  /** Appends a part; returns the refusal, or null when the part is accepted. */
  Refusal take(Buffer part) {
    if (coming.length() + part.length() > NotifyGuard.BYTES_MAX) {
      return Refusal.TOO_LARGE;
    }
    if (!callers.grow(caller, part.length())) {
      return Refusal.TOO_MANY;
    }
    coming.appendBuffer(part);
    return null;
  }

  /**
   * The body is complete: continues when there is memory to process it, unless it is over by then.
   */
  void whole(Runnable next) {
    callers.whole(caller);
    bytes = coming.getBytes();
    coming = Buffer.buffer();
    work = memory.work(bytes.length, () -> loop.runOnContext(now -> start(next)));
  }

  private void start(Runnable next) {
    if (!isOver) {
      callers.worked(caller);
      isPassed = true;
      next.run();
    }
  }

  /** The request is answered or its caller has left; the route may still hold the bytes. */
  void over() {
    isOver = true;
    coming = Buffer.buffer();
    callers.rest(caller, this);
  }

  /** Whether it was passed to the route. */
  boolean isPassed() {
    return isPassed;
  }

  boolean isOver() {
    return isOver;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Nothing holds the bytes any more. */
  void done() {
    if (work != null) {
      memory.end(work);
    }
  }
}
