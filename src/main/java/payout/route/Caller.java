package payout.route;

import java.util.function.Consumer;

/**
 * One connection to the notify port and the progress of its request. The {@link Callers} it belongs
 * to guard its fields.
 */
final class Caller {

  /** The progress of a request. */
  enum Step {
    /** No request is being read: its head has not come, or its answer is out. */
    IDLE,
    /** The head is here and the body is arriving. */
    READING,
    /** The body is complete and waits for memory to be processed. */
    WHOLE,
    /** It is being processed; only its answer ends that. */
    WORKED,
    /** It has to give way, and counts until its connection is closed. */
    LEAVING
  }

  private final String address;
  private final Consumer<Refusal> close;
  private Step step = Step.IDLE;
  private Object request;
  private long sinceNs;
  private long received;
  private Consumer<Refusal> refuse;

  /**
   * A connection that has sent nothing yet.
   *
   * @param address the address whose connections are counted; empty when it has no limit
   * @param close closes the connection; there is no request to answer
   */
  Caller(String address, long nowNs, Consumer<Refusal> close) {
    this.address = address;
    this.close = close;
    this.sinceNs = nowNs;
  }

  String address() {
    return address;
  }

  Step step() {
    return step;
  }

  /** The head of a request has arrived; that request counts from now on. */
  void begin(long nowNs, Object next, Consumer<Refusal> refusal) {
    step = Step.READING;
    request = next;
    sinceNs = nowNs;
    received = 0;
    refuse = refusal;
  }

  void receive(int bytes) {
    received += bytes;
  }

  /** The body is complete, or is being processed. */
  void reach(Step next) {
    step = next;
  }

  /** Whether this is the newest request of the connection. */
  boolean isAt(Object other) {
    return request == other;
  }

  /** No request is being read; the connection waits for the next one, or for its end. */
  void rest(long nowNs) {
    step = Step.IDLE;
    sinceNs = nowNs;
    received = 0;
    refuse = null;
  }

  /** It is about to be closed; whatever it sends from now on is dropped. */
  void giveWay() {
    step = Step.LEAVING;
    received = 0;
  }

  /** Whether it ever sent a complete head of a request. */
  boolean hasCalled() {
    return request != null;
  }

  /** Bytes of its body that are held before they are processed. */
  long received() {
    return step == Step.READING || step == Step.WHOLE ? received : 0;
  }

  long ageMs(long nowNs) {
    return Math.max(0, (nowNs - sinceNs) / 1_000_000);
  }

  /** What ends it: an answer if there is a request to answer, otherwise a close. */
  Runnable ending(Refusal why) {
    Consumer<Refusal> way = refuse == null ? close : refuse;
    return () -> way.accept(why);
  }
}
