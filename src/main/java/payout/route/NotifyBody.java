package payout.route;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/**
 * The body of one request, from its first byte until it is answered. All of it happens on the event
 * loop of its connection, but for {@link #done}.
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

  /** A body that is empty yet. */
  NotifyBody(Caller caller, Callers callers, WorkMemory memory) {
    this.caller = caller;
    this.callers = callers;
    this.memory = memory;
  }

  /**
   * From now on it counts.
   *
   * @param refusal answers the caller, and closes the connection
   */
  void begin(Consumer<Refusal> refusal) {
    callers.begin(caller, this, refusal);
  }

  /** Takes a part; why not, or null when it is taken. */
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
   * All of it is here: goes on when there is memory to take it apart, unless it is over by then.
   */
  void whole(Runnable goOn) {
    callers.whole(caller);
    bytes = coming.getBytes();
    coming = Buffer.buffer();
    work = memory.work(bytes.length, () -> loop.runOnContext(now -> start(goOn)));
  }

  private void start(Runnable goOn) {
    if (!isOver) {
      callers.worked(caller);
      isPassed = true;
      goOn.run();
    }
  }

  /** The request is answered or its caller gone; the route may still hold the bytes. */
  void over() {
    isOver = true;
    coming = Buffer.buffer();
    callers.rest(caller, this);
  }

  /** Whether it went on to the route. */
  boolean isPassed() {
    return isPassed;
  }

  boolean isOver() {
    return isOver;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Nobody holds the bytes any more. */
  void done() {
    if (work != null) {
      memory.end(work);
    }
  }
}
