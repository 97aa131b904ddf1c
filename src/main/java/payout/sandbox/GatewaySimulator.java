package payout.sandbox;

import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * A running simulator of the gateway. Several may run in one JVM.
 *
 * <pre>{@code
 * try (GatewaySimulator gateway =
 *     GatewaySimulator.start(SimulatorConfig.sandbox(home, SignType.RSA).build())) {
 *   gateway.fault(Fault.of(FaultKind.CLOSE));
 *   // … post to gateway.gatewayUrl() …
 *   gateway.book().paidLines();
 * }
 * }</pre>
 */
public final class GatewaySimulator implements AutoCloseable {
  private final Book book;
  private final Controls controls;
  private final NotifyCourier courier;
  private final SandboxServer server;

  private GatewaySimulator(
      Book book, Controls controls, NotifyCourier courier, SandboxServer server) {
    this.book = book;
    this.controls = controls;
    this.courier = courier;
    this.server = server;
  }

  /** Reads the book, listens, and continues with the notifies that were not answered yet. */
  public static GatewaySimulator start(SimulatorConfig config) {
    Book book = new Book(config.balance(), config.verifyWindow(), config.clock());
    if (config.data() != null) {
      book.open(config.data());
    }
    Faults faults = new Faults();
    NotifyPlanner planner = new NotifyPlanner();
    NotifyWriter writer = new NotifyWriter(config.partner(), config.keys(), config.clock());
    NotifyClient client = new NotifyClient(config.notifyTimeout());
    NotifyCourier courier =
        new NotifyCourier(
            book,
            writer,
            client,
            new ResendSchedule(config.scheduleScale()),
            faults,
            config.clock());
    Controls controls =
        new Controls(book, faults, courier, planner, writer, client, config.clock());
    PostDesk posts = posts(config, book, faults, planner, courier);
    VerifyDesk verify = new VerifyDesk(config.partner(), book.notifyStates(), faults);
    Map<String, Object> desks =
        Map.of(
            "gatewayDesk", new GatewayDesk(posts, verify),
            "bookDesk", new BookDesk(book),
            "controlDesk", new ControlDesk(controls));
    try {
      SandboxServer server = SandboxServer.start(config.port(), config.routes(), desks);
      courier.resume();
      return new GatewaySimulator(book, controls, courier, server);
    } catch (RuntimeException e) {
      courier.close();
      book.close();
      throw e;
    }
  }

  private static PostDesk posts(
      SimulatorConfig config,
      Book book,
      Faults faults,
      NotifyPlanner planner,
      NotifyCourier courier) {
    LineChecks lines = new LineChecks(config.serialBytesMax(), config.lineAmountMax());
    return new PostDesk(
        book,
        new EnvelopeChecks(config.partner(), config.keys()),
        new BatchChecks(book, lines, config.clock()),
        faults,
        planner,
        courier,
        config.notifyDelay(),
        config.clock());
  }

  /** The port it listens on, on 127.0.0.1. */
  public int port() {
    return server.port();
  }

  /** The address of the gateway for the product. */
  public URI gatewayUrl() {
    return URI.create("http://" + SandboxServer.HOST + ":" + port() + "/gateway.do");
  }

  /** What was posted, taken, paid and notified. */
  public Book book() {
    return book;
  }

  /** Switches a fault on; several of them wait in the order in which they were switched on. */
  public void fault(Fault fault) {
    controls.fault(fault);
  }

  /** The faults that still wait to happen. */
  public List<Fault> faults() {
    return controls.faults();
  }

  /** Switches every fault off and releases the notifies that were held back. */
  public void clearFaults() {
    controls.clear();
  }

  /** Switches every fault of one kind off. */
  public void clearFaults(FaultKind kind) {
    controls.clear(kind);
  }

  /** Sets the payer's balance, yuan. */
  public void balance(BigDecimal amount) {
    controls.balance(amount);
  }

  /**
   * Delivers every notify of the batch once more, now, under its old id, outside the schedule.
   *
   * @throws java.util.NoSuchElementException if this batch was never taken
   */
  public List<DeliveryRecord> redeliver(String batchNo) {
    return controls.redeliver(batchNo);
  }

  /** Delivers all true results of the batch under a new id, regardless of earlier notifies. */
  public DeliveryRecord notifyAnew(String batchNo) {
    return controls.notifyAnew(batchNo);
  }

  /**
   * Sends a notify made by hand to where the batch of {@code batch_no} is notified.
   *
   * @param params those missing of notify_time, notify_type, notify_id, pay_user_id,
   *     pay_account_no, sign_type and sign are added
   */
  public NotifyAnswer sendNotify(Map<String, String> params) {
    return controls.sendNotify(params);
  }

  /** Sends a notify made by hand anywhere, in any charset of the document. */
  public NotifyAnswer sendNotify(String url, String charset, Map<String, String> params) {
    return controls.sendNotify(url, charset, params);
  }

  /**
   * Stops listening and delivering; what is not delivered yet is delivered after the next start.
   */
  @Override
  public void close() {
    courier.close();
    server.close();
    book.close();
  }
}
