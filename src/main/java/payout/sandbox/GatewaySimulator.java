package payout.sandbox;

import java.net.URI;
import java.util.Map;

/**
 * A running simulator of the gateway. Several may run in one JVM.
 *
 * <pre>{@code
 * try (GatewaySimulator gateway =
 *     GatewaySimulator.start(SimulatorConfig.sandbox(home, SignType.RSA))) {
 *   gateway.fault(Fault.of(FaultKind.CLOSE));
 *   // … post to gateway.gatewayUrl() …
 *   gateway.book().paidLines();
 * }
 * }</pre>
 */
public final class GatewaySimulator extends Controls implements AutoCloseable {
  private final SandboxServer server;

  private GatewaySimulator(SimulatorConfig config) {
    super(config);
    try {
      server = SandboxServer.start(config.port, config.routes, desks(config));
      courier.resume();
    } catch (RuntimeException e) {
      courier.close();
      book.close();
      throw e;
    }
  }

  /** Reads the book, listens, and continues with the notifies that were not answered yet. */
  public static GatewaySimulator start(SimulatorConfig config) {
    return new GatewaySimulator(config);
  }

  /** What the routes call, by name. */
  private Map<String, Object> desks(SimulatorConfig config) {
    PostDesk posts =
        new PostDesk(
            book,
            new EnvelopeChecks(config.partner, config.keys),
            new BatchChecks(book, new LineChecks(config.lineAmountMax), clock),
            faults,
            planner,
            courier,
            config.notifyDelay,
            clock);
    return Map.of(
        "gatewayDesk", new GatewayDesk(posts, config.partner, book.notifyStates(), faults),
        "bookDesk", new BookDesk(book),
        "statementDesk", new StatementDesk(statements),
        "controlDesk", new ControlDesk(this));
  }

  /** The port it listens on, on 127.0.0.1. */
  public int port() {
    return server.port();
  }

  /** The address of the gateway for the product. */
  public URI gatewayUrl() {
    return URI.create("http://" + SandboxServer.HOST + ":" + port() + "/gateway.do");
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
