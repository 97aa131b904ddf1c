package payout.route;

import java.util.function.Consumer;

/**
 * One connection to the notify port, and how far its request has come. Its fields are guarded by
 * the {@link Callers} it belongs to.
 */
final class Caller {

  /** How far a request has come. */
  enum Step {
    /** No request is being read: its head has not come, or its answer is out. */
    IDLE,
    /** The head is here and the body comes in. */
    READING,
    /** The body is whole and waits for memory to be worked on. */
    WHOLE,
    /** It is being worked on; only its answer ends that. */
    WORKED,
    /** It was told to give way, and counts until its connection is closed. */
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
   * @param address by which its neighbours are counted; empty when it has no limit of its own
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

  /** A request's head has come; it is the one that counts from now on. */
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

  /** The body is whole, or worked on. */
  void reach(Step next) {
    step = next;
  }

  /** Whether this is the newest request of the connection. */
  boolean isAt(Object other) {
    return request == other;
  }

  /** No request is read any more; the connection waits for the next one, or for its end. */
  void rest(long nowNs) {
    step = Step.IDLE;
    sinceNs = nowNs;
    received = 0;
    refuse = null;
  }

  /** It is about to be closed; nothing that it sends from now on is kept. */
  void giveWay() {
    step = Step.LEAVING;
    received = 0;
  }

  /** Whether it ever brought a request whose head was whole. */
  boolean hasCalled() {
    return request != null;
  }

  /** Bytes of its body that are held before they are worked on. */
  long received() {
    return step == Step.READING || step == Step.WHOLE ? received : 0;
  }

  long ageMs(long nowNs) {
    return Math.max(0, (nowNs - sinceNs) / 1_000_000);
  }

  /** What ends it: an answer where there is a request to answer, else a close. */
  Runnable ending(Refusal why) {
    Consumer<Refusal> way = refuse == null ? close : refuse;
    return () -> way.accept(why);
  }
}
