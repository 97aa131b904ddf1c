package payout.route;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.config.ManagementSettings;
import payout.ledger.sql.LedgerUnavailableException;

/**
 * The start before the ledger is open. A database that is down is waited for, because it comes back
 * by itself, and a process that ended would only be started again. Meanwhile the management port
 * answers that the process is alive and not ready, and why.
 */
public final class WaitForLedger implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WaitForLedger.class);

  private static final long PAUSE_MS = 1_000;
  private static final long PAUSE_MAX_MS = 15_000;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpServer server;
  private volatile String why = "The ledger is being opened.";

  /**
   * Answers on the management port from now on.
   *
   * @throws UncheckedIOException when the port cannot be used
   */
  public WaitForLedger(ManagementSettings management) {
    try {
      server = HttpServer.create(new InetSocketAddress(management.host(), management.port()), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/observe/health", call -> answer(call, 503, ready()));
    server.createContext("/observe/health/live", call -> answer(call, 200, alive()));
    server.start();
  }

  /**
   * Tries until the ledger is available, after 1 s, doubling to 15 s.
   *
   * @throws payout.ledger.sql.LedgerException when waiting would not help
   */
  public <T> T open(Supplier<T> opening) {
    for (long pauseMs = PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, PAUSE_MAX_MS)) {
      try {
        return opening.get();
      } catch (LedgerUnavailableException e) {
        why = e.getMessage();
        LOG.warn("The start waits for the ledger and tries again in {} s. {}", pauseMs / 1000, why);
      }
      pause(pauseMs);
    }
  }

  private String ready() {
    ObjectNode root = json.createObjectNode().put("status", "DOWN");
    root.withArray("checks")
        .addObject()
        .put("name", "payout-ledger")
        .put("status", "DOWN")
        .put("message", Causes.shown(why));
    return root.toString();
  }

  private String alive() {
    return json.createObjectNode().put("status", "UP").toString();
  }

  private static void answer(HttpExchange call, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    call.sendResponseHeaders(status, bytes.length);
    call.getResponseBody().write(bytes);
    call.close();
  }

  private static void pause(long pauseMs) {
    try {
      new CountDownLatch(1).await(pauseMs, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The start was interrupted.", e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
