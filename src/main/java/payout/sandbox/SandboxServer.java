package payout.sandbox;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.PluginHelper;

/**
 * The routes of the simulator in a separate Camel context, with a separate HTTP server that listens
 * on loopback only.
 */
final class SandboxServer implements AutoCloseable {
  static final String HOST = "127.0.0.1";

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final int WORKERS = 64;
  private static final int SHUTDOWN_TIMEOUT_S = 5;

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final CamelAdapter adapter = new CamelAdapter();
  private final Vertx vertx = vertx();
  private final VertxPlatformHttpServer http;

  private SandboxServer(int port) {
    VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
    configuration.setBindHost(HOST);
    configuration.setBindPort(port);
    http = new VertxPlatformHttpServer(configuration);
  }

  /**
   * @param port 0 for a free one
   * @param routes the YAML file
   * @param beans what the routes call, by name
   */
  static SandboxServer start(int port, Path routes, Map<String, Object> beans) {
    SandboxServer server = new SandboxServer(port);
    try {
      refuseTaken(port);
      server.start(routes, beans);
      return server;
    } catch (Exception e) {
      server.close();
      throw new IllegalStateException("the sandbox cannot listen on " + HOST + ":" + port, e);
    }
  }

  int port() {
    return http.getPort();
  }

  @Override
  public void close() {
    adapter.close();
    context.stop();
    // Camel does not close a Vert.x that it did not create, and its threads keep a JVM alive.
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(5, SECONDS).join();
  }

  private void start(Path routes, Map<String, Object> beans) throws Exception {
    context.disableJMX();
    context.getCamelContextExtension().setName("gateway-sandbox-" + COUNT.incrementAndGet());
    context.getShutdownStrategy().setTimeout(SHUTDOWN_TIMEOUT_S);
    context.getRegistry().bind("vertx", vertx);
    context.getRegistry().bind("sandboxDropHeaders", new DropHeaders());
    context.getRegistry().bind("sandboxRead", (Processor) adapter::read);
    context.getRegistry().bind("sandboxWrite", (Processor) adapter::write);
    beans.forEach(context.getRegistry()::bind);
    context.addService(http);
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(PluginHelper.getResourceLoader(context).resolveResource("file:" + routes));
    context.start();
  }

  /** A separate Vert.x: two simulators in one JVM share nothing. */
  private static Vertx vertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(2)
            .setWorkerPoolSize(WORKERS)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false)));
  }

  /** Camel only logs a port that is in use, and starts anyway. */
  private static void refuseTaken(int port) throws IOException {
    new ServerSocket(port, 1, InetAddress.getByName(HOST)).close();
  }

  /** Headers and queries of the caller must not control Camel. */
  private static final class DropHeaders implements HeaderFilterStrategy {
    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
      return true;
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
      return true;
    }
  }
}
